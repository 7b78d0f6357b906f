"""A new text keeps its title and language, and its tables show all they hold."""

from __future__ import annotations

import pytest

from wgec_living.domain.errors import Invalid
from wgec_living.domain.soundness import fact_changes, require_sound

ARABIC = "---\ntitle: \u0646\u0635\nlanguage: ar\n---\n\nA paragraph.\n"
TABLE = "# A table\n\n| issue | status |\n|---|---|\n| access | open |\n| a | b | too many |\n"


@pytest.mark.parametrize(
    ("new", "word"),
    [
        ("A paragraph.\n", "title"),
        (ARABIC.replace("language: ar\n", ""), "language"),
        (ARABIC.replace("language: ar", "language:"), "language"),
        (ARABIC.replace("language: ar", "language: Arabic!"), "no language tag"),
        (ARABIC.replace("---\n\n", "\n"), "title"),
    ],
)
def test_title_and_language_do_not_vanish(new: str, word: str) -> None:
    with pytest.raises(Invalid) as error:
        require_sound(ARABIC, new, "text")
    assert word in error.value.fields["text"]


def test_a_change_of_title_or_language_is_said_and_nothing_else() -> None:
    new = ARABIC.replace("language: ar", "language: fr").replace("\u0646\u0635", "Un texte")
    require_sound(ARABIC, new, "text")
    title, language = fact_changes(ARABIC, new)
    assert "from \u201c\u0646\u0635\u201d to \u201cUn texte\u201d" in title
    assert "from \u201car\u201d to \u201cfr\u201d" in language
    assert fact_changes(ARABIC, ARABIC + "\nMore.\n") == ()
    assert fact_changes("A paragraph.\n", "# A heading\n") == (
        "The title of the document would change from none to \u201cA heading\u201d.",
    )


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("| access | open | more |", "2 columns, and a row of it would have 3 cells"),
        ("access | open | more", "3 cells"),
        ("no bars at all", "upright bars"),
    ],
)
def test_a_row_that_the_page_would_not_show_is_refused(row: str, word: str) -> None:
    with pytest.raises(Invalid) as error:
        require_sound(TABLE, TABLE.replace("| access | open |", row), "replacement")
    assert word in error.value.fields["replacement"]


@pytest.mark.parametrize(
    "row", ["| access | closed |", "access | closed", "| access \\| more | x |", "| access |"]
)
def test_a_row_that_fits_is_taken_beside_one_that_never_did(row: str) -> None:
    require_sound(TABLE, TABLE.replace("| access | open |", row), "replacement")
