"""Every block of a text has its place on the page, whatever the text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from wgec_living.domain.blocks import Kind, split
from wgec_living.rendering import RenderedDocument, Renderer, Slot

PIECES = st.sampled_from(
    [
        *[
            "",
            "",
            "text",
            "- a",
            "    - b",
            "- - c",
            "1. x",
            "    on",
            "> q",
            "> - q",
            "# h",
            "---",
            "a|b\n-|-\n1|2",
        ],
        *[
            "```\nx\n```",
            "    code",
            "[^1]: note",
            "see [^1]",
            "[r]: u",
            "[r]",
            "*[a]: b",
            "\x07",
            "[![i](/x)](/y)",
        ],
    ]
)


def filled(page: RenderedDocument) -> str:
    return "\n".join(
        "".join(
            piece
            if isinstance(piece, str)
            else f' id="b{piece.block}"'
            if piece.place == "attributes"
            else f"(tool {piece.block})"
            for piece in unit.pieces
        )
        for unit in page.units
    )


def test_addresses_stand_in_the_element_and_tools_come_first(renderer: Renderer) -> None:
    source = "# H\n\np\n\n- a\n    - b\n\n    on\n\nx|y\n-|-\n1|2\n\n> q\n\n```\nc\n```\n\n***\n\nn[^1]\n\n[^1]: note"
    html = filled(renderer.document(source, split(source)))
    for expected in (
        '<h1 id="b0">(tool 0)H</h1>',
        '<p id="b1">(tool 1)p</p>',
        '<li id="b2">(tool 2)',
        '<li id="b3">(tool 3)b</li>',
        '<p id="b4">(tool 4)on</p>',
        '<tr id="b5">\n<th>(tool 5)x</th>',
        '<tr id="b6">\n<td>(tool 6)1</td>',
        '<blockquote id="b7">(tool 7)',
        '<div class="code" id="b8">(tool 8)<pre><code>c\n</code></pre></div>',
        '<hr id="b9">',
        '<p id="b10">(tool 10)n<sup id="fnref-1-1">',
        '<li id="b11">(tool 11)<span class="note-target" id="fn-1">',
    ):
        assert expected in html


@given(lines=st.lists(PIECES, max_size=12))
@settings(deadline=None, max_examples=200)
def test_each_block_has_one_address(renderer: Renderer, lines: list[str]) -> None:
    source = "\n".join(lines)
    blocks = split(source)
    page = renderer.document(source, blocks)
    slots = [piece for unit in page.units for piece in unit.pieces if isinstance(piece, Slot)]
    addresses = [slot.block for slot in slots if slot.place == "attributes"]
    assert len(set(addresses)) == len(addresses)
    hidden = {i for i, block in enumerate(blocks) if block.kind is Kind.DEFINITION}
    overridden = {i for i, block in enumerate(blocks) if block.kind is Kind.FOOTNOTE}
    assert set(range(len(blocks))) - hidden - overridden <= set(addresses)
    assert "data-m" not in page.html


def test_footnotes_are_numbered_over_the_whole_text(renderer: Renderer) -> None:
    source = "a[^x] b[^y]\n\nc[^x]\n\n[^x]: one[^y]\n\n[^y]: two"
    html = renderer.document(source, split(source)).html
    for expected in (
        'id="fnref-1-1"',
        'id="fnref-2-1"',
        'id="fnref-1-2"',
        'id="fnref-2-2"',
        'href="#fnref-2-2"',
    ):
        assert html.count(expected) == 1
    assert 'id="c7-fnref-1-1"' in renderer.text(source, "c7-")


def test_an_image_is_a_link_and_loads_nothing(renderer: Renderer) -> None:
    html = renderer.text("![a *map*](http://x.org/m.png) [![in](http://x.org/i.png)](http://x.org/)")
    assert "<img" not in html
    assert '<a class="image" href="http://x.org/m.png"' in html
    assert "<span>in</span></a>" in html


def test_front_matter_is_hidden_in_a_document_and_shown_in_a_comment(renderer: Renderer) -> None:
    source = "---\ntitle: x\n---\ntext"
    assert "title" not in renderer.document(source, split(source)).html
    assert "title: x" in renderer.text(source)


def test_an_edit_lays_out_one_unit_again(renderer: Renderer) -> None:
    source = (
        "\n\n".join(f"Paragraph {number} of the edit test, see [r]." for number in range(40))
        + "\n\n[r]: /u\n"
    )
    renderer.document(source, split(source))
    before = renderer.cached_bytes
    changed = source.replace("Paragraph 7 ", "Paragraph seven ")
    renderer.document(changed, split(changed))
    assert 0 < renderer.cached_bytes - before < 3000
