"""Files to take away, made of our own HTML by children that are bounded in time, memory and number."""

from .children import AllAtWork
from .exporter import Exporter

__all__ = ["AllAtWork", "Exporter"]
