"""Names show what they are: nothing in them is invisible or turns the words around them."""

from __future__ import annotations

import unicodedata

import corpora
import pytest

from tests.conftest import Server
from wgec_living.domain.errors import Invalid
from wgec_living.domain.people import MAX_NAME, clean_name
from wgec_living.services import inviting


def cases() -> list[str]:
    """Return the texts of the collection."""
    return [case["text"] for case in corpora.shared("unicode/bidi-invisible.json") if "text" in case]


def hostile(text: str) -> bool:
    """Say whether a text holds a control, a format character or one that shows as nothing."""
    shows_nothing = {0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0}
    return any(unicodedata.category(c) in ("Cc", "Cf", "Cn") or ord(c) in shows_nothing for c in text)


def test_the_collection_holds_what_it_should() -> None:
    assert sum(hostile(text) for text in cases()) > 30


def test_names_hold_nothing_invisible() -> None:
    for text in cases():
        if hostile(text):
            with pytest.raises(Invalid) as caught:
                clean_name(text, "name")
            assert "U+" in caught.value.fields["name"], ascii(text)
        elif len(text) <= MAX_NAME:
            assert clean_name(text, "name") == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    "name", ["Zoë Ångström", "李小龍", "سارة", "Ольга", "Nguyễn Thị Bích", "O’Neill-Šimić"]
)
def test_ordinary_names_of_the_world_are_taken(name: str) -> None:
    assert clean_name(name, "name") == unicodedata.normalize("NFC", name)


def test_invitation_and_confirmation_refuse_them_and_record_nothing(server: Server) -> None:
    before = server.site.record.tip()
    bad = "Ana\u202e Example"
    with server.app.app_context():
        with pytest.raises(Invalid):
            _invite(server, name=bad)
        _invite(server, name="New Person")
        account = inviting.members.account_by_address("new@people.example")
        assert account is not None
        for name, delegation in ((bad, "A group"), ("New Person", "A\u3164group")):
            with pytest.raises(Invalid):
                inviting.confirm(server.site, account.id, name, delegation)
    assert server.site.record.tip() == before


def test_a_name_that_looks_like_another_is_refused_and_can_be_mended(server: Server) -> None:
    before = server.site.record.tip()
    with server.app.app_context():
        _invite(server, name="\u0410n\u0430 Example")
        account = inviting.members.account_by_address("new@people.example")
        assert account is not None
        with pytest.raises(Invalid) as error:
            inviting.confirm(server.site, account.id, "\u0410n\u0430 Example", "A group")
        assert "second name" in error.value.fields["name"]
        assert server.site.record.tip() == before
        assert (
            inviting.confirm(server.site, account.id, "Ana B. Example", "A group").handle == "ana-b-example"
        )


def _invite(server: Server, name: str) -> None:
    inviting.invite(
        server.site,
        None,
        address="new@people.example",
        name=name,
        delegation="A group",
        group="civil-society",
        role="contributor",
    )


def test_what_people_write_is_kept_as_it_is(server: Server) -> None:
    texts = [text for text in cases() if not any(c < " " for c in text)]
    kept = [text for text in texts if not any("\x7f" <= c <= "\x9f" for c in text)]
    assert len(kept) > 30
    body = "\n\n".join(kept)
    receipt = server.comment(server.ana, "privacy", body)
    event = server.site.index.register.thread(receipt.number).events[0].event
    assert event.body == body
    made = server.propose(server.boris, "The first paragraph", kept[4])
    text = server.site.record.text(made.commit, made.document)
    assert text is not None
    assert f"\n{kept[4]}\n" in text
