"""Search in one record: what is found where, what is found no more, and what narrows it."""

from __future__ import annotations

import pytest

from tests.conftest import Server
from wgec_living.domain.errors import CorruptRecord, NotFound
from wgec_living.domain.search_results import SearchFilter, SearchPlace
from wgec_living.index import search_queries
from wgec_living.services import contributing, revising, searching
from wgec_living.services.finding import Found

FIRST = "The first paragraph"
SECOND = "The second paragraph"


@pytest.fixture
def told(server: Server) -> Server:
    """Return a server on which something was said, decided and taken out."""
    server.comment(server.ana, FIRST, "Broadband is *dear* here; la **cherté** also.")  # 1
    contributing.reply(server.site, server.boris, 1, "Satellites are cheaper.")
    server.propose(server.boris, SECOND, "Spectrum shall be shared.", "It would be fairer.")  # 2
    server.dispose(server.cora, 2, "accepted")
    server.comment(server.boris, "الفقرة الأولى", "ما هو «المُجتمع»؟", path="arabic")  # 3
    server.propose(server.ana, "The last paragraph", "An amended ending.", "Odd.")  # 4
    server.dispose(server.cora, 1, "noted", "Tariffs belong elsewhere.")
    return server


def found(server: Server, words: str, place: SearchPlace | None = None, **narrowed: object) -> list[Found]:
    wanted = SearchFilter(**narrowed)  # type: ignore[arg-type]
    results = searching.search(server.site, words, wanted, place)
    assert results.page.total == len(results.page.items)
    for each in SearchPlace:
        alone = searching.search(server.site, words, wanted, each)
        assert alone.page.total == results.counts[each].number
    return list(results.page.items)


def _marked(item: Found) -> list[str]:
    return [stretch.text for stretch in (*item.title, *item.words) if stretch.found]


def test_each_thing_is_found_where_it_stands(told: Server) -> None:
    expected = [
        ("where we stand", "text", None, ["where", "we", "stand"]),
        ("spectrum", "text", None, ["Spectrum"]),
        ("cherte", "contributions", 1, ["cherté"]),
        ("satell", "contributions", 1, ["Satellites"]),
        ('"amended ending"', "contributions", 4, ["amended ending"]),
        ("مجتمع", "contributions", 3, ["المُجتمع"]),
        ("tariffs", "reasons", 1, ["Tariffs"]),
        ("second", "history", None, ["second"]),
        ("samplestan", "people", None, ["Samplestan"]),
    ]
    for words, place, number, marked in expected:
        items = found(told, words, SearchPlace(place))
        assert [item.place for item in items] == [place], words
        assert _marked(items[0])[: len(marked)] == marked, words
        assert (items[0].contribution.number if items[0].contribution else None) == number, words
    proposed = found(told, "amended")[0]
    assert proposed.proposed and proposed.speaker.name == "Ana Example"
    assert found(told, "satellites")[0].kind == "reply"


def test_who_is_named_so_stands_first_and_whose_delegation_alone_is_last(server: Server) -> None:
    server.comment(server.boris, FIRST, "Samplestan, as Ana says.")
    assert [item.place for item in found(server, "samplestan")] == ["contributions", "people"]
    assert [item.place for item in found(server, "ana")] == ["people", "contributions"]


def test_words_that_are_gone_say_when_and_by_whom_they_went(told: Server) -> None:
    (gone,) = found(told, "second", SearchPlace.HISTORY)
    assert (gone.revision, gone.speaker.name) == (1, "Boris Example")
    assert "could be done" in "".join(stretch.text for stretch in gone.words)
    # What still stands in the passage is not gone, and what came back neither.
    assert not found(told, "paragraph first", SearchPlace.HISTORY)
    told.propose(told.ana, "Spectrum", "The second paragraph says what could be done.")
    told.dispose(told.cora, 5, "accepted")
    assert [item.place for item in found(told, "done")] == ["text", "contributions"]
    assert [item.revision for item in found(told, "spectrum", SearchPlace.HISTORY)] == [2]


def test_everything_narrows(told: Server) -> None:
    at = found(told, "cherté")[0].at
    assert found(
        told, "cherté", handle="ana-example", document="short", group="Civil society", status="noted"
    )
    for narrowed in ({"handle": "boris-example"}, {"document": "arabic"}, {"group": "x"}, {"status": "open"}):
        assert not found(told, "cherté", **narrowed)
    assert found(told, "cherté", since=at, until=at)
    assert not found(told, "cherté", since=at + 1) and not found(told, "cherté", until=at - 1)
    assert found(told, "example", handle="ana-example") and not found(told, "example", document="short")
    assert not found(told, "broadband -dear")


def test_a_revised_text_is_found_and_a_page_past_the_end_is_not(told: Server) -> None:
    base = told.site.index.texts.document(found(told, "spectrum")[0].document.path).commit  # type: ignore[union-attr]
    revising.revise(told.site, told.ana, 4, base=base, body="Shorter.", replacement="A *curtailed* finish.")
    (item,) = found(told, "curtailed")
    assert (item.kind, item.proposed, _marked(item)) == ("revised-text", True, ["curtailed"])
    with pytest.raises(NotFound):
        searching.search(told.site, "the", SearchFilter(), page=9)
    assert not searching.search(told.site, '""', SearchFilter()).asked


def test_more_than_are_ranked_are_said_to_be_more(told: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_queries, "MOST", 1)
    results = searching.search(told.site, "the", SearchFilter(), SearchPlace.TEXT)
    assert results.more and results.page.total == 1
    assert results.counts[SearchPlace.TEXT] == searching.Count(1, True)
    assert results.everywhere.more


def test_what_is_found_is_part_of_what_two_indexes_must_agree_on(told: Server) -> None:
    database = told.site.index.database
    before = database.fingerprint()
    with database.writing() as connection:
        connection.exec_driver_sql("INSERT INTO searched_words(rowid, body) VALUES (1, 'stray')")
    assert database.fingerprint() != before
    told.site.index.keeping.rebuild()
    assert database.fingerprint() == before


def test_a_sqlite_that_cannot_search_is_refused_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    search_queries.check_search()
    statement = search_queries.SEARCHED_WORDS.replace("fts5", "fts99")
    monkeypatch.setattr(search_queries, "SEARCHED_WORDS", statement)
    with pytest.raises(CorruptRecord, match="FTS5"):
        search_queries.check_search()
