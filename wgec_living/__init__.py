"""WGEC Living: a living-document server whose record is a Git repository."""
