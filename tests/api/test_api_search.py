"""Search for programs."""

from __future__ import annotations

from tests.api.conftest import Circle
from wgec_living.web.api.searching import SearchAnswer


def test_what_is_found_comes_with_its_words_and_counts(circle: Circle) -> None:
    circle.ana.post("/documents/short/contributions", circle.comment("The first paragraph"))
    circle.server.comment(circle.server.boris, "The second paragraph", "Un accès *inégal*.")
    found = circle.vera.get("/search?q=acces+ineg").get_json()
    assert SearchAnswer().validate(found) == {}
    (item,) = found["items"]
    assert item["words"] == [
        ["around", "Un "],
        ["found", "accès"],
        ["around", " "],
        ["found", "inégal"],
        ["around", "."],
    ]
    assert (item["place"], item["contribution"], item["author"]["handle"]) == (
        "contributions",
        2,
        "boris-example",
    )
    assert item["url"] == "http://localhost/contributions/2"
    assert found["counts"]["contributions"] == {"count": 1, "more": False}
    assert circle.vera.get("/search?q=inegal&handle=ana-example").get_json()["total"] == 0
    paged = circle.vera.get("/search?q=paragraph&per_page=1").get_json()
    assert paged["next"] == "/api/v1/search?q=paragraph&per_page=1&page=2"
    urls = {one["url"] for one in circle.vera.get("/search?q=paragraph&where=text").get_json()["items"]}
    assert f"http://localhost/documents/short#b-{circle.server.block('first')}" in urls
    assert circle.vera.get("/search").get_json()["items"] == []


def test_what_cannot_be_asked_is_a_problem_that_names_the_field(circle: Circle) -> None:
    for query, field in (
        ("q=-a", "q"),
        ("q=" + "a" * 201, "q"),
        ("q=a&where=x", "where"),
        ("q=a&since=x", "since"),
    ):
        answer = circle.vera.get(f"/search?{query}")
        assert answer.status_code == 422
        assert [one["field"] for one in answer.get_json()["errors"]] == [field]
    assert circle.vera.get("/search?q=paragraph&page=99").status_code == 404
