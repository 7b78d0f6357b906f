"""A passage follows its words through every revision, says what became of them, and never lands on others."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from wgec_living.domain.anchors import Step, touched
from wgec_living.domain.blocks import split
from wgec_living.domain.lineage import carry_ids, first_ids
from wgec_living.domain.passages import Passage, Version
from wgec_living.domain.places import Place
from wgec_living.domain.surviving import kept
from wgec_living.domain.tracing import trace

TEXT = """# Gaps

The first paragraph says that all persons shall have access.

Which body **coordinates** the work remains an open question for States.

- one item on financing and capacity
- another item on the role of standards

The last paragraph thanks the secretariat for its tireless work.
"""


class History:
    """A text and its revisions, with their blocks' ids."""

    def __init__(self, source: str) -> None:
        blocks = split(source)
        self.sources = [source]
        self.versions = [Version(blocks, first_ids(blocks, 1).ids)]

    def revise(self, source: str, passage: Passage, ids: list[str] | None = None) -> Passage:
        """Make the next revision and carry the passage to it."""
        old, number = self.versions[-1], len(self.versions) + 1
        blocks = split(source)
        known = tuple(ids) if ids else carry_ids(old.blocks, old.ids, blocks, number).ids
        self.sources.append(source)
        self.versions.append(Version(blocks, known))  # type: ignore[arg-type]
        return Step(old, self.versions[-1], number).carry(passage)

    def change(self, passage: Passage, old: str, new: str) -> Passage:
        assert old in self.sources[-1]
        return self.revise(self.sources[-1].replace(old, new), passage)

    def words(self, passage: Passage) -> str:
        return self.versions[-1].words(passage.pieces)

    def on(self, words: str) -> Passage:
        """Return the passage of these words, which stand in one block."""
        version = self.versions[-1]
        at = next(at for at, block in enumerate(version.blocks) if words in block.text)
        start = version.blocks[at].text.index(words)
        return version.begin([at], (start, start + len(words)))


def test_words_stay_exact_while_others_change() -> None:
    history = History(TEXT)
    passage = history.on("all persons")
    for old, new in (
        ("The first paragraph says", "This paragraph, the first, says"),
        ("access.", "full access."),
        ("# Gaps\n", "# Gaps\n\nA new paragraph stands before it.\n"),
    ):
        passage = history.change(passage, old, new)
        assert passage.place is Place.EXACT and history.words(passage) == "all persons"


def test_words_partly_changed_are_said_to_be_so_and_name_the_revision() -> None:
    history = History(TEXT)
    passage = history.on("all persons shall have access")
    passage = history.change(passage, "thanks", "warmly thanks")
    passage = history.change(passage, "shall have", "should have")
    assert (passage.place, passage.changed_in) == (Place.CHANGED, 3)
    assert history.words(passage) == "all persons should have access"
    passage = history.change(passage, "tireless", "patient")
    assert passage.changed_in == 3
    passage = history.change(passage, "should have", "shall have")
    assert (passage.place, passage.changed_in) == (Place.EXACT, None)


def test_words_that_went_leave_their_place_and_come_back_with_their_text() -> None:
    history = History(TEXT)
    passage = history.on("all persons")
    passage = history.change(passage, "first paragraph", "opening paragraph")
    before = passage
    passage = history.change(passage, "all persons", "everybody everywhere")
    assert (passage.place, passage.changed_in, passage.stands) == (Place.GONE, 3, True)
    assert passage.blocks == before.blocks
    passage = history.change(passage, "everybody everywhere", "all persons")
    assert passage.place is Place.EXACT and passage.pieces == before.pieces


def test_a_frequent_word_elsewhere_is_not_taken_for_the_one_that_went() -> None:
    history = History(
        "The role of the States and of the others in the work is set out in the annex to the text.\n"
    )
    passage = history.on("of the others")
    passage = history.change(passage, "of the others in", "with partners of the day in")
    assert passage.place is Place.GONE


def test_a_lone_word_between_changes_is_not_believed() -> None:
    history = History(
        "internet spectrum youth address mapping language public protocol opinion root island\n"
    )
    passage = history.on("address mapping")
    passage = history.change(passage, "address mapping language", "mapping cost draft public language")
    assert passage.place is Place.GONE


def test_chinese_words_are_followed_by_their_characters() -> None:
    history = History("所有人都应当享有接入互联网的权利，各国政府对此负有责任。\n")
    passage = history.on("接入互联网的权利")
    passage = history.change(passage, "所有人都", "无论何人，皆")
    assert passage.place is Place.EXACT and history.words(passage) == "接入互联网的权利"
    passage = history.change(passage, "接入互联网的权利", "使用互联网的权利")
    assert passage.place is Place.CHANGED and history.words(passage) == "互联网的权利"


def test_a_paragraph_that_went_is_gone_and_exact_again_when_it_returns_under_its_name() -> None:
    history = History(TEXT)
    passage = history.on("open question")
    ids = list(history.versions[0].ids)
    gone = [block for block in TEXT.split("\n\n") if "open question" not in block]
    passage = history.revise("\n\n".join(gone), passage)
    assert (passage.place, passage.stands, passage.changed_in) == (Place.GONE, False, 2)
    passage = history.revise(TEXT, passage, ids)
    assert passage.place is Place.EXACT and history.words(passage) == "open question"


def test_a_look_alike_elsewhere_is_never_taken() -> None:
    history = History(TEXT)
    passage = history.on("one item on financing")
    passage = history.change(passage, "- one item on financing and capacity\n", "")
    passage = history.change(passage, "thanks", "has one item on financing and capacity and thanks")
    assert passage.place is Place.GONE and not passage.stands


def test_a_whole_paragraph_is_changed_by_any_of_its_words_but_not_by_its_marks() -> None:
    history = History(TEXT)
    place = next(at for at, block in enumerate(history.versions[0].blocks) if "**" in block.text)
    passage = history.versions[0].begin([place])
    passage = history.change(passage, "**coordinates**", "*coordinates*")
    assert passage.place is Place.EXACT
    passage = history.change(passage, "open question", "question")
    assert (passage.place, passage.changed_in) == (Place.CHANGED, 3)
    assert passage.pieces[0].start is None


def test_of_several_blocks_one_that_goes_changes_the_passage() -> None:
    history = History(TEXT)
    items = [at for at, block in enumerate(history.versions[0].blocks) if block.kind == "item"]
    passage = history.versions[0].begin(items, (6, 12))
    assert history.words(passage) == "item on financing and capacity another it"
    passage = history.change(passage, "- one item on financing and capacity\n", "")
    assert (passage.place, passage.changed_in) == (Place.CHANGED, 2)
    assert history.words(passage) == "another it"


LONG = (
    "The Tunis Agenda calls on all governments to create an enabling environment for the internet, "
    "and the working group reviews how far these calls were answered in each region of the world."
)


def test_words_follow_a_split_and_a_join() -> None:
    history = History(
        f"# Gaps\n\n{LONG}\n\nThe secretariat keeps a record of every meeting it has held so far.\n"
    )
    passage = history.on("each region of the world")
    across = history.on("for the internet, and the working group")
    first = passage.blocks
    step = history.versions[-1]
    passage = history.change(passage, "internet, and the", "internet,\n\nand the")
    assert passage.place is Place.EXACT and passage.blocks != first
    assert history.words(passage) == "each region of the world"
    both = Step(step, history.versions[-1], 2).carry(across)
    assert both.place is Place.EXACT and len(both.pieces) == 2
    assert history.words(both) == "for the internet, and the working group"
    before = history.versions[-1]
    passage = history.change(passage, "internet,\n\nand the", "internet, and the")
    assert passage.place is Place.EXACT and history.words(passage) == "each region of the world"
    joined = Step(before, history.versions[-1], 3).carry(both)
    assert joined.place is Place.EXACT and len(joined.pieces) == 1


SENTENCES = st.lists(
    st.sampled_from(["alpha beta gamma delta", "the role of the States", "one item on financing", "what remains open"]),
    min_size=1, max_size=4,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 3), SENTENCES), min_size=1, max_size=6), st.integers(0, 3), st.data()
)
def test_what_is_called_exact_reads_as_it_was_written_about(
    edits: list[tuple[int, list[str]]], at: int, data: st.DataObject
) -> None:
    paragraphs = [
        "The first one says what it says.",
        "A second, longer one.",
        "Third: of the States.",
        "Last one.",
    ]
    history = History("\n\n".join(paragraphs) + "\n")
    text = paragraphs[at]
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    passage = history.versions[0].begin([at], (start, end))
    wanted = history.words(passage)
    for place, words in edits:
        paragraphs[place] = (
            ". ".join(words) if data.draw(st.booleans()) else f"{paragraphs[place]} {words[0]}"
        )
        before = passage
        passage = history.revise("\n\n".join(paragraphs) + "\n", passage)
        new = history.versions[-1]
        if passage.place is Place.EXACT:
            assert history.words(passage) == wanted
        if passage.stands:
            for piece in passage.pieces:
                length = len(new.text(piece.block) or "")
                assert 0 <= (piece.start or 0) <= (piece.end or 0) <= length or piece.start is None
        if passage is not before:
            old = history.versions[-2]
            links = trace(old.blocks, new.blocks)
            assert touched(old, new, links) & (set(before.blocks) | set(passage.blocks))


def test_characters_of_every_script_without_spaces_count_as_words() -> None:
    for words in ("工作组建议考虑这个问题", "กขคงจฉชซฌญฎฏ", "\U00020000\U00020001\U00020002" * 4):
        old, new = f"{words} {words} one", f"two {words} three {words}"
        assert kept(old, new).runs, words
