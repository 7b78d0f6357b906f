"""The examples in the document of the API: one small story told through all the calls."""

from __future__ import annotations

from typing import Any

Example = dict[str, Any]

COMMIT = "6f1c3a9be2d04f5588a7c1d3e5f7092b4d6e8f10"
PROPOSED = "a3d5c7e9f10b2d4f6a8c0e1f3b5d7f9a1c3e5f70"
MERGED = "0c2e4a6b8d1f3a5c7e9b0d2f4a6c8e1b3d5f7a90"
ANA: Example = {
    "handle": "ana-example",
    "name": "Ana Example",
    "delegation": "Network for Open Access",
    "group": "Civil society",
}
CORA: Example = {
    "handle": "cora-example",
    "name": "Cora Example",
    "delegation": "Secretariat",
    "group": "Intergovernmental and international organizations",
}
WORDS = "Access is uneven."
BETTER = "Access remains uneven."
RUNS = [["same", "Access "], ["removed", "is"], ["added", "remains"], ["same", " uneven."]]
SOURCE = f"# Mapping\n\n{WORDS}\n"
NEXT = "/api/v1/contributions?page=2"

DOCUMENTS: Example = {
    "items": [
        {
            "path": "mapping",
            "title": "Mapping",
            "language": "en",
            "revision": 3,
            "commit": COMMIT,
            "updated_at": "2026-11-23T09:05:00Z",
        }
    ],
    "total": 1,
    "next": None,
}
BLOCK: Example = {"id": "1-3", "first_line": 3, "last_line": 3, "text": WORDS}
DOCUMENT: Example = {
    "path": "mapping",
    "title": "Mapping",
    "language": "en",
    "revision": 3,
    "commit": COMMIT,
    "blob": "5b7d9f1a3c5e7092b4d6f8a1c3e5f7092b4d6f8a",
    "source": SOURCE,
    "html": f'<h1 id="b-1-1">Mapping</h1>\n<p id="b-1-3">{WORDS}</p>',
    "blocks": [
        {
            "id": "1-1",
            "number": None,
            "kind": "heading",
            "first_line": 1,
            "last_line": 1,
            "text": "# Mapping",
        },
        {**BLOCK, "number": 1, "kind": "paragraph"},
    ],
}
REVISION: Example = {
    "number": 4,
    "commit": MERGED,
    "at": "2026-11-24T10:00:00Z",
    "author": ANA,
    "decided_by": CORA,
    "summary": "Say that it lasts",
    "contribution": 42,
    "disposition": "accepted",
    "changed": 1,
    "added": 0,
    "removed": 0,
}
REVISIONS: Example = {
    "items": [REVISION],
    "total": 4,
    "next": "/api/v1/documents/mapping/revisions?per_page=1&page=2",
}
CHANGED: Example = {
    "kind": "edited",
    "fate": "edited",
    "moved": False,
    "formatting": False,
    "coarse": False,
    "words": RUNS,
    "cells": [],
    "summary": "Paragraph 1: “is” became “remains”.",
}
COMPARISON: Example = {
    "changes": [
        {
            **CHANGED,
            "block": "1-3",
            "from_block": "1-3",
            "blocks": ["1-3"],
            "from_blocks": ["1-3"],
            "revisions": [4],
            "revisions_known": True,
            "answers": [{"contribution": 41, "basis": "passage", "waited": True, "status": "noted"}],
        }
    ]
}
PROVENANCE: Example = {
    "revision": 4,
    "commit": COMMIT,
    "runs": [
        {
            "block": "1-3",
            "start": 0,
            "end": 10,
            "revision": 1,
            "contribution": None,
            "handle": "server",
            "name": "WGEC Living server",
            "delegation": "",
            "group": "",
        },
        {"block": "1-3", "start": 10, "end": 18, "revision": 4, "contribution": 42, **ANA},
    ],
    "blocks": [{"block": "1-3", "revision": 4, "contribution": 42}],
    "groups": [
        {"group": "Civil society", "delegation": "", "words": 1},
        {"group": "", "delegation": "", "words": 1},
    ],
    "delegations": [
        {"group": "Civil society", "delegation": "Network for Open Access", "words": 1},
        {"group": "", "delegation": "", "words": 1},
    ],
}
CONTRIBUTION_SENT: Example = {
    "kind": "proposal",
    "base": COMMIT,
    "target": {"blocks": ["1-3"]},
    "title": "Say that it lasts",
    "body": "It was so ten years ago.",
    "replacement": BETTER,
    "type": "substantive",
}
RECEIPT: Example = {
    "number": 42,
    "commit": PROPOSED,
    "url": "https://living.example.org/contributions/42",
    "status": "open",
    "dry_run": "clean",
}
POSITION_SENT: Example = {"position": "support", "body": "Our members see the same."}
ANCHOR_SENT: Example = {"base": COMMIT, "target": {"blocks": ["1-3"], "quotation": "is uneven"}}
ROW: Example = {
    "number": 42,
    "kind": "proposal",
    "document": "mapping",
    "title": "Say that it lasts",
    "status": "open",
    "author": ANA,
    "created_at": "2026-11-24T09:30:00Z",
    "updated_at": "2026-11-24T09:30:00Z",
    "base": COMMIT,
    "base_revision": 3,
    "blocks": ["1-3"],
    "type": "substantive",
    "position": None,
    "tip": PROPOSED,
    "replies": 0,
    "takes_back": None,
    "supersedes": None,
    "url": "https://living.example.org/contributions/42",
}
CONTRIBUTIONS: Example = {"items": [ROW], "total": 73, "next": NEXT}
REDLINE = [CHANGED]
EVENT: Example = {
    "commit": PROPOSED,
    "kind": "proposal",
    "at": "2026-11-24T09:30:00Z",
    "author": ANA,
    "title": "Say that it lasts",
    "body": "It was so ten years ago.",
    "html": "<p>It was so ten years ago.</p>",
    "in_reply_to": None,
    "position": None,
    "disposition": None,
    "contribution_tip": None,
    "base_revision": 3,
    "redline": REDLINE,
    "problems": [],
}
CONTRIBUTION: Example = {
    **ROW,
    "target": {
        "place": "exact",
        "changed_in": None,
        "changed_by": None,
        "stated_in": 3,
        "revision": 3,
        "present_revision": 3,
        "blocks": [BLOCK],
        "present": [{**BLOCK, "start": 7, "end": 16}],
        "quotation": "is uneven",
        "prefix": "Access ",
        "suffix": ".",
        "start": 7,
        "end": 16,
    },
    "events": [EVENT],
    "commits": [PROPOSED],
    "disposition": None,
    "superseded_by": [],
    "taken_back_by": [],
}
REPLY_SENT: Example = {"body": "Do you have figures?", "in_reply_to": PROPOSED}
REVISED_TEXT_SENT: Example = {
    "base": COMMIT,
    "body": "Shorter, as asked in the thread.",
    "replacement": "Access stays uneven.",
}
WITHDRAWAL_SENT: Example = {"body": "Number 57 says it better."}
EVENT_RECEIPT: Example = {
    **EVENT,
    "number": 42,
    "url": "https://living.example.org/contributions/42",
    "commit": "d8fa021c3e5f7a9b1d2f4c6e8a0b2d4f6a81b4e6",
    "kind": "reply",
    "title": "Do you have figures?",
    "body": "Do you have figures?",
    "html": "<p>Do you have figures?</p>",
    "in_reply_to": PROPOSED,
    "base_revision": None,
    "redline": [],
}
FOLLOWED: Example = {**EVENT_RECEIPT, "in_reply_to": None}
POSITION_RECEIPT: Example = {
    **FOLLOWED,
    "kind": "position",
    "position": "support",
    "title": "Our members see the same.",
    "body": "Our members see the same.",
    "html": "<p>Our members see the same.</p>",
}
ANCHOR_RECEIPT: Example = {**FOLLOWED, "kind": "anchor", "title": "It belongs here", "body": "", "html": ""}
PREVIEW: Example = {
    "result": "clean",
    "seen_main": COMMIT,
    "seen_tip": PROPOSED,
    "text": SOURCE.replace(WORDS, BETTER),
    "redline": REDLINE,
    "conflicts": [],
    "combined": [],
}
DISPOSITION_SENT: Example = {
    "disposition": "accepted",
    "reason": "Nobody objected.",
    "seen_main": COMMIT,
    "seen_tip": PROPOSED,
}
OUTCOME: Example = {"number": 42, "disposition": "accepted", "commit": MERGED, "revision": 4}
