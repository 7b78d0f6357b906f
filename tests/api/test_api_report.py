"""The report by the API, and the register arranged."""

from __future__ import annotations

from tests.api.conftest import Circle, is_problem, keeps_promise
from wgec_living.web.api.reporting import ReportAnswer


def test_the_report_counts_what_is_asked_for(circle: Circle) -> None:
    server = circle.server
    server.comment(server.ana, "privacy")
    server.propose(server.boris, "second paragraph", "Other words.")
    server.dispose(server.cora, 2, "accepted")
    found = keeps_promise(circle.vera.get("/report"), ReportAnswer)
    assert found["commit"] == server.site.record.tip()
    assert found["all"]["total"] == 2 and len(found["groups"]) == 5
    assert {line["group"]: line["total"] for line in found["groups"] if line["total"]} == {
        "Member States": 1, "Civil society": 1,
    }  # fmt: skip
    assert found["all"]["outcomes"]["accepted"] == 1 and found["all"]["outcomes"]["removed"] == 0
    found = keeps_promise(circle.vera.get("/report?delegation=Samplestan"), ReportAnswer)
    assert found["all"]["total"] == found["all"]["people"] == 1
    assert is_problem(circle.vera.get("/report?status=pending"), 422, "status")


def test_the_register_comes_in_the_order_asked_for(circle: Circle) -> None:
    server = circle.server
    server.comment(server.ana, "last paragraph")
    server.comment(server.boris, "first paragraph")
    for order, numbers in {
        "paragraph": [2, 1],
        "number": [2, 1],
        "stakeholder": [2, 1],
        "disposition": [1, 2],
    }.items():
        answer = circle.vera.get(f"/contributions?order={order}&per_page=1").get_json()
        assert answer["items"][0]["number"] == numbers[0], order
        assert f"order={order}" in answer["next"]
    assert is_problem(circle.vera.get("/contributions?order=age"), 422, "order")
