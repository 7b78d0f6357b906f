"""The parts of a Word file that pandoc leaves out: tracked ends of paragraphs and rows, threads of comments, sheets.

Works on the XML that pandoc writes, in which no paragraph lies in another, as on words: nothing foreign is parsed.
"""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from .tree import Note, Page
from .zipped import changed, zipped

STYLES = Path(__file__).parent / "word_styles.xml"
_PARAGRAPH = re.compile(r"<w:p>.*?</w:p>|<w:p />", re.DOTALL)
_ROW = re.compile(r"<w:tr>.*?</w:tr>", re.DOTALL)
_CHANGE = re.compile(r'<w:(ins|del) w:id="[^"]*"((?: w:(?:author|date)="[^"]*")*)>.*?</w:\1>', re.DOTALL)
_CUT = re.compile(
    r'<w:(ins|del) w:id="[^"]*"((?: w:(?:author|date)="[^"]*")*)>(?:(?!</w:(?:ins|del)>).)*?'
    r'<w:rStyle w:val="Cut" />.*?</w:\1>',
    re.DOTALL,
)
_MARKED = re.compile(r'<w:rPr><w:(ins|del) w:id="[^"]*"((?: w:(?:author|date)="[^"]*")*) /></w:rPr></w:pPr>')
_COMMENT = re.compile(r'<w:comment w:id="(\d+)"(.*?)<w:p>', re.DOTALL)
_REFERENCE = re.compile(
    r"<w:r>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:commentReference [^>]*/></w:r>", re.DOTALL
)
_SECTION = re.compile(r"<w:sectPr.*?</w:sectPr>|<w:sectPr />", re.DOTALL)
_TABLE = re.compile(r"<w:tblPr>.*?</w:tblPr>", re.DOTALL)
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    ' xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14 w15"'
)
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_WORD_2011 = "http://schemas.microsoft.com/office/2011/relationships/"


def finished_docx(made: bytes, page: Page) -> bytes:
    """Return pandoc's Word file with our styles, a head and foot on each sheet, and what pandoc left out."""
    added = [("header1", f"{_TYPE}header+xml", f"{_RELATION}header")]
    added += [("footer1", f"{_TYPE}footer+xml", f"{_RELATION}footer")]
    if page.notes:
        added.append(("commentsExtended", f"{_TYPE}commentsExtended+xml", f"{_WORD_2011}commentsExtended"))
    parts = changed(
        made,
        {
            "word/document.xml": lambda xml: _sheets(_tracked(xml), page),
            "word/footnotes.xml": _tracked,
            "word/comments.xml": lambda xml: _threaded(xml, page.notes),
            "docProps/core.xml": lambda xml: _about(xml, page),
            "[Content_Types].xml": lambda xml: _declared(xml, added),
            "word/_rels/document.xml.rels": lambda xml: _related(xml, added),
        },
    )
    parts["word/styles.xml"] = STYLES.read_bytes()
    parts["word/header1.xml"] = _line("hdr", "Header", _words(page.head)).encode()
    parts["word/footer1.xml"] = _line("ftr", "Footer", _words(page.foot) + _PAGE_NUMBER).encode()
    if page.notes:
        # Links in comments are looked up there; pandoc writes them for footnotes alone.
        parts["word/_rels/comments.xml.rels"] = parts["word/_rels/footnotes.xml.rels"]
        parts["word/commentsExtended.xml"] = _answers(page.notes).encode()
    return zipped(parts)


def _tracked(xml: str) -> str:
    """Return the text with whole paragraphs and rows marked as changed where all their words are."""
    numbers = count(1_000_000)

    def mark(op: str, who: str) -> str:
        return f'<w:{op} w:id="{next(numbers)}"{who} />'

    def paragraph(found: re.Match[str]) -> str:
        text = found[0]
        cut = _CUT.search(text)
        whole = None if cut else _whole(text)
        if cut:
            text = text[: cut.start()] + text[cut.end() :]
        if not (cut or whole):
            return text
        op, who = (cut or whole).group(1, 2)  # type: ignore[union-attr]
        end = f"<w:rPr>{mark(op, who)}</w:rPr></w:pPr>"
        if "</w:pPr>" in text:
            return text.replace("</w:pPr>", end, 1)
        return text.replace("<w:p>", f"<w:p><w:pPr>{end}", 1)

    def row(found: re.Match[str]) -> str:
        text = found[0]
        changes = {marked.group(1, 2) for marked in _MARKED.finditer(text)}
        ops = {op for op, _ in changes}
        if len(ops) != 1 or len(_MARKED.findall(text)) != sum(map(_has_words, _PARAGRAPH.findall(text))):
            return _properties(text, "")
        op, who = sorted(changes)[0]
        return _properties(text, mark(op, who))

    return _ROW.sub(row, _PARAGRAPH.sub(paragraph, xml))


def _whole(text: str) -> re.Match[str] | None:
    """Return a change of a paragraph where all its words are of one kind of change, else None."""
    first = _CHANGE.search(text)
    if first is None:
        return None
    kinds = {found[1] for found in _CHANGE.finditer(text)}
    return first if len(kinds) == 1 and not _has_words(_CHANGE.sub("", text)) else None


def _has_words(text: str) -> bool:
    """Whether there are words besides the signs of comments, which are no part of the text."""
    return "<w:r>" in _REFERENCE.sub("", text)


def _properties(row: str, change: str) -> str:
    """Return a row that is not torn apart between two sheets, with its change."""
    if "<w:trPr>" in row:
        return row.replace("<w:trPr>", "<w:trPr><w:cantSplit />", 1).replace(
            "</w:trPr>", f"{change}</w:trPr>", 1
        )
    return row.replace("<w:tr>", f"<w:tr><w:trPr><w:cantSplit />{change}</w:trPr>", 1)


def _sheets(xml: str, page: Page) -> str:
    wide = page.body.has("wide")
    size = (
        '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape" />'
        if wide
        else '<w:pgSz w:w="11906" w:h="16838" />'
    )
    side = 1000 if wide else 1300
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="header1" />'
        f'<w:footerReference w:type="default" r:id="footer1" />{size}'
        f'<w:pgMar w:top="1560" w:right="{side}" w:bottom="1300" w:left="{side}" w:header="720" w:footer="560"'
        f' w:gutter="0" />{"<w:bidi />" if page.direction == "rtl" else ""}</w:sectPr>'
    )
    xml = _SECTION.sub("", xml)
    if page.direction == "rtl":
        xml = _TABLE.sub(_from_the_right, xml)
    return xml.replace("</w:body>", f"{section}</w:body>", 1)


def _from_the_right(found: re.Match[str]) -> str:
    """Return a table's properties with its first column on the right."""
    style = re.search(r"<w:tblStyle [^>]*/>", found[0])
    at = style.end() if style else len("<w:tblPr>")
    return found[0] if "bidiVisual" in found[0] else f"{found[0][:at]}<w:bidiVisual />{found[0][at:]}"


def _threaded(xml: str, notes: tuple[Note, ...]) -> str:
    """Return the comments with initials and with names for their paragraphs, by which replies find them."""
    if not notes:
        return xml  # an element without an end, into which no names may be put

    def named(found: re.Match[str]) -> str:
        number = int(found[1])
        letters = "".join(word[0] for word in notes[number - 1].author.split("(")[0].split()[:3])
        start = f'<w:comment w:id="{number}" w:initials={quoteattr(letters)}{found[2]}'
        return f'{start}<w:p w14:paraId="{_paragraph_name(number)}">'

    xml = re.sub(r"<w:comments [^>]*>", f"<w:comments {_NAMESPACES}>", xml, count=1)
    return _COMMENT.sub(named, xml)


def _paragraph_name(number: int) -> str:
    return f"{0x10000000 + number:08X}"


def _answers(notes: tuple[Note, ...]) -> str:
    numbers = {note.name: number for number, note in enumerate(notes, 1)}
    lines = []
    for number, note in enumerate(notes, 1):
        above = numbers.get(note.answers)
        parent = f' w15:paraIdParent="{_paragraph_name(above)}"' if above else ""
        lines.append(f'<w15:commentEx w15:paraId="{_paragraph_name(number)}"{parent} w15:done="0" />')
    return f'<?xml version="1.0" encoding="UTF-8"?><w15:commentsEx {_NAMESPACES}>{"".join(lines)}</w15:commentsEx>'


_PAGE_NUMBER = "<w:r><w:tab /></w:r>" + " <w:r><w:t xml:space='preserve'> / </w:t></w:r> ".join(
    f'<w:fldSimple w:instr=" {field} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    for field in ("PAGE", "NUMPAGES")
)


def _line(element: str, style: str, runs: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:{element} {_NAMESPACES}><w:p><w:pPr><w:pStyle w:val="{style}" />'
        f"</w:pPr>{runs}</w:p></w:{element}>"
    )


def _words(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _about(xml: str, page: Page) -> str:
    found = {"title": page.title, "creator": page.about.get("author", ""), "language": page.language}
    found["description"] = page.about.get("description", "")
    lines = [f"<dc:{name}>{escape(words)}</dc:{name}>" for name, words in found.items() if words]
    date = page.about.get("date", "")[:10] or "1980-01-01"
    kind = 'xsi:type="dcterms:W3CDTF"'
    lines += [
        f"<dcterms:{name} {kind}>{escape(date)}T00:00:00Z</dcterms:{name}>"
        for name in ("created", "modified")
    ]
    start = re.search(r"<cp:coreProperties[^>]*>", xml)
    return f"{xml[: start.end()]}{''.join(lines)}</cp:coreProperties>" if start else xml


def _declared(xml: str, added: list[tuple[str, str, str]]) -> str:
    lines = [f'<Override PartName="/word/{name}.xml" ContentType="{kind}" />' for name, kind, _ in added]
    return xml.replace("</Types>", f"{''.join(lines)}</Types>")


def _related(xml: str, added: list[tuple[str, str, str]]) -> str:
    lines = [f'<Relationship Id="{name}" Type="{kind}" Target="{name}.xml" />' for name, _, kind in added]
    return xml.replace("</Relationships>", f"{''.join(lines)}</Relationships>")
