"""The administrator's own `git`: run as anybody would, beside the program, with nobody's settings."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Administrator:
    """Runs `git` on one repository."""

    git_dir: Path
    home: Path
    extra: dict[str, str] = field(default_factory=dict)
    """More of the environment, for this one."""

    def environment(self) -> dict[str, str]:
        """Return an environment in which only this repository and made-up names count."""
        self.home.mkdir(parents=True, exist_ok=True)
        who = {"NAME": "Admin Example", "EMAIL": "admin@example.invalid"}
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_DIR": str(self.git_dir),
            "LC_ALL": "C.UTF-8",
            **{
                f"GIT_{role}_{name}": value for role in ("AUTHOR", "COMMITTER") for name, value in who.items()
            },
            **self.extra,
        }

    def run(self, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run `git` and return what came of it, also when it failed."""
        return subprocess.run(
            ["git", *arguments],
            input=stdin,
            capture_output=True,
            env=self.environment(),
            cwd=self.home,
            timeout=60,
            check=False,
        )

    def __call__(self, *arguments: str, stdin: bytes = b"") -> str:
        """Run `git`, which must succeed, and return its output without the last line's end."""
        done = self.run(*arguments, stdin=stdin)
        assert done.returncode == 0, f"git {' '.join(arguments)}: {done.stderr.decode('utf-8', 'replace')}"
        return done.stdout.decode("utf-8", "surrogateescape").removesuffix("\n")

    def fsck(self) -> None:
        """Fail unless Git finds every object and ref as it should be; nothing may dangle unsaid."""
        done = self.run("fsck", "--strict", "--full", "--no-dangling", "--no-progress")
        assert done.returncode == 0 and not done.stderr, done.stderr.decode("utf-8", "replace")
        assert not done.stdout.strip(), done.stdout.decode("utf-8", "replace")

    def refs(self) -> dict[str, str]:
        """Return every ref and what it points to, as Git sees them."""
        lines = self("for-each-ref", "--format=%(refname) %(objectname)").splitlines()
        return dict(line.split(" ", 1) for line in lines)
