"""What a contribution, event, block, comparison, merge and permission is: pure, no clock, no I/O."""
