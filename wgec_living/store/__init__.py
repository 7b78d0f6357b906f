"""The record in Git: the only package that knows Git."""
