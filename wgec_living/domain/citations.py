"""How a text is cited, in the three forms that programs for references read: BibTeX, RIS and CSL-JSON."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime

_BIBTEX = re.compile(r"[\\{}$&#%_~^]")
_BIBTEX_WORDS = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


@dataclass(frozen=True)
class Citation:
    """One state of a text, as others cite it."""

    title: str
    version: str
    """`revision 3` or `edition 1`."""
    key: str
    """A short name of letters, digits and hyphens."""
    at: int
    """Seconds since 1970."""
    publisher: str
    """The group, which is also its author."""
    address: str
    """The whole address that leads to this state for good."""
    commit: str
    language: str
    tag: str = ""
    """The tag of an edition, `edition/1`, which stands on the commit."""

    @property
    def day(self) -> str:
        """The day of its date, UTC, as `2026-11-24`."""
        return f"{datetime.fromtimestamp(self.at, UTC):%Y-%m-%d}"

    @property
    def in_the_record(self) -> str:
        """Where every copy of the record has it: `commit …`, of an edition its tag as well."""
        return f"tag {self.tag}, commit {self.commit}" if self.tag else f"commit {self.commit}"


def bibtex(citation: Citation) -> str:
    """Return an entry for BibTeX and its successors, in UTF-8."""
    fields = {
        "author": f"{{{_for_bibtex(citation.publisher)}}}",
        "title": f"{{{_for_bibtex(citation.title)}}}",
        "version": citation.version,
        "publisher": f"{{{_for_bibtex(citation.publisher)}}}",
        "year": citation.day[:4],
        "date": citation.day,
        "url": citation.address,
        "langid": citation.language,
        "note": f"{citation.version}, {citation.in_the_record}",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
    return "\n".join([f"@misc{{{citation.key},", *lines, "}", ""])


def ris(citation: Citation) -> str:
    """Return a record in the RIS form, whose lines end with CR and LF."""
    fields = (
        ("TY", "ELEC"),
        ("AU", _one_line(citation.publisher)),
        ("TI", _one_line(citation.title)),
        ("ET", citation.version),
        ("PB", _one_line(citation.publisher)),
        ("PY", citation.day[:4]),
        ("DA", citation.day.replace("-", "/")),
        ("LA", citation.language),
        ("UR", citation.address),
        ("N1", citation.in_the_record),
        ("ER", ""),
    )
    return "".join(f"{name}  - {value}\r\n" for name, value in fields)


def csl_json(citation: Citation) -> str:
    """Return a list of one item for programs that read CSL-JSON."""
    item = {
        "id": citation.key,
        "type": "webpage",
        "title": _one_line(citation.title),
        "version": citation.version,
        "author": [{"literal": _one_line(citation.publisher)}],
        "publisher": _one_line(citation.publisher),
        "issued": {"date-parts": [[int(part) for part in citation.day.split("-")]]},
        "URL": citation.address,
        "language": citation.language,
        "note": citation.in_the_record,
    }
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _for_bibtex(text: str) -> str:
    return _BIBTEX.sub(lambda match: _BIBTEX_WORDS.get(match[0], "\\" + match[0]), _one_line(text))
