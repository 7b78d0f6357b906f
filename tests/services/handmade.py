"""Commits made by hand with plain `git`, to put into a record what the program never writes."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

SITE = "test-group"
SERVER = f"WGEC Living server <server@{SITE}.invalid>"
PEOPLE = {
    "ana-example": ("Ana Example", "Network for Open Access", "Civil society", "contributor"),
    "boris-example": ("Boris Example", "Samplestan", "Member States", "contributor"),
    "cora-example": (
        *("Cora Example", "Secretariat"),
        *("Intergovernmental and international organizations", "coordinator"),
    ),
}


@dataclass
class Hand:
    """A bare repository and the means to commit anything to it."""

    git_dir: Path
    at: int = field(default=1_800_000_000)

    def git(self, *arguments: str, stdin: bytes = b"", **environment: str) -> str:
        """Run `git` and return what it printed."""
        settings = {"GIT_DIR": str(self.git_dir), "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        done = subprocess.run(
            ["git", *arguments],
            input=stdin,
            check=False,
            capture_output=True,
            env={**os.environ, **settings, **environment},
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode().strip()

    def tip(self, ref: str = "main") -> str:
        """Return the commit a branch points to."""
        return self.git("rev-parse", ref)

    def text(self, commit: str = "main", path: str = "documents/short.md") -> str:
        """Return a file of a commit."""
        return self.git("show", f"{commit}:{path}") + "\n"

    def tree(self, commit: str, files: dict[str, str | None], mode: str = "100644") -> str:
        """Return the tree of `commit` with these files put in (None: taken out)."""
        index = {"GIT_INDEX_FILE": str(self.git_dir / "hand.index")}
        self.git("read-tree", commit, **index)
        for path, content in files.items():
            if content is None:
                self.git("update-index", "--index-info", stdin=f"0 {'0' * 40}\t{path}\n".encode(), **index)
            else:
                blob = self.git("hash-object", "-w", "--stdin", stdin=content.encode())
                self.git("update-index", "--add", "--cacheinfo", f"{mode},{blob},{path}", **index)
        return self.git("write-tree", **index)

    def commit(
        self,
        ref: str,
        message: str,
        *parents: str,
        tree: str | None = None,
        who: str = "ana-example",
        committer: str = SERVER,
        address: str | None = None,
        orphan: bool = False,
    ) -> str:
        """Commit on a branch; without parents on its tip, without tree on the tree of the first parent."""
        parents = parents or (self.tip("main" if orphan else ref),)
        self.at += 1
        name = PEOPLE[who][0] if who in PEOPLE else "WGEC Living server"
        environment = {
            "GIT_AUTHOR_NAME": name,
            "GIT_AUTHOR_EMAIL": address or f"{who}@{SITE}.invalid",
            "GIT_COMMITTER_NAME": committer.partition(" <")[0],
            "GIT_COMMITTER_EMAIL": committer.partition(" <")[2].rstrip(">"),
            "GIT_AUTHOR_DATE": f"@{self.at} +0000",
            "GIT_COMMITTER_DATE": f"@{self.at} +0000",
        }
        lines = [] if orphan else [part for parent in parents for part in ("-p", parent)]
        wanted = tree or self.git("rev-parse", f"{parents[0]}^{{tree}}")
        made = self.git("commit-tree", wanted, *lines, stdin=message.encode(), **environment)
        self.git("update-ref", f"refs/heads/{ref}", made)
        return made


def message(kind: str, who: str = "ana-example", body: str = "Words.", **trailers: object) -> str:
    """Return the message of an event: `Contribution`, `Document`… as keywords with underscores."""
    lines = ["Record-Version: 1", f"Record: {kind}"]
    named = {name.replace("_", "-"): value for name, value in trailers.items()}
    order = (
        "Contribution",
        "Document",
        "Base",
        "Lines",
        "Type",
        "Position",
        "Disposition",
        "Contribution-Tip",
    )
    for name in (*order, "In-Reply-To", "Handle"):
        if name in named:
            lines.append(f"{name}: {named.pop(name)}")
    if who in PEOPLE and kind not in ("import", "founding"):
        _, delegation, group, role = PEOPLE[who]
        lines += [f"Delegation: {delegation}", f"Stakeholder-Group: {group}", f"Role: {role}"]
    lines += [f"{name}: {value}" for name, value in named.items()]
    return f"A title\n\n{body}\n\n" + "\n".join(lines) + "\n"
