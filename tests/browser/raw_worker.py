"""The renderer's child as it would be without any defence: HTML stays HTML, and nothing is cleaned."""

from __future__ import annotations

from markdown.inlinepatterns import HTML_RE, HtmlInlineProcessor
from markdown.preprocessors import HtmlBlockPreprocessor

from wgec_living.rendering import worker
from wgec_living.rendering.reader import Reader


class RawReader(Reader):
    """Reads Markdown as the library does by itself: with HTML in it."""

    def __init__(self) -> None:
        super().__init__()
        self.markdown.preprocessors.register(HtmlBlockPreprocessor(self.markdown), "html_block", 20)
        self.markdown.inlinePatterns.register(HtmlInlineProcessor(HTML_RE, self.markdown), "html", 90)
        self.markdown.treeprocessors.deregister("images")


def main() -> None:
    """Answer as the real child does, uncleaned."""
    worker.Reader = RawReader  # type: ignore[misc]
    worker.clean = lambda html: html
    worker.main()
