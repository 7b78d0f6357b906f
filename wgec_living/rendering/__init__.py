"""Blocks to safe HTML: Markdown rendered within a budget, sanitised, cached by content."""
