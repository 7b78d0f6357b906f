"""The parts of an OpenDocument file that pandoc leaves plain: our styles, the way the text runs, head and foot."""

from __future__ import annotations

import re
from pathlib import Path
from xml.sax.saxutils import escape

from .tree import Page
from .zipped import changed, zipped

STYLES = Path(__file__).parent / "odt_styles.xml"
_SPACED = re.compile(r'(text:style-name=")([^"]* [^"]*)"')
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_BORDER = 'fo:border="0.5pt solid #b8c2cc" fo:padding="1mm"'


def finished_odt(made: bytes, page: Page) -> bytes:
    """Return pandoc's OpenDocument file with our styles, a head and foot on each sheet, and its title."""
    way = "rl-tb" if page.direction == "rtl" else "lr-tb"
    parts = changed(
        made,
        {
            "content.xml": lambda xml: _dressed(xml, way),
            "meta.xml": lambda xml: _about(xml, page),
            "styles.xml": lambda _: _styles(page, way),
        },
    )
    return zipped(parts)


def _dressed(xml: str, way: str) -> str:
    """Return the text with lines around the cells of tables, whose first column is where the text begins."""
    xml = _SPACED.sub(lambda found: f'{found[1]}{found[2].replace(" ", "_20_")}"', xml)
    for cell, more in (("TableHeaderRowCell", ' fo:background-color="#edf0f3"'), ("TableRowCell", "")):
        start = f'<style:style style:name="{cell}" style:family="table-cell">'
        at = xml.find(start)
        if at >= 0:
            head, rest = xml[: at + len(start)], xml[at + len(start) :]
            xml = head + rest.replace('fo:border="none"', f"{_BORDER}{more}", 1)
    return xml.replace('table:align="center"', f'table:align="margins" style:writing-mode="{way}"')


def _about(xml: str, page: Page) -> str:
    found = {"dc:title": page.title, "dc:creator": page.about.get("author", "")}
    found["meta:initial-creator"] = found["dc:creator"]
    found["dc:description"] = page.about.get("description", "")
    for name, words in found.items():
        xml = xml.replace(f"<{name}></{name}>", f"<{name}>{escape(words)}</{name}>", 1)
    date = page.about.get("date", "")[:10]
    if date:
        xml = xml.replace("1970-01-01T00:00:00Z", f"{escape(date)}T00:00:00Z")
    return re.sub(r"\s*<meta:user-defined .*?</meta:user-defined>", "", xml, flags=re.DOTALL)


def _styles(page: Page, way: str) -> str:
    wide = page.body.has("wide")
    language = _LANGUAGE.match(page.language)
    values = {
        "WAY": way,
        "ALIGN": "right" if way == "rl-tb" else "left",
        "LANGUAGE": language[0] if language else "en",
        "WIDTH": "297mm" if wide else "210mm",
        "HEIGHT": "210mm" if wide else "297mm",
        "ORIENTATION": "landscape" if wide else "portrait",
        "HEAD": escape(page.head),
        "FOOT": escape(page.foot),
    }
    return re.sub(r"@([A-Z]+)@", lambda found: values[found[1]], STYLES.read_text("utf-8"))
