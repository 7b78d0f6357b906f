"""A whole section as what a contribution is about: offered at its heading, kept through the form, stored as lines."""

from __future__ import annotations

from tests.conftest import TEXT, Server
from tests.web.acting import fields

HEADING = "## A table"


def lines_of(text: str) -> tuple[int, int]:
    lines = text.rstrip("\n").split("\n")
    return lines.index("## A table of issues") + 1, len(lines)


def test_a_heading_offers_itself_and_its_section(server: Server) -> None:
    heading = server.block(HEADING)
    ana = server.signed_in(server.ana)
    page = ana.get(f"/documents/short/blocks/{heading}").text
    for kind in ("comment", "proposal"):
        address = f"/documents/short/contributions/{kind}"
        assert f'href="{address}?block={heading}"' in page
        assert f'href="{address}?section={heading}"' in page
        alone = ana.get(f"{address}?block={heading}").text
        assert f'href="{address}?section={heading}">The whole section under it (6 passages)</a>' in alone
        whole = ana.get(f"{address}?section={heading}").text
        assert f'href="{address}?block={heading}">This heading alone</a>' in whole
        assert "Section “A table of issues”" in whole
    assert "The whole section" not in ana.get(f"{address}?block={server.block('privacy')}").text


def test_a_proposal_for_a_section_is_one_for_all_its_lines(server: Server) -> None:
    heading = server.block(HEADING)
    ana = server.signed_in(server.ana)
    address = "/documents/short/contributions/proposal"
    page = ana.get(f"{address}?section={heading}").text
    data = fields(page, address)
    assert data["section"] == heading
    assert "block" not in data
    assert "closes the text" in str(data["replacement"])
    typed = {**data, "replacement": "## No table\n\nNothing.", "body": "Too long."}
    checked = ana.post(address, data={**typed, "action": "check"}).text
    assert fields(checked, address)["section"] == heading
    assert "Nothing." in ana.get(f"{address}?section={heading}").text, "kept as a draft of this section"
    assert "Nothing." not in ana.get(f"{address}?block={heading}").text
    sent = ana.post(address, data={**fields(checked, address), "action": "send"})
    assert sent.status_code == 303
    summary = server.site.index.register.summary(1)
    assert summary.lines == lines_of(TEXT)
    server.dispose(server.cora, 1, "accepted", "")
    text = server.site.index.texts.document(summary.document)
    assert server.site.record.blob(text.blob).decode().endswith("## No table\n\nNothing.\n")


def test_no_section_of_what_is_no_heading(server: Server) -> None:
    ana = server.signed_in(server.ana)
    for name in (server.block("privacy"), "9-9", "x"):
        assert ana.get(f"/documents/short/contributions/comment?section={name}").status_code == 404
