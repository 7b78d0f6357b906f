"""Nothing runs text as code or command, skips escaping unasked, or assembles SQL; each rule is shown to bite."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture.dangers import dangers, markup_calls, unescaped
from tests.architecture.source_tree import PACKAGE, ROOT, Module, modules, plant, templates

# Modules that may call Markup on more than a literal, and why that is safe.
MARKUP = {
    "wgec_living.web.typeset": "puts together rendered, cleaned units; what it adds is escaped by format",
}
# Tags of templates that go round the escaping: file and inside of the tag, and why that is safe.
UNESCAPED: dict[tuple[str, str], str] = {}


def test_the_program_has_nothing_dangerous() -> None:
    tree = modules()
    assert len(tree) > 20, "the program was not found"
    assert [told for module in tree for told in dangers(module)] == []


def test_markup_is_made_only_where_a_reason_stands() -> None:
    found = [f"{module.name}:{line}" for module in modules() for line in markup_calls(module)]
    assert [one for one in found if one.split(":")[0] not in MARKUP] == []


def test_templates_go_round_the_escaping_only_where_a_reason_stands() -> None:
    folder = ROOT / "templates"
    found = {
        (path.relative_to(folder).as_posix(), inside)
        for path in templates()
        for inside in unescaped(path.read_text("utf-8"))
    }
    assert found - UNESCAPED.keys() == set()


def planted(root: Path, text: str, where: str = "web/thing.py") -> Module:
    """Return a module of a temporary tree that holds `text`."""
    plant(root, {f"{PACKAGE}/{where}": text})
    (module,) = modules(root)
    return module


@pytest.mark.parametrize(
    "text",
    [
        "eval('1')",
        "exec(words)",
        "run = eval",
        "compile(words, 'x', 'exec')",
        "import os\nos.system('ls')",
        "from os import system as go\ngo('ls')",
        "import os as o\no.popen('ls')",
        "import pickle",
        "from pickle import loads",
        "import marshal",
        "import yaml\nyaml.load(words)",
        "from yaml import load",
        "from flask import render_template_string",
        "import flask\nflask.render_template_string(words)",
        "from jinja2 import Template",
        "import subprocess",
        "from subprocess import run",
        "import multiprocessing.pool",
        "def f():\n    import subprocess",
        "from git import Git",
        "import git\ngit.Repo('.').git.log(words)",
        "from sqlalchemy import text\ntext(f'SELECT {x}')",
        "import sqlalchemy as sa\nsa.text('SELECT ' + x)",
        "import sqlalchemy\nsqlalchemy.sql.text('SELECT {}'.format(x))",
        "from sqlalchemy import text as t\nt(statement)",
        "connection.execute(f'PRAGMA {x}')",
        "X = 5\nX = words\nconnection.execute(f'PRAGMA {X}')",
        "X = words\nconnection.execute(f'PRAGMA {X}')",
        "X = 5\nsqlalchemy.text(f'SELECT {X}')",
        "connection.exec_driver_sql('SELECT %s' % x)",
        "cursor.executescript('SELECT {}'.format(x))",
    ],
)
def test_a_planted_danger_is_found(tmp_path: Path, text: str) -> None:
    assert list(dangers(planted(tmp_path, text)))


@pytest.mark.parametrize(
    "text",
    [
        "def f(repo):\n    return repo.git.log()",
        "def f(self):\n    g = self._repo.git",
        "def f(repo):\n    repo.index.add(['x'])",
        "def f(repo):\n    index = repo.index",
        "def f(repo):\n    repo.clone('/x')",
        "from git import Repo\nRepo.clone_from('x', 'y')",
        "def f(repo):\n    for remote in repo.remotes: remote.fetch()",
        "def f(repo):\n    repo.submodules",
        "def f(repo):\n    with repo.config_writer() as w: pass",
    ],
)
def test_a_planted_use_of_gitpython_is_found(tmp_path: Path, text: str) -> None:
    assert list(dangers(planted(tmp_path, text, "store/thing.py")))


@pytest.mark.parametrize("where", ["store/git_process.py", "rendering/child.py"])
def test_two_places_may_start_a_program_but_none_a_shell(tmp_path: Path, where: str) -> None:
    module = planted(tmp_path, "import subprocess\nsubprocess.run(['git'], shell=False)", where)
    assert list(dangers(module)) == []
    for shell in ("True", "flag"):
        assert list(dangers(planted(tmp_path, f"import subprocess\nsubprocess.run(x, shell={shell})", where)))
    assert list(dangers(planted(tmp_path, "import os\nos.system('git')", where)))


def test_a_name_that_only_begins_alike_may_not_start_a_program(tmp_path: Path) -> None:
    assert list(dangers(planted(tmp_path, "import subprocess", "store/git_process_two.py")))


@pytest.mark.parametrize(
    "text",
    [
        "import re\nre.compile('x')",
        "from sqlalchemy import text\ntext('SELECT 1')",
        "import sqlalchemy as sa\nsa.text('SELECT 1 '\n'FROM t')",
        "connection.execute(select(table))",
        "X = 5\nconnection.execute(f'PRAGMA busy_timeout={X}')",
        "x = [1].index(1)",
        "from marshmallow import Schema",
        "block.text(f'{x}')",
    ],
)
def test_what_only_looks_alike_passes(tmp_path: Path, text: str) -> None:
    assert list(dangers(planted(tmp_path, text, "store/thing.py"))) == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("from markupsafe import Markup\nMarkup(words)", [2]),
        ("from flask import Markup as M\nM(f'<b>{words}</b>')", [2]),
        ("import markupsafe\nmarkupsafe.Markup('<b>' + words)", [2]),
        ("from markupsafe import Markup\nMarkup('<b>{}</b>').format(words)", []),
    ],
)
def test_planted_markup_is_found(tmp_path: Path, text: str, lines: list[int]) -> None:
    assert list(markup_calls(planted(tmp_path, text))) == lines


@pytest.mark.parametrize(
    "template",
    [
        "{{ words|safe }}",
        "{{- words | safe -}}",
        "{% set x = words|trim|safe %}",
        "{% filter safe %}{{ words }}{% endfilter %}",
        "{% autoescape false %}{{ words }}{% endautoescape %}",
        "{%- autoescape flag -%}{{ words }}{% endautoescape %}",
        "{{ Markup(words) }}",
    ],
)
def test_a_planted_unescaped_tag_is_found(template: str) -> None:
    assert len(list(unescaped(template))) == 1


@pytest.mark.parametrize(
    "template", ["{{ words }}", "a |safe b", "{# x|safe #}", "{{ words|safely }}", "{% autoescape true %}"]
)
def test_harmless_templates_pass(template: str) -> None:
    assert list(unescaped(template)) == []
