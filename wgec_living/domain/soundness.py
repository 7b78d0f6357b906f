"""What a new text may not lose, and may not hold, without its writer being told: title, language, cells of tables."""

from __future__ import annotations

from .blocks import Kind, document_language, document_title, front_value, split
from .errors import Invalid
from .rows import cells


def require_sound(old: str, new: str, field: str) -> None:
    """Raise `Invalid` when `new` loses the title or language that `old` states, or when a page would not show it all.

    Only what `old` does not hold already is looked at, so that an old flaw stops no other change.
    """
    _require_facts(old, new, field)
    _require_cells(old, new, field)


def fact_changes(old: str, new: str) -> tuple[str, ...]:
    """Return a sentence for the title and one for the language of the document, where they would change."""
    said = []
    titles = document_title(old), document_title(new)
    if titles[0] != titles[1]:
        before, after = (f"“{title}”" if title else "none" for title in titles)
        said.append(f"The title of the document would change from {before} to {after}.")
    languages = document_language(old), document_language(new)
    if languages[0] != languages[1]:
        said.append(
            f"The language of the document would change from “{languages[0]}” to “{languages[1]}”, and with it how "
            "every page of it is read aloud and laid out."
        )
    return tuple(said)


def _require_facts(old: str, new: str, field: str) -> None:
    for key in ("title", "language"):
        if front_value(old, key) and not front_value(new, key):
            raise Invalid(
                f"The {key} of the document is gone.",
                {
                    field: f"The lines between --- and --- at the top hold the {key} of the document, and they must "
                    f"keep it. Please put “{key}: {front_value(old, key)}” back there."
                },
            )
    language = front_value(new, "language")
    stated = language and language != front_value(old, "language")
    if stated and document_language(new) != language:
        raise Invalid(
            "The language of the document is not clear.",
            {field: f"“{language}” is no language tag; write for example “en”, “ar” or “zh-Hans”."},
        )


def _require_cells(old: str, new: str, field: str) -> None:
    if "|" not in new:
        return
    known = frozenset(old.split("\n"))
    table, columns = -1, 0
    for block in split(new):
        if block.kind is not Kind.ROW:
            continue
        if block.unit != table:
            table, columns = block.unit, len(cells(block.text))
        elif block.text not in known:
            _require_row(len(cells(block.text)), columns, block.text, field)


def _require_row(count: int, columns: int, row: str, field: str) -> None:
    if count > columns:
        raise Invalid(
            "A row has more cells than its table.",
            {
                field: f"This table has {columns} columns, and a row of it would have {count} cells; the page would "
                "not show the last. To write an upright bar within a cell, put a backslash before it: \\|"
            },
        )
    if columns > 1 and count == 1 and "|" not in row:
        raise Invalid(
            "A line in a table is no row.",
            {
                field: f"A row of this table needs upright bars | between its {columns} cells. For a paragraph below "
                "the table, leave an empty line between them."
            },
        )
