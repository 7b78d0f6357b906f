"""Who wrote a line: plain `git blame` names the contributor, or the coordinator with the co-author beside."""

from __future__ import annotations

from tests.conftest import Server
from tests.services.plain_git import blame, git, parents
from wgec_living.domain.identifiers import CommitId, DocumentPath
from wgec_living.services import contributing, revising
from wgec_living.services.deciding import preview
from wgec_living.services.threads import text_base

SHORT = DocumentPath("short")


def in_force(server: Server) -> str:
    return server.site.record.text(server.site.record.tip(), SHORT) or ""


def test_a_text_accepted_as_proposed_is_the_contributors(server: Server) -> None:
    number = server.propose(server.ana, "first paragraph", "Ana's words.").number
    other = server.propose(server.boris, "second paragraph", "Boris's words.").number
    server.dispose(server.cora, number, "accepted")
    server.dispose(server.cora, other, "accepted")
    lines = blame(server.site.record.git_dir)
    assert lines["Ana's words."] == "Ana Example"
    assert lines["Boris's words."] == "Boris Example"
    assert lines["The last paragraph closes the text."] == "WGEC Living server"
    assert set(lines.values()) == {"Ana Example", "Boris Example", "WGEC Living server"}


def test_rows_added_side_by_side_keep_their_authors(server: Server) -> None:
    number = server.propose(server.ana, "| access", "| access | by Ana |").number
    other = server.propose(server.boris, "| privacy", "| privacy | by Boris |\n| spam | by Boris |").number
    server.dispose(server.cora, number, "accepted")
    assert preview(server.site, other).result == "clean"
    server.dispose(server.cora, other, "accepted")
    lines = blame(server.site.record.git_dir)
    assert {lines[line] for line in lines if "by Ana" in line} == {"Ana Example"}
    assert [lines[line] for line in lines if "by Boris" in line] == ["Boris Example"] * 2


def test_a_text_accepted_with_changes_is_the_coordinators_with_the_author_beside(server: Server) -> None:
    number = server.propose(server.ana, "first paragraph", "Ana's words.").number
    text = preview(server.site, number).text.replace("Ana's words.", "Words that Cora wrote.")
    outcome = server.dispose(server.cora, number, "accepted-with-changes", text=text)
    git_dir = server.site.record.git_dir
    assert blame(git_dir)["Words that Cora wrote."] == "Cora Example"
    trailer = git(
        git_dir, "log", "-1", "--format=%(trailers:key=Co-authored-by,valueonly)", outcome.commit
    ).strip()
    assert trailer == "Ana Example <ana-example@test-group.invalid>"
    assert parents(git_dir, outcome.commit)[1] == server.site.index.register.summary(number).tip
    accepted = server.dispose(server.cora, server.propose(server.boris, "second", "B.").number, "accepted")
    assert "Co-authored-by" not in server.site.record.commit(accepted.commit).message


def test_a_revised_text_on_a_newer_main_has_it_as_second_parent(server: Server) -> None:
    git_dir = server.site.record.git_dir
    number = server.propose(server.ana, "first paragraph", "Ana's words.").number
    opening = server.site.index.register.summary(number).tip
    founding = parents(git_dir, opening)[0]
    other = server.propose(server.boris, "second paragraph", "Boris's words.").number
    server.dispose(server.cora, other, "accepted")
    main = server.site.record.tip()
    form = revising.revision_form(server.site, number)
    assert (form.base, form.whole, form.text) == (main, False, "Ana's words.")
    revised = revising.revise(
        server.site, server.ana, number, base=form.base, body="Better.", replacement="Ana's better words."
    )
    assert parents(git_dir, revised) == [opening, main]
    assert text_base(server.site, revised, founding) == main
    assert git(git_dir, "merge-base", revised, "main").strip() == main
    # The redline of the revised text is against the newer text, so it shows one paragraph and not Boris's too.
    shown = git(git_dir, "diff", "--numstat", main, revised, "--", "documents").split()
    assert shown[:2] == ["1", "1"]
    reply = contributing.reply(server.site, server.boris, number, "Good.")
    assert parents(git_dir, reply) == [revised]
    assert text_base(server.site, reply, founding) == main
    again = revising.revise(
        server.site, server.ana, number, base=main, body="Again.", replacement="Ana's best words."
    )
    assert parents(git_dir, again) == [reply]
    assert text_base(server.site, again, founding) == main
    assert preview(server.site, number).result == "clean"
    server.dispose(server.cora, number, "accepted")
    lines = blame(git_dir)
    assert (lines["Ana's best words."], lines["Boris's words."]) == ("Ana Example", "Boris Example")
    assert set(lines.values()) == {"Ana Example", "Boris Example", "WGEC Living server"}


def test_a_revision_where_the_paragraph_was_edited_meanwhile_offers_the_whole_text_or_the_words(
    server: Server,
) -> None:
    number = server.propose(server.ana, "first paragraph", "Ana's words.").number
    other = server.propose(
        server.boris, "first paragraph", "The first paragraph says where Boris stands."
    ).number
    server.dispose(server.cora, other, "accepted")
    assert preview(server.site, number).result == "clashes"
    form = revising.revision_form(server.site, number)
    assert "Ana's words." in form.text
    text = in_force(server).replace("where Boris stands", "where Ana and Boris stand")
    revising.revise(server.site, server.ana, number, base=form.base, body="Both.", text=text)
    assert preview(server.site, number).result == "clean"
    server.dispose(server.cora, number, "accepted")
    assert in_force(server) == text
    assert (
        blame(server.site.record.git_dir)["The first paragraph says where Ana and Boris stand."]
        == "Ana Example"
    )


def test_the_minutes_are_the_first_parents_of_main(server: Server) -> None:
    one = server.propose(server.ana, "first paragraph", "Ana's words.").number
    two = server.comment(server.boris, "second paragraph").number
    contributing.reply(server.site, server.ana, one, "A reply is not in the minutes.")
    server.dispose(server.cora, one, "accepted")
    server.dispose(server.cora, two, "noted")
    titles = git(server.site.record.git_dir, "log", "--first-parent", "--format=%an: %s", "main").splitlines()
    assert titles[:2] == [
        "Cora Example: Note contribution 2: A comment.",
        "Cora Example: Accept contribution 1: It would be clearer.",
    ]
    assert titles[-1].startswith("WGEC Living server: Found the record")
    assert not any("reply" in title for title in titles)
    history = git(
        server.site.record.git_dir, "log", "--first-parent", "--format=%H", "main", "--", "documents/short.md"
    ).split()
    revisions = server.site.index.texts.revisions(SHORT, 1, 50).items
    assert [CommitId(commit) for commit in history] == [revision.commit for revision in revisions]
