"""What a search that found nothing could look for instead: words near those asked for, which do find something."""

from __future__ import annotations

from dataclasses import dataclass

from wgec_living.domain.errors import Invalid
from wgec_living.domain.near_words import near
from wgec_living.domain.search_query import read_query
from wgec_living.domain.search_results import SearchFilter, SearchPlace
from wgec_living.domain.search_words import Word, words_in

from .finding import Found
from .searching import Count, search
from .site import Site

LOOKED_AT = 3
"""So many words of a search are looked at: each costs a walk through the words on record with its first letter."""
SHORTEST = 3
TRIED = 6
"""So many other searches are tried at most."""
MOST = 3


@dataclass(frozen=True)
class Suggestion:
    """Another search."""

    words: str
    found: Count
    """What it finds at the same place, narrowed alike."""


def suggestions(
    site: Site, words: str, wanted: SearchFilter, place: SearchPlace | None = None
) -> tuple[Suggestion, ...]:
    """Return searches with words put right, for one that found nothing: only those that find something.

    What was removed from the record's pages finds nothing, so that its words are never offered.
    """
    found: list[Suggestion] = []
    for _try, (other, instead) in zip(range(TRIED), _others(site, words).items(), strict=False):
        try:
            results = search(site, other, wanted, place, per_page=1)
        except Invalid:  # One letter more than can be searched for.
            continue
        if results.page.items:
            spelt = _with(words, _spelt(instead, results.page.items[0]))
            found.append(Suggestion(spelt, Count(results.page.total, results.more)))
        if len(found) == MOST:
            break
    return tuple(found)


def _others(site: Site, words: str) -> dict[str, dict[Word, str]]:
    """Return the same search with one word put right, and every other that is nowhere on record as well.

    Each comes with the words that stand in it instead, as they are searched: without case and accents.
    """
    wanted = {word for term in read_query(words).wanted for word in term.words}
    asked = [one for one in words_in(words) if one.folded in wanted and len(one.folded) >= SHORTEST]
    nearest: dict[Word, tuple[str, ...]] = {}
    mended: dict[Word, str] = {}
    for word in asked[:LOOKED_AT]:
        known = _known(site, word.folded[0])
        nearest[word] = near(word.folded, known)
        if nearest[word] and word.folded not in known:
            mended[word] = nearest[word][0]
    others = [mended | {word: other} for word, near_it in nearest.items() for other in near_it]
    return {_with(words, instead): instead for instead in others}


def _spelt(instead: dict[Word, str], found: Found) -> dict[Word, str]:
    """Return words as they are written in what they found; one that it does not show stays as it is searched."""
    shown = [stretch.text for stretch in (*found.title, *found.words) if stretch.found]
    written = {word.folded: text[word.start : word.end] for text in shown for word in words_in(text)}
    return {word: written.get(other, other) for word, other in instead.items()}


def _with(words: str, instead: dict[Word, str]) -> str:
    """Return a search with some of its words put right."""
    for word, other in sorted(instead.items(), key=lambda one: one[0].start, reverse=True):
        words = f"{words[: word.start]}{other}{words[word.end :]}"
    return words


def _known(site: Site, first: str) -> dict[str, int]:
    """Return the words on record that begin with a letter, with how often each stands there; names of people too."""
    known = site.index.search.known(first)
    for entry in site.index.people.roster(counted=False):
        for word in words_in(f"{entry.name} {entry.delegation}"):
            if word.folded.startswith(first):
                known[word.folded] = known.get(word.folded, 0) + 1
    return known
