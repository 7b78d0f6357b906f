"""Two changes of one text put together, beside Git's own merge; and the desk with 200 proposals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

from wgec_living.domain.merging import merge
from wgec_living.services.generating_texts import SampleText, sample_text

from .client import Client, token_client
from .figures import Timings, table, timings_table
from .plain_git import git
from .server import sample, serving
from .sizes import Sizes

PROPOSALS = 200
Pair = tuple[list[str], list[str]]


def run(folder: Path, sizes: Sizes) -> None:
    """Measure and print the rows."""
    random = Random(20_260_101)  # The same texts each time.
    bare = folder / "texts.git"
    git(bare, "init", "-q", "--bare")
    _quality(random, bare, max(10, sizes.times // 4))
    _time(random, bare, sizes)
    _desk(folder, sizes)


def _rows(random: Random, lines: list[str], _: SampleText) -> Pair:
    heads = [at for at, line in enumerate(lines) if line.startswith("|---")]
    at = random.choice(heads) + random.randrange(1, 4)
    return _with(lines, at, lines[at][:-3] + "| agreed |"), _with(
        lines, at + 1, lines[at + 1][:-3] + "| open |"
    )


def _neighbours(random: Random, lines: list[str], text: SampleText) -> Pair:
    pairs = [at for at in text.editable if at + 2 in text.editable]
    at = random.choice(pairs)
    return _with(lines, at, lines[at] + " So be it."), _with(lines, at + 2, "Now, " + lines[at + 2])


def _insertions(random: Random, lines: list[str], text: SampleText) -> Pair:
    at = random.choice(text.editable[:-1])
    first, second = ([*lines[: at + 2], words, "", *lines[at + 2 :]] for words in ("One thing.", "Another."))
    return first, second


def _move_and_edit(random: Random, lines: list[str], text: SampleText) -> Pair:
    at, to = sorted(random.sample(text.editable[:-1], 2))
    moved = [*lines[:at], *lines[at + 2 : to + 2], lines[at], "", *lines[to + 2 :]]
    return moved, _with(lines, at, lines[at] + " So be it.")


def _words_apart(random: Random, lines: list[str], text: SampleText) -> Pair:
    at, words = _long(random, lines, text)
    return _with(lines, at, " ".join(["Yet", *words])), _with(
        lines, at, " ".join([*words[:-1], "indeed", words[-1]])
    )


def _same_words(random: Random, lines: list[str], text: SampleText) -> Pair:
    at, words = _long(random, lines, text)
    here = random.randrange(2, len(words) - 2)
    first, second = ([*words[:here], new, *words[here + 1 :]] for new in ("shall", "may"))
    return _with(lines, at, " ".join(first)), _with(lines, at, " ".join(second))


CASES: dict[str, Callable[[Random, list[str], SampleText], Pair]] = {
    "neighbouring rows of a table": _rows,
    "neighbouring paragraphs": _neighbours,
    "two insertions at one place": _insertions,
    "a move and an edit of one paragraph": _move_and_edit,
    "one paragraph, words apart": _words_apart,
    "one paragraph, the same words": _same_words,
}


def _long(random: Random, lines: list[str], text: SampleText) -> tuple[int, list[str]]:
    at = random.choice([at for at in text.editable if len(lines[at].split()) > 8])
    return at, lines[at].split(" ")


def _with(lines: list[str], at: int, words: str) -> list[str]:
    return [*lines[:at], words, *lines[at + 1 :]]


def _quality(random: Random, bare: Path, times: int) -> None:
    rows = []
    for name, make in CASES.items():
        ours: Counter[str] = Counter()
        theirs: Counter[bool] = Counter()
        for _ in range(times):
            text = sample_text(random, "en", 12_000)
            base = list(text.lines)
            first, second = make(random, base, text)
            sources = ["\n".join(lines) + "\n" for lines in (base, first, second)]
            ours[merge(*sources).result.value] += 1
            theirs[_merged_by_git(bare, *_commits(bare, sources))] += 1
        shares = [f"{100 * ours[result] // times} %" for result in ("clean", "combines", "clashes")]
        rows.append((name, *shares, f"{100 * theirs[True] // times} %", f"{100 * theirs[False] // times} %"))
    columns = ("two proposals", "ours: clean", "combines", "clashes", "Git: clean", "conflict")
    aim = "a person decides only where two people changed one passage, and then never meets a conflict marker"
    table(f"Two proposals on one text, {times} pairs of each kind", columns, rows, aim)


def _time(random: Random, bare: Path, sizes: Sizes) -> None:
    text = sample_text(random, "en", sizes.kilobytes * 1_000)
    for share, name in ((0.0, "one paragraph each"), (0.15, "15 % of the paragraphs each")):
        sides = [_edited(random, text, share, word) for word in ("Yet", "Indeed")]
        sources = ["\n".join(lines) + "\n" for lines in (list(text.lines), *sides)]
        commits = _commits(bare, sources)
        plain, own = Timings("git merge-tree"), Timings("our merge")
        for _ in range(max(5, sizes.times // 10)):
            plain.time(lambda c=commits: _merged_by_git(bare, *c))  # type: ignore[misc]
            own.time(lambda s=sources: merge(*s))  # type: ignore[misc]
        timings_table(f"Merge {len(sources[0]):,} characters, {name}", [plain, own], "p50 at most 100 ms")


def _edited(random: Random, text: SampleText, share: float, word: str) -> list[str]:
    lines = list(text.lines)
    for at in random.sample(text.editable, max(1, int(share * len(text.editable)))):
        lines[at] = f"{word}, {lines[at]}"
    return lines


def _commits(bare: Path, sources: list[str]) -> tuple[str, str]:
    """Write a base and two texts upon it as plain Git commits; return the two."""
    names: list[str] = []
    for source in sources:
        blob = git(bare, "hash-object", "-w", "--stdin", stdin=source.encode())
        tree = git(bare, "mktree", stdin=f"100644 blob {blob}\ttext.md\n".encode())
        parent = ("-p", names[0]) if names else ()
        names.append(git(bare, "commit-tree", tree, *parent, stdin=b"A text\n"))
    return names[1], names[2]


def _merged_by_git(bare: Path, first: str, second: str) -> bool:
    return len(git(bare, "merge-tree", "--write-tree", first, second, allow=(0, 1)).split("\n")) == 1


def _desk(folder: Path, sizes: Sizes) -> None:
    data = sample(folder / "desk", 0, 0, sizes.kilobytes)
    warm, cold, after = (
        Timings("warm"),
        Timings("first load of all"),
        Timings("first load after an acceptance"),
    )
    with serving(data) as server:
        script = token_client(server)
        numbers = _propose(script)
        coordinator = Client(server)
        coordinator.sign_in()
        cold.time(lambda: coordinator.page("/desk"))
        for _ in range(max(5, sizes.times // 5)):
            warm.time(lambda: coordinator.page("/desk"))
        for number in numbers[:5]:
            preview = script.call(f"/contributions/{number}/preview")
            what = {"disposition": "accepted", "reason": "Clearer."}
            what |= {name: preview[name] for name in ("seen_main", "seen_tip")}
            script.call(f"/contributions/{number}/disposition", what)
            after.time(lambda: coordinator.page("/desk"))
    title = f"The desk with {PROPOSALS} open proposals on a document of {sizes.kilobytes} kB"
    timings_table(title, [warm, cold, after], "p50 at most 200 ms warm")


def _propose(script: Client) -> list[int]:
    """Send proposals on every part of the text, each tenth on a paragraph that has one already."""
    document = script.call("/documents/sample")
    blocks = [block for block in document["blocks"] if block["kind"] == "paragraph"]
    step = max(1, len(blocks) // PROPOSALS)
    numbers = []
    for place in range(PROPOSALS):
        block = blocks[(place - 1 if place % 10 == 9 else place) * step % len(blocks)]
        words = f"{block['text']} And so on." if place % 2 else f"Indeed, {block['text']}"
        sent = {"kind": "proposal", "base": document["commit"], "target": {"blocks": [block["id"]]}}
        sent |= {"body": "Clearer.", "replacement": words, "type": "editorial"}
        numbers.append(script.call("/documents/sample/contributions", sent)["number"])
    return numbers
