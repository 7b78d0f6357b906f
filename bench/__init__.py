"""Figures of speed, each beside its reference from the same run; nothing passes or fails by time."""
