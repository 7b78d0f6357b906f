"""What somebody looks for: words, phrases in quotes, a word begun, what must not occur; and where a text meets it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from .errors import Invalid
from .search_words import Word, is_sign, words_in

LONGEST_QUERY = 200
SHORTEST_BEGINNING = 2
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»‹›＂「」『』〝〞", '"'))
_TERM = re.compile(r'(?P<not>(?<!\S)[-−‐–](?=[^\s\-−‐–]))?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')

Range = tuple[int, int]
"""First code point, and the one after the last."""


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand one after the other."""

    words: tuple[str, ...]
    """As they are searched; never empty."""
    begun: bool = False
    """Whether the last of them may go on."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: everything wanted, nothing unwanted."""

    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        """Say whether there is anything to look for."""
        return bool(self.wanted)


def read_query(text: str) -> Query:
    """Return what the words in a search box ask for; a query without a word asks for nothing.

    The last word may be the beginning of a longer one, unless a space or a quotation mark ends it. Raises `Invalid`
    for what is too long, and for what only says what must not occur.
    """
    if len(text) > LONGEST_QUERY:
        raise Invalid(
            "This is too long to search for.",
            {
                "q": f"It has {len(text):,} characters; at most {LONGEST_QUERY} are taken. Try a few words of it."
            },
        )
    plain = text.translate(_QUOTES)
    wanted: list[Term] = []
    unwanted: list[Term] = []
    for match in _TERM.finditer(plain):
        words = tuple(word.folded for word in words_in(match["phrase"] or match["word"] or ""))
        if not words:
            continue
        last = match.end() == len(plain) and match["word"] is not None
        begun = last and not match["not"] and len(words[-1]) >= SHORTEST_BEGINNING
        (unwanted if match["not"] else wanted).append(Term(words, begun))
    if unwanted and not wanted:
        raise Invalid(
            "Nothing to look for.",
            {"q": "A word with - before it is left out of what is found; please say also what to look for."},
        )
    return Query(tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(unwanted)))


def places_in(text: str, query: Query) -> tuple[Range, ...]:
    """Return where the wanted words stand in a text, in order and apart from each other."""
    seen = _Seen(text)
    found = sorted(place for term in query.wanted for place in seen.places(term))
    joined: list[Range] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return tuple(joined)


def meets(text: str, query: Query) -> bool:
    """Say whether a text has everything that is wanted and nothing that is not."""
    seen = _Seen(text)
    return all(seen.places(term) for term in query.wanted) and not any(
        seen.places(term) for term in query.unwanted
    )


class _Seen:
    """The words of one text, by what they are."""

    def __init__(self, text: str) -> None:
        self._words: list[Word] = list(words_in(text))
        self._at: defaultdict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(self._words):
            self._at[word.folded].append(place)

    def places(self, term: Term) -> list[Range]:
        """Return where a term stands."""
        begins = [term.words[0]]
        if term.begun and len(term.words) == 1:
            begins = [word for word in self._at if word.startswith(term.words[0])]
        return [
            (self._words[place].start, self._words[place + len(term.words) - 1].end)
            for word in begins
            for place in self._at.get(word, ())
            if self._goes_on(place, term)
        ]

    def _goes_on(self, place: int, term: Term) -> bool:
        there = [word.folded for word in self._words[place : place + len(term.words)]]
        if len(there) < len(term.words) or there[:-1] != list(term.words[:-1]):
            return False
        return there[-1] == term.words[-1] or (term.begun and there[-1].startswith(term.words[-1]))


def expression(query: Query) -> str:
    """Return a query in the language of SQLite's FTS5: nothing but quoted words of ours and its own signs."""
    wanted = " AND ".join(map(_quoted, query.wanted))
    if not query.unwanted:
        return wanted
    return f"({wanted}) NOT ({' OR '.join(map(_quoted, query.unwanted))})"


def _quoted(term: Term) -> str:
    words = f'"{" ".join(term.words)}"'
    if not term.begun or is_sign(term.words[-1]):
        return words
    # The word as it stands counts twice, so that it goes before longer ones.
    return f"({words} OR {words} *)"
