"""Who may call what: every route and method with the status each kind of person gets. A new route needs a line here.

State: 1 is Ana's open proposal, 2 is Boris's open comment, 3 is Ana's accepted proposal; edition 1 is
published. Forms are sent empty (but
for the token), so 422 means: you may, but say more. Lines that change something stand last.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One route and method; `statuses` for visitor, invited (no name yet), Ana, Boris, Cora (coordinator)."""

    method: str
    rule: str
    address: str
    statuses: tuple[int, int, int, int, int]


def line(method: str, rule: str, statuses: str, address: str = "") -> Line:
    """Return a line; one status stands for everybody, and an address that has no variables is the rule itself."""
    numbers = tuple(int(word) for word in statuses.split())
    numbers = numbers * 5 if len(numbers) == 1 else numbers
    assert len(numbers) == 5
    return Line(method, rule, address or rule, numbers)


N = "/contributions/<count:number>"
D = "/documents/<document:path>"
GIT = "/record.git/"
API = "/api/v1"
EVERYBODY = "200"
SIGNED_IN = "303 303 200 200 200"
COORDINATOR = "303 303 403 403 200"

LINES = (
    # Reading
    line("GET", "/", EVERYBODY),
    line("GET", "/documents", EVERYBODY),
    line("GET", D, EVERYBODY, "/documents/short"),
    line("GET", D + ".<any(md,html,pdf,docx,odt):form>", EVERYBODY, "/documents/short.html"),
    line(
        "GET",
        D + "/compare/<pair:pair>.<any(html,pdf,docx):form>",
        EVERYBODY,
        "/documents/short/compare/1...2.html",
    ),
    line("GET", D + "/history", EVERYBODY, "/documents/short/history"),
    line("GET", "/history", EVERYBODY),
    line("GET", D + "/history/time-lapse", EVERYBODY, "/documents/short/history/time-lapse"),
    line("GET", D + "/compare", EVERYBODY, "/documents/short/compare"),
    line("GET", D + "/compare", "303", "/documents/short/compare?older=1&newer=2"),
    line("GET", D + "/compare/<pair:pair>", EVERYBODY, "/documents/short/compare/1...2"),
    line("GET", D + "/blocks/<block:block>", EVERYBODY, "/documents/short/blocks/1-6"),
    line("GET", "/contributions", EVERYBODY),
    line("GET", "/contributions.csv", EVERYBODY),
    line("GET", "/contributions.xlsx", EVERYBODY),
    line("GET", "/report", EVERYBODY),
    line("GET", "/report.csv", EVERYBODY),
    line("GET", "/report.xlsx", EVERYBODY),
    line("GET", "/report.<any(pdf,docx):form>", EVERYBODY, "/report.docx"),
    line("GET", N, EVERYBODY, "/contributions/1"),
    line("GET", "/contributions/<padded:number>", "301", "/contributions/0001"),
    line("GET", "/editions", EVERYBODY),
    line("GET", "/editions/<count:number>", EVERYBODY, "/editions/1"),
    line("GET", "/people", EVERYBODY),
    line("GET", D + '.<any("bib","ris","csl.json"):form>', EVERYBODY, "/documents/short.bib"),
    line("GET", "/search", EVERYBODY),
    line("GET", "/search.xml", EVERYBODY),
    line("GET", "/healthz", EVERYBODY),
    line("GET", "/record.git", EVERYBODY),
    line("GET", "/feeds/documents/<document:path>.atom", EVERYBODY, "/feeds/documents/short.atom"),
    line("GET", "/feeds/contributions.atom", EVERYBODY),
    line("GET", "/feeds/editions.atom", EVERYBODY),
    line("GET", "/feeds/people/<handle>.atom", EVERYBODY, "/feeds/people/ana-example.atom"),
    line("GET", "/feeds/groups/<slug>.atom", EVERYBODY, "/feeds/groups/civil-society.atom"),
    line("GET", "/sitemap.xml", EVERYBODY),
    line("GET", "/robots.txt", EVERYBODY),
    line("GET", GIT + "info/refs", EVERYBODY, GIT + "info/refs?service=git-upload-pack"),
    line("POST", GIT + "git-upload-pack", "415"),
    line("GET", GIT + "<path:_rest>", "403", GIT + "config"),
    line("POST", GIT + "<path:_rest>", "403", GIT + "git-receive-pack"),
    line("GET", "/static/<path:filename>", EVERYBODY, "/static/mark.svg"),
    line("GET", "/static/v-<version>/<path:filename>", "200", "/static/v-0/mark.svg"),
    # Signing in
    line("GET", "/sign-in", EVERYBODY),
    line("POST", "/sign-in", "422"),
    line("GET", "/sign-in/confirm", "303"),
    line("POST", "/sign-in/confirm", "410"),
    line("GET", "/sign-in/<secret>", "303", "/sign-in/no-such-secret"),
    # The account
    line("GET", "/account", SIGNED_IN),
    line("GET", "/account/confirm", "303 200 303 303 303"),
    line("POST", "/account/confirm", "401 422 303 303 303"),
    line("POST", "/account/password", "401 403 422 422 422"),
    line("POST", "/account/sessions", "401 403 303 303 303"),
    line(
        "POST",
        "/account/tokens/<count:token>/revocation",
        "401 403 404 404 404",
        "/account/tokens/1/revocation",
    ),
    # Contributing
    line(
        "GET",
        D + "/contributions/<any(comment,proposal,position):kind>",
        SIGNED_IN,
        "/documents/short/contributions/comment",
    ),
    line(
        "GET",
        D + "/contributions/<any(comment,proposal,position):kind>",
        SIGNED_IN,
        "/documents/short/contributions/proposal",
    ),
    line(
        "POST",
        D + "/contributions/<any(comment,proposal,position):kind>",
        "401 403 422 422 422",
        "/documents/short/contributions/comment",
    ),
    line(
        "POST",
        D + "/contributions/<any(comment,proposal,position):kind>",
        "401 403 422 422 422",
        "/documents/short/contributions/proposal",
    ),
    line("GET", N + "/receipt", "303 303 200 303 303", "/contributions/1/receipt"),
    line("GET", N + "/replies", SIGNED_IN, "/contributions/1/replies"),
    line("POST", N + "/replies", "401 403 422 422 422", "/contributions/1/replies"),
    line("GET", N + "/revised-text", "303 303 200 403 403", "/contributions/1/revised-text"),
    line("POST", N + "/revised-text", "401 403 422 403 403", "/contributions/1/revised-text"),
    line("GET", N + "/positions", SIGNED_IN, "/contributions/1/positions"),
    line("GET", N + "/positions", "303 303 403 403 403", "/contributions/3/positions"),
    line("POST", N + "/positions", "401 403 422 422 422", "/contributions/1/positions"),
    line("GET", N + "/anchors", "303 303 200 403 200", "/contributions/1/anchors"),
    line("GET", N + "/anchors", "303 303 403 200 200", "/contributions/2/anchors"),
    line("POST", N + "/anchors", "401 403 422 403 422", "/contributions/1/anchors"),
    line("GET", N + "/withdrawal", "303 303 200 403 403", "/contributions/1/withdrawal"),
    line("GET", N + "/withdrawal", "303 303 403 200 403", "/contributions/2/withdrawal"),
    line("GET", N + "/undo", SIGNED_IN, "/contributions/3/undo"),
    line("GET", N + "/undo", "303 303 403 403 403", "/contributions/1/undo"),
    line("GET", "/mine", SIGNED_IN),
    line("POST", "/mine/drafts", "401 422 422 422 422"),
    line("POST", "/mine/drafts/discard", "401 303 303 303 303"),
    # Deciding and inviting
    line("GET", "/desk", COORDINATOR),
    line("GET", "/desk/together", COORDINATOR, "/desk/together?number=1"),
    line("POST", "/desk/together", "401 403 403 403 422"),
    line("GET", N + "/disposition", COORDINATOR, "/contributions/1/disposition"),
    line("GET", N + "/disposition", "303 303 403 403 403", "/contributions/3/disposition"),
    line("POST", N + "/disposition", "401 403 403 403 422", "/contributions/1/disposition"),
    line("GET", "/editions/new", COORDINATOR),
    line("POST", "/editions/new", "401 403 403 403 422"),
    line("GET", "/invitations", COORDINATOR),
    line("POST", "/invitations", "401 403 403 403 422"),
    line("POST", "/invitations/links", "401 403 403 403 422"),
    line(
        "POST",
        "/invitations/<count:invitation>/revocation",
        "401 403 403 403 404",
        "/invitations/999/revocation",
    ),
    # The API reads no cookies: without a token everybody is a visitor
    line("GET", "/api/docs", EVERYBODY),
    line("GET", API + "/openapi.json", EVERYBODY),
    line("GET", API + "/documents", EVERYBODY),
    line("GET", API + D, EVERYBODY, "/api/v1/documents/short"),
    line("GET", API + D + "/revisions", EVERYBODY, "/api/v1/documents/short/revisions"),
    line("GET", API + D + "/revisions/<count:number>", EVERYBODY, "/api/v1/documents/short/revisions/1"),
    line("GET", API + D + "/provenance", EVERYBODY, "/api/v1/documents/short/provenance"),
    line("GET", API + D + "/comparison", EVERYBODY, "/api/v1/documents/short/comparison?from=1&to=2"),
    line("POST", API + D + "/contributions", "401", "/api/v1/documents/short/contributions"),
    line("GET", API + "/editions", EVERYBODY),
    line("GET", API + "/editions/<count:number>", EVERYBODY, "/api/v1/editions/1"),
    line("GET", API + "/editions/next", EVERYBODY),
    line("POST", API + "/editions", "401"),
    line("GET", API + "/contributions", EVERYBODY),
    line("GET", API + "/report", EVERYBODY),
    line("GET", API + N, EVERYBODY, "/api/v1/contributions/1"),
    line("GET", API + "/search", EVERYBODY),
    line("GET", API + "/annotations/<document:path>", EVERYBODY, "/api/v1/annotations/short"),
    line("GET", API + N + "/preview", EVERYBODY, "/api/v1/contributions/1/preview"),
    line("POST", API + N + "/disposition", "401", "/api/v1/contributions/1/disposition"),
    line("POST", API + N + "/positions", "401", "/api/v1/contributions/1/positions"),
    line("POST", API + N + "/anchors", "401", "/api/v1/contributions/1/anchors"),
    line("POST", API + N + "/replies", "401", "/api/v1/contributions/1/replies"),
    line("POST", API + N + "/revised-text", "401", "/api/v1/contributions/1/revised-text"),
    line("POST", API + N + "/withdrawal", "401", "/api/v1/contributions/1/withdrawal"),
    # What changes something even when it is sent empty
    line("POST", N + "/undo", "401 403 303 303 303", "/contributions/3/undo"),
    line("POST", N + "/withdrawal", "401 403 303 403 403", "/contributions/1/withdrawal"),
    line("POST", N + "/withdrawal", "401 403 403 303 403", "/contributions/2/withdrawal"),
    line("POST", "/sign-out", "303"),
)
