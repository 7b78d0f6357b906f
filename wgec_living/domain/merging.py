"""A proposal put together with the text in force: our own three-way merge, by block, then by word.

Two people who changed different blocks do not disturb each other (rows of a table included). Where both changed one
block in different words, the words of both stand together and a person confirms them; where they changed the same
words, a person decides. Nothing here ever writes a conflict marker.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .blocks_model import Kind
from .merging_model import Clash, Combined, Merged, Result, Run
from .merging_sides import Element, Moved, Side, side_of
from .merging_texts import Atom, Places, Text, assemble
from .merging_words import combine, text_of

__all__ = ["Clash", "Combined", "Merged", "Result", "Run", "merge", "merge_texts"]


def merge(base: str, ours: str, theirs: str, *, chosen: Mapping[int, str] | None = None) -> Merged:
    """Return `theirs`, a proposal written on `base`, put into `ours`, the text in force; all three whole sources.

    `chosen` has the words that a person decided on, by the key of the place where they had a choice.
    """
    if ours in (base, theirs):
        return Merged(Result.CLEAN, theirs, ())
    if base == theirs:
        return Merged(Result.CLEAN, ours, ())
    before, mine, yours = Text(base), Text(ours), Text(theirs)
    sides = side_of(before.blocks, mine.blocks), side_of(before.blocks, yours.blocks)
    return merge_texts(before, mine, yours, sides, chosen)


def merge_texts(
    base: Text, ours: Text, theirs: Text, sides: tuple[Side, Side], chosen: Mapping[int, str] | None = None
) -> Merged:
    """Do the work of `merge` on texts that were taken apart before, three different ones."""
    return _Merge({"base": base, "ours": ours, "theirs": theirs}, sides, chosen or {}).run()


class _Merge:
    """One merge under way: the blocks of the result so far, and what a person must look at."""

    def __init__(self, texts: dict[str, Text], sides: tuple[Side, Side], chosen: Mapping[int, str]) -> None:
        self.texts = texts
        self.sides = dict(zip(("ours", "theirs"), sides, strict=True))
        self.chosen = chosen
        self.groups, self.lead = _groups(len(texts["base"].blocks), sides)
        self.moved = {name: {self.lead[i] for i in side.moved} for name, side in self.sides.items()}
        self.atoms: list[Atom] = []
        self.clashes: list[Clash] = []
        self.combined: list[Combined] = []
        self.doubt = self._moved_apart()
        self.slots: dict[int, dict[str, list[Element]]] = {}
        self.followers: dict[int, list[tuple[str, list[Element]]]] = {}
        for name in self.sides:
            self._place(name)

    def run(self) -> Merged:
        mine, yours = self.sides.values()
        moved = self.moved["ours"] | self.moved["theirs"]
        calm = self.groups.keys() - moved - {self.lead[i] for i in mine.touched | yours.touched}
        for at in range(len(self.lead) + 1):
            if at in self.slots:
                self._emit_slot(at)
            if at in calm:
                places = {"base": at, "ours": mine.kept[at][0], "theirs": yours.kept[at][0]}
                self.atoms.append(Atom("ours", places, places))
            elif at in self.groups and at not in moved:
                self._emit_group(at)
        text, sound = assemble(self.texts, self.atoms)
        touching = self.doubt or self.combined or not sound
        result = Result.CLASHES if self.clashes else Result.COMBINES if touching else Result.CLEAN
        return Merged(result, text, tuple(self.clashes), tuple(self.combined))

    # Where things stand

    def _moved_apart(self) -> bool:
        """Say whether both moved a block, each to another place: it stands where the text in force has it."""
        places = [
            {
                self.lead[element.old]: at
                for at, elements in side.put_in.items()
                for element in elements
                if isinstance(element, Moved)
            }
            for side in self.sides.values()
        ]
        return any(at != places[1].get(lead, at) for lead, at in places[0].items())

    def _place(self, name: str) -> None:
        """Find the place of everything this side put in: beside the block above it, wherever that went."""
        side, other = self.sides[name], "theirs" if name == "ours" else "ours"
        for at, elements in side.put_in.items():
            above = self.lead[at - 1] if at else None
            new = all(isinstance(element, int) for element in elements)
            self.doubt |= self._lost_ground(at, other)
            if above in self.moved[other] and above not in self.moved[name] and new and above is not None:
                self.followers.setdefault(above, []).append((name, elements))
            else:
                self.slots.setdefault(at, {})[name] = elements

    def _lost_ground(self, at: int, other: str) -> bool:
        """Say whether what this place lay between is gone, or one of both stands elsewhere."""
        around = {self.lead[i] for i in range(max(at - 1, 0), min(at + 1, len(self.lead)))}
        if around & self.moved[other]:
            return True
        return bool(around) and not any(self._places(other, lead) for lead in around)

    def _places(self, name: str, lead: int) -> list[int]:
        """Return where a group of base blocks stands on a side."""
        if name == "base":
            return list(self.groups[lead])
        return [place for i in self.groups[lead] for place in self.sides[name].kept[i]]

    # What stands there

    def _emit_slot(self, at: int) -> None:
        ours, theirs = (self.slots[at].get(name, []) for name in self.sides)
        both = self.moved["ours"] & self.moved["theirs"]
        own = [[e for e in elements if self._lead_of(e) not in both] for elements in (ours, theirs)]
        shared = len(own[0]) < len(ours) or len(own[1]) < len(theirs)
        if self._marks("ours", ours) == self._marks("theirs", theirs):
            self._emit_alike(ours, theirs)
            return
        mine, yours = ([e for e in elements if isinstance(e, int)] for elements in (ours, theirs))
        plain = len(mine) == len(ours) and len(yours) == len(theirs)
        if ours and theirs and plain:
            self._both_put_in(mine, yours)
            return
        # Beside what both moved here, or both brought here, the order is in doubt.
        self.doubt |= bool(own[0] and own[1]) or (shared and bool(own[0] or own[1]))
        self._emit("ours", ours)
        self._emit("theirs", own[1])

    def _lead_of(self, element: Element) -> int | None:
        return self.lead[element.old] if isinstance(element, Moved) else None

    def _marks(self, name: str, elements: Sequence[Element]) -> list[object]:
        blocks = self.texts[name].blocks
        return [
            self._lead_of(e) if isinstance(e, Moved) else (blocks[e].kind, blocks[e].text) for e in elements
        ]

    def _emit_alike(self, ours: Sequence[Element], theirs: Sequence[Element]) -> None:
        for first, second in zip(ours, theirs, strict=True):
            if isinstance(first, int) and isinstance(second, int):
                places = {"ours": first, "theirs": second}
                self.atoms.append(Atom("ours", places, places))
            else:
                self._emit("ours", [first])

    def _reads(self, name: str, places: Sequence[int]) -> list[tuple[Kind, str]]:
        blocks = self.texts[name].blocks
        return [(blocks[place].kind, blocks[place].text) for place in places]

    def _emit(self, name: str, elements: Sequence[Element]) -> None:
        for element in elements:
            if isinstance(element, Moved):
                self._emit_group(self.lead[element.old])
            else:
                self.atoms.append(Atom(name, {name: element}, {name: element}))

    def _both_put_in(self, mine: list[int], yours: list[int]) -> None:
        first, second = self.texts["ours"].words(mine), self.texts["theirs"].words(yours)
        kinds = self.texts["ours"].blocks[mine[-1]].kind, self.texts["theirs"].blocks[yours[0]].kind
        gap = "\n" if kinds[0] is kinds[1] and kinds[0] in (Kind.ROW, Kind.ITEM) else "\n\n"
        runs = (Run("added", "ours", first + gap), Run("added", "theirs", second))
        key = self._key()
        self.combined.append(Combined(key, mine[0], kinds[0], "", first + gap + second, runs))
        if key in self.chosen:
            self._override(key, {"ours": mine[0]}, {"ours": mine[-1]})
        else:
            self._emit("ours", mine)
            self._emit("theirs", yours)

    def _emit_group(self, lead: int) -> None:
        places = {name: self._places(name, lead) for name in self.texts}
        base, ours, theirs = (self._reads(name, where) for name, where in places.items())
        if (lead in self.moved["ours"] and not theirs) or (lead in self.moved["theirs"] and not ours):
            self.doubt = True  # One removed what the other moved.
        if ours == base or theirs in (base, ours):
            self._emit_as("theirs" if ours == base else "ours", places)
        else:
            self._contest(places)
        for name, elements in self.followers.get(lead, ()):
            self._emit(name, elements)

    def _emit_as(self, name: str, places: dict[str, list[int]]) -> None:
        """Put a group into the result as one side has it."""
        above, below = _ends(places)
        last = len(places[name]) - 1
        for number, place in enumerate(places[name]):
            first_places = {**above, name: place} if number == 0 else {name: place}
            last_places = {**below, name: place} if number == last else {name: place}
            self.atoms.append(Atom(name, first_places, last_places))

    def _contest(self, places: dict[str, list[int]]) -> None:
        """Combine what both made of a group, or leave it to a person."""
        key = self._key()
        kind = self.texts["base"].blocks[places["base"][0]].kind
        texts = [self.texts[name].words(where) for name, where in places.items()]
        kinds = {self.texts[name].blocks[place].kind for name, where in places.items() for place in where}
        single = len(kinds) == 1 and all(len(where) == 1 for where in places.values())
        runs = combine(kind, *texts) if single else None
        place = next(iter(places["ours"]), None)
        if runs is not None:
            self.combined.append(Combined(key, place, kind, texts[0], text_of(runs), runs))
            self._override(key, *_ends(places), text_of(runs))
            return
        self.clashes.append(Clash(key, place, kind, *texts))
        if key in self.chosen:
            self._override(key, *_ends(places))
        else:
            self._emit_as("ours", places)

    def _override(self, key: int, above: Places, below: Places, text: str = "") -> None:
        text = self.chosen.get(key, text)
        if text:
            self.atoms.append(Atom("ours" if "ours" in above else "theirs", above, below, text))

    def _key(self) -> int:
        return len(self.clashes) + len(self.combined)


def _ends(places: dict[str, list[int]]) -> tuple[Places, Places]:
    return (
        {name: where[0] for name, where in places.items() if where},
        {name: where[-1] for name, where in places.items() if where},
    )


def _groups(count: int, sides: tuple[Side, Side]) -> tuple[dict[int, tuple[int, ...]], list[int]]:
    """Return the base blocks that must be taken together, by the first of them; and for each block its first."""
    lead = list(range(count))
    for side in sides:
        for olds in side.joined:
            firsts = {lead[i] for i in olds}
            lead = [min(firsts) if first in firsts else first for first in lead]
    groups: dict[int, list[int]] = {}
    for i, first in enumerate(lead):
        groups.setdefault(first, []).append(i)
    return {first: tuple(members) for first, members in groups.items()}, lead
