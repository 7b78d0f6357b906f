"""A comparison as Word file: all changes accepted give the newer text, all refused the older one."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from io import BytesIO

import pytest

from wgec_living.domain.blocks import Block, split
from wgec_living.domain.comparison import compare
from wgec_living.exporting import Exporter
from wgec_living.rendering import RenderedUnit, Renderer
from wgec_living.services.laying_out import on_their_lines
from wgec_living.web.redline import Fold, redline
from wgec_living.web.tracked import By, Tracking

PARAGRAPH = re.compile(r"<w:p>.*?</w:p>", re.DOTALL)
PAIRS = {
    "front": ("---\ntitle: A\n---\n\nOne stays, two go.", "---\ntitle: B\n---\n\nOne stays, two come."),
    "words": ("One plain sentence here.\n\nSame.", "One *other* sentence stands here.\n\nSame."),
    "blocks": ("# Top\n\nFirst goes.\n\nStays here.", "# Top\n\nStays here.\n\n## Comes\n\nNew words come."),
    "moved": (
        "Alpha paragraph with quite a few words.\n\nBeta paragraph of its own kind.\n\nGamma closes it all.",
        "Gamma closes it all.\n\nAlpha paragraph with quite a few words.\n\nBeta paragraph of its own kind.",
    ),
    "split": (
        "The group met in spring and spoke about names. The chair thanked everybody who had come to the meeting.",
        "The group met in spring and spoke about names.\n\nThe chair thanked everybody who had come to the meeting.",
    ),
    "joined": (
        "The group met in spring and spoke about names.\n\nThe chair thanked everybody who had come to the meeting.",
        "The group met in spring and spoke about names. The chair thanked everybody who had come to the meeting.",
    ),
    "rows": (
        "| a | b |\n|---|---|\n| one | two |\n| three | four |\n| five | six |",
        "| a | b |\n|---|---|\n| one | 2 |\n| five | six |\n| seven | eight |",
    ),
    "lists": (
        "- one\n    - inner one\n- two\n\n1. first\n2. second",
        "- one and a half\n    - inner one\n    - inner two\n\n1. first\n2. second and last",
    ),
    "others": (
        "> A quotation of words.\n\n```\ncode one\ncode two\n```\n\nText.[^n]\n\n[^n]: A note here.",
        "> A quotation of other words.\n\n```\ncode one\ncode 2\n```\n\nText.[^n]\n\n[^n]: A better note here.",
    ),
    "arabic": ("هذا نص قصير عن الإنترنت.", "هذا نص طويل عن الإنترنت والسياسات."),
}


@pytest.fixture(scope="module")
def exporter(tmp_path_factory: pytest.TempPathFactory) -> Exporter:
    """An exporter for the module."""
    return Exporter(tmp_path_factory.mktemp("files"))


def word(renderer: Renderer, exporter: Exporter, old: str, new: str) -> str:
    """Return the text of the Word file that compares two sources."""
    changes = compare(split(old), split(new))

    def lay_out(blocks: Sequence[Block], wanted: AbstractSet[int]) -> Sequence[RenderedUnit]:
        return renderer.excerpts(on_their_lines(blocks), tuple(blocks), wanted) if wanted else ()

    parts = redline(changes, lay_out, around=len(changes))
    shown = [one for part in parts for one in (part.passages if isinstance(part, Fold) else (part,))]
    text = Tracking(changes, lambda _: By("Ana", "2026-01-02T03:04:05Z", ()), telling=False).html(shown)
    notes = [f'<article data-note="change-{n}" data-author="S"><p>Why.</p></article>' for n in range(1, 9)]
    notes = [note for n, note in enumerate(notes, 1) if f'"change-{n}"' in text]
    made = exporter.docx(f'<html><body>{text}<section class="notes">{"".join(notes)}</section></body></html>')
    with zipfile.ZipFile(BytesIO(made)) as archive:
        return archive.read("word/document.xml").decode("utf-8")


def decided(xml: str, drop: str) -> list[str]:
    """Return the paragraphs after the changes of one kind were dropped and all others taken."""
    lines, line = [], ""
    for paragraph in PARAGRAPH.findall(xml):
        properties, _, _ = paragraph.partition("</w:pPr>")
        kept = re.sub(rf"<w:{drop} [^>]*[^/]>.*?</w:{drop}>", "", paragraph, flags=re.DOTALL)
        line += re.sub("<[^>]*>", "", kept.replace("<w:br />", "\n"))
        if f"<w:rPr><w:{drop} " not in properties:
            lines.append(line)
            line = ""
    return [line.strip() for line in [*lines, line] if line.strip()]


@pytest.mark.parametrize("name", PAIRS)
def test_accepted_it_is_the_newer_text_and_refused_the_older(
    renderer: Renderer, exporter: Exporter, name: str
) -> None:
    old, new = PAIRS[name]
    xml = word(renderer, exporter, old, new)
    assert "<w:ins " in xml or "<w:del " in xml
    assert decided(xml, "del") == decided(word(renderer, exporter, new, new), "del")
    assert decided(xml, "ins") == decided(word(renderer, exporter, old, old), "ins")
