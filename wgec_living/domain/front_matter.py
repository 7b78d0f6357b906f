"""The front matter of a text that comes in: what it must say of title and language, and writing it there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from .blocks import document_title, front_value, is_language
from .blocks_patterns import front_matter_end
from .errors import Invalid

_EXAMPLE = "such as en, ar or zh-Hans (BCP 47)"
_PLAIN = re.compile(r"\w[^:#'\"]*")


def with_front(source: str, values: Mapping[str, str]) -> str:
    """Return `source` with these values in its front matter, in the place of those that stand there."""
    lines = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    end = front_matter_end(lines)
    kept = [line for line in lines[1 : max(end - 1, 1)] if line.partition(":")[0].strip() not in values]
    written = [f"{key}: {_quoted(' '.join(value.split()))}" for key, value in values.items()]
    body = lines[end:] if end else ["", *lines]
    return "\n".join(["---", *written, *kept, "---", *body])


def require_front(source: str, *, titled: bool) -> None:
    """Raise `Invalid` for a text whose language nobody can know or, if `titled`, that has no title."""
    language = front_value(source, "language")
    if language is not None:
        require_language(language)
    elif front_value(source, "lang") is not None:
        raise Invalid(
            "The front matter has “lang”, which is not a key that is read: write it as “language”, "
            "or give the option --language."
        )
    elif _is_in_another_script(source):
        raise Invalid(
            "The text is mostly not in Latin letters, and nothing says its language: give the option --language, "
            f"or write “language: …” in the front matter, {_EXAMPLE}."
        )
    if titled and document_title(source) is None:
        raise Invalid(
            "The text has no title: give the option --title, write “title: …” in the front matter, "
            "or begin with a heading."
        )


def require_language(tag: str) -> None:
    """Raise `Invalid` for what is not a language tag."""
    if not is_language(tag):
        raise Invalid(f"“{tag}” is not the tag of a language: use one {_EXAMPLE}.")


def _is_in_another_script(source: str) -> bool:
    """Say whether most letters are of another script than Latin."""
    letters = [sign for sign in source if sign.isalpha()]
    latin = sum(sign.isascii() or unicodedata.name(sign, "").startswith("LATIN") for sign in letters)
    return 2 * latin < len(letters)


def _quoted(value: str) -> str:
    """Return a value as it stands in front matter, which other programs may read as YAML."""
    if _PLAIN.fullmatch(value):
        return value
    mark = next((mark for mark in ("'", '"') if mark not in value), "")
    return f"{mark}{value}{mark}"
