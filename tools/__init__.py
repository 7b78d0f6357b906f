"""Small programs behind `make`."""
