"""Blocks to safe HTML: Markdown rendered within a budget, sanitised, cached by content."""

from .model import RenderedDocument, RenderedUnit, Slot
from .renderer import Renderer

__all__ = ["RenderedDocument", "RenderedUnit", "Renderer", "Slot"]
