"""Blocks: the cuts, their exact lines, and their time on hostile texts."""

from __future__ import annotations

import time

import corpora
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wgec_living.domain.blocks import Block, Kind, direction, document_language, document_title, split

LINES = st.sampled_from(
    [
        "",
        "",
        "word",
        "العربية نص",
        "中文。",
        "- a",
        "    - b",
        "1. one",
        "    in",
        "        deep",
        "> q",
        "# h",
        "===",
        "---",
        "a | b",
        "--|--",
        "```",
        "~~~",
        "[^1]: n",
        "[r]: u",
        "*[AB]: c",
        "\tx",
        "x\r",
        "two  ",
        "title: x",
        "* * *",
    ]
)


def cuts(source: str) -> list[tuple[str, int, int]]:
    return [(block.kind.value, block.first_line, block.last_line) for block in split(source)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", []),
        ("one\ntwo\n\nthree", [("paragraph", 1, 2), ("paragraph", 4, 4)]),
        ("# A\nb\n## C", [("heading", 1, 1), ("paragraph", 2, 2), ("heading", 3, 3)]),
        ("Title\n===\ntext", [("heading", 1, 2), ("paragraph", 3, 3)]),
        ("text\n- no item", [("paragraph", 1, 2)]),
        ("- a\n  more\n- b", [("item", 1, 2), ("item", 3, 3)]),
        ("- a\n\n    second\n\n- b", [("item", 1, 3), ("item", 5, 5)]),
        ("- a\n    - b\n\n    on\n- c", [("item", 1, 1), ("item", 2, 2), ("paragraph", 4, 5)]),
        (
            "- a\n    - b\n\n    on\n\n- c",
            [("item", 1, 1), ("item", 2, 2), ("paragraph", 4, 4), ("item", 6, 6)],
        ),
        ("a | b\n--|--\n1 | 2\n3 | 4", [("row", 1, 2), ("row", 3, 3), ("row", 4, 4)]),
        ("`a|b`\n--|--", [("paragraph", 1, 2)]),
        ("```py\na\n\n# b\n```\nc", [("code", 1, 5), ("paragraph", 6, 6)]),
        ("~~~\nnever closed", [("paragraph", 1, 2)]),
        ("    a\n\n    b\nc", [("code", 1, 3), ("paragraph", 4, 4)]),
        ("x\n> a\nlazy\n\n> b", [("paragraph", 1, 1), ("quote", 2, 3), ("quote", 5, 5)]),
        ("[^1]: a\nb\n\n    c\n\nd", [("footnote", 1, 4), ("paragraph", 6, 6)]),
        ("a\n[r]: u\nb", [("paragraph", 1, 1), ("definition", 2, 2), ("paragraph", 3, 3)]),
        ("---\ntitle: T\n---\nx", [("definition", 1, 3), ("paragraph", 4, 4)]),
        ("x\n\n---\ntitle: T\n---", [("paragraph", 1, 1), ("paragraph", 3, 3), ("heading", 4, 5)]),
        ("<div>\n<p>x</p>\n</div>", [("paragraph", 1, 3)]),
        ("- a\r\n- b\r\n", [("item", 1, 1), ("item", 2, 2)]),
    ],
)
def test_the_cuts(source: str, expected: list[tuple[str, int, int]]) -> None:
    assert cuts(source) == expected


def test_what_is_laid_out_together_has_one_unit() -> None:
    units = {block.text: block.unit for block in split("- a\n\n[r]: u\n\n- b\n\n1. c\n\n> d\n\n> e\n\nf")}
    assert units["- a"] == units["- b"] != units["[r]: u"]
    assert units["1. c"] != units["- a"]
    assert units["> d"] == units["> e"] != units["f"]


def test_headings_know_their_level() -> None:
    assert [block.level for block in split("# a\n### b\nc\n---\nd\n===\ne")] == [1, 3, 2, 1, 0]


@given(st.lists(LINES, max_size=30))
@settings(deadline=None, max_examples=300)
def test_blocks_and_blank_lines_make_the_source(lines: list[str]) -> None:
    source = "\n".join(lines)
    assert_covers(source, split(source))


@given(st.text(alphabet="ab \n\t\r-*>#|`[]^:=1.\\_", max_size=120))
@settings(deadline=None, max_examples=300)
def test_any_characters_are_covered(source: str) -> None:
    assert_covers(source, split(source))
    assert_covers(source, split(source, front_matter=False))


def assert_covers(source: str, blocks: tuple[Block, ...]) -> None:
    lines = source.split("\n")
    done = 0
    for block in blocks:
        assert block.first_line > done
        assert not "".join(lines[done : block.first_line - 1]).strip()
        assert block.text == "\n".join(lines[block.first_line - 1 : block.last_line])
        done = block.last_line
    assert not "".join(lines[done:]).strip()


def read_as(text: str) -> str:
    """Return a text without the two signs that Python-Markdown takes away before it reads anything."""
    return text.replace("\x02", "").replace("\x03", "")


def put_together(source: str, blocks: tuple[Block, ...]) -> bytes:
    """Return the blocks with the blank lines between them, each taken from where the block says it stands."""
    starts = [0]
    for line in source.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    parts: list[str] = []
    at = 0
    for block in blocks:
        start = starts[block.first_line - 1]
        between = source[at:start]
        assert not read_as(between).strip(), "what stands between blocks is blank"
        parts += [between, block.text]
        at = start + len(block.text)
    assert not read_as(source[at:]).strip()
    return "".join([*parts, source[at:]]).encode("utf-8", "surrogatepass")


ODD = st.lists(
    st.one_of(
        LINES,
        st.sampled_from(
            [
                "الفقرة الأولى **تقول** أين نقف.",
                "- بند أول",
                "# 工作组",
                "| 国家 | 日期 |",
                "|---|:-:|",
                "> 引文",
                "<div>",
                "</div>",
                "<!-- a",
                "-->",
                "\t- tab",
                "1) one",
                "\\",
                "[^2]:",
                "``````",
                "    code",
                "\u2028\u0085x",
                "\x0bform\x0c",
                "\ufeff",
            ]
        ),
    ),
    max_size=25,
)


@given(
    ODD,
    st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\r\n\r\n"]),
    st.sampled_from(["", "---\ntitle: x\n---\n"]),
)
@settings(deadline=None, max_examples=400)
def test_blocks_and_what_is_between_them_are_the_source_byte_for_byte(
    lines: list[str], ending: str, front: str
) -> None:
    source = front + ending.join(lines)
    assert put_together(source, split(source)) == source.encode()


@given(st.text(max_size=200))
@settings(deadline=None)
def test_any_text_is_put_together_again(source: str) -> None:
    assert put_together(source, split(source)) == source.encode("utf-8", "surrogatepass")


def test_hostile_texts_are_put_together_again() -> None:
    texts = [corpora.markup_of(case) for case in corpora.own("markdown-authored.json")]
    texts += [corpora.scaled(case, 4_000) for case in corpora.own("pathological-own.json")]
    for text in texts:
        assert put_together(text, split(text)) == text.encode("utf-8", "surrogatepass")


def test_the_shared_hostile_texts_are_put_together_again() -> None:
    for case in corpora.shared("markdown/pathological.json"):
        text = corpora.scaled(case, 4_000)
        for source in (text, text.replace("\n", "\r\n"), f"---\ntitle: x\n---\n{text}"):
            assert put_together(source, split(source)) == source.encode("utf-8", "surrogatepass"), case[
                "name"
            ]


def test_a_hostile_text_takes_linear_time() -> None:
    # Twice the text may take about twice the time; quadratic work on these would take minutes.
    for case in corpora.own("pathological-own.json"):
        source = corpora.scaled(case, 300_000)
        started = time.process_time()
        split(source)
        assert time.process_time() - started < 3, case["name"]


@pytest.mark.parametrize(
    "piece",
    [
        "[a]: '",
        "*[a\n",
        "[a\n",
        "[a]: u\ntext\n",
        "- a\n",
        "> a\n\n",
        "|a\n|-\n|b\n[a]: u\n",
        "a\n---\n",
        "# a\n***\n",
        "`|",
        "- " * 5,
        "[^1]: a\n\n    ",
        "~~~\n```\n",
        "x\n[a]:\n",
        "    - a\n",
    ],
)
def test_a_repeated_piece_takes_linear_time(piece: str) -> None:
    source = piece * (200_000 // len(piece))
    started = time.process_time()
    split(source)
    assert time.process_time() - started < 3


def test_deep_lists_take_bounded_time() -> None:
    source = "".join("    " * depth + "- a\n" for depth in range(300)) + "x\n" * 60_000
    started = time.process_time()
    blocks = split(source)
    assert time.process_time() - started < 5
    assert blocks[0].kind is Kind.ITEM


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("---\ntitle: The Mapping\n---\n# Other", "The Mapping"),
        ('---\ntitle: "Quoted: yes"\n---\n', "Quoted: yes"),
        ("text\n\n# A *fine* [title](http://x.org) ##", "A fine title"),
        ("Under\n---", "Under"),
        ("text only", None),
    ],
)
def test_the_title(source: str, title: str | None) -> None:
    assert document_title(source) == title


@pytest.mark.parametrize(
    ("language", "read", "way"),
    [
        ("ar", "ar", "rtl"),
        ("zh-Hans-CN", "zh-Hans-CN", "ltr"),
        ("az-Arab", "az-Arab", "rtl"),
        ('en"><script>', "en", "ltr"),
        ("", "en", "ltr"),
    ],
)
def test_the_language(language: str, read: str, way: str) -> None:
    found = document_language(f"---\ntitle: x\nlanguage: {language}\n---\n")
    assert (found, direction(found)) == (read, way)


def test_an_escaped_backtick_opens_no_code_that_hides_a_bar() -> None:
    row = r"| \` a | \` b |"
    assert [block.kind for block in split(f"{row}\n|---|---|\n")] == [Kind.ROW]
