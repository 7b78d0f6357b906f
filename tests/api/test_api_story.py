"""A change from the first idea to the text in force, by the API alone, read back with plain Git."""

from __future__ import annotations

import subprocess

from tests.api.conftest import Circle


def _git(circle: Circle, *arguments: str) -> str:
    record = circle.server.data / "record.git"
    done = subprocess.run(["git", "--git-dir", str(record), *arguments], check=True, capture_output=True)
    return done.stdout.decode()


def test_ana_proposes_boris_comments_cora_accepts_and_git_names_ana(circle: Circle) -> None:
    text = circle.vera.get("/documents/short").get_json()
    block = next(block for block in text["blocks"] if "could be done" in block["text"])
    better = "The second paragraph says what must be done, and by whom."
    proposal = circle.ana.post(
        "/documents/short/contributions",
        {
            "kind": "proposal",
            "base": text["commit"],
            "target": {"blocks": [block["id"]]},
            "title": "Say who",
            "body": "Nobody feels meant.",
            "replacement": better,
        },
        key="ana-1",
    ).get_json()
    assert proposal["dry_run"] == "clean"
    comment = circle.boris.post(
        f"/contributions/{proposal['number']}/replies", {"body": "We can live with this."}
    )
    assert comment.status_code == 201
    circle.boris.post(
        f"/contributions/{proposal['number']}/positions", {"position": "support", "body": "Yes."}
    )
    preview = circle.cora.get(f"/contributions/{proposal['number']}/preview").get_json()
    outcome = circle.cora.post(
        f"/contributions/{proposal['number']}/disposition",
        {
            "disposition": "accepted",
            "reason": "Supported, and nobody objected.",
            "seen_main": preview["seen_main"],
            "seen_tip": preview["seen_tip"],
        },
    ).get_json()

    newest = circle.vera.get("/documents/short/revisions").get_json()["items"][0]
    assert (newest["number"], newest["commit"]) == (outcome["revision"], outcome["commit"])
    assert (newest["author"]["name"], newest["decided_by"]["name"]) == ("Ana Example", "Cora Example")
    assert better in circle.vera.get("/documents/short").get_json()["source"]

    blame = _git(circle, "blame", "main", "--", "documents/short.md")
    line = next(line for line in blame.splitlines() if better in line)
    assert "(Ana Example" in line
    assert line.startswith(proposal["commit"][:7])
    minutes = _git(circle, "log", "--first-parent", "-1", "--format=%H%n%an%n%B", "main")
    assert minutes.startswith(f"{outcome['commit']}\nCora Example\n")
    assert "Supported, and nobody objected." in minutes
    assert "Boris Example" in _git(circle, "log", "--format=%an", f"contributions/{proposal['number']:04d}")
