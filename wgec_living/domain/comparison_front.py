"""What changed in the lines at the head of a source, told in words: its title and its language."""

from __future__ import annotations

from .blocks import Block, Kind, front_value
from .comparison import Change

LANGUAGES = {
    "ar": "Arabic",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "pt": "Portuguese",
    "ru": "Russian",
    "zh": "Chinese",
}
"""Names of languages by their tag; others are called by the tag alone."""


def is_front(block: Block | None) -> bool:
    """Whether a block is the lines at the head of the file, which no page shows."""
    return (
        block is not None
        and block.kind is Kind.DEFINITION
        and block.first_line == 1
        and block.text.startswith("---")
    )


def front_changed(change: Change) -> list[tuple[str, str]]:
    """Return sentences on a change of the front matter, each with the words it ends in as a quotation, or none."""
    old, new = ["\n".join(block.text for block in side) for side in (change.old_blocks, change.new_blocks)]
    found: list[tuple[str, str]] = []
    for name in ("title", "language"):
        before, after = front_value(old, name), front_value(new, name)
        if before != after and after is None:
            found.append((f"The head of the file no longer gives the {name}.", ""))
        elif before != after and after is not None:
            title = name == "title"
            found.append(
                ("The title is now ", after) if title else (f"The language is now {_named(after)}.", "")
            )
    if _others(old) != _others(new):
        found.append(("Other lines at the head of the file changed.", ""))
    return found or [("Only signs and spaces at the head of the file changed.", "")]


def _named(tag: str) -> str:
    name = LANGUAGES.get(tag.lower().split("-")[0])
    return f"{name} ({tag})" if name else f"“{tag}”"


def _others(text: str) -> list[str]:
    lines = [line.strip() for line in text.split("\n")]
    return [line for line in lines if line.strip("- .") and not line.startswith(("title:", "language:"))]
