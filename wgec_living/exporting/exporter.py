"""Files made of our own HTML: a whole page of it goes in, the bytes of a PDF, Word or OpenDocument file come out."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from wgec_living.domain.errors import CannotMake

from .children import MISSING, TOLD, ChildFailedError, Children
from .fonts import configuration
from .kept import KeptFiles
from .odt_parts import finished_odt
from .pandoc_tree import pandoc_document
from .sheets import Sheet
from .sheets_child import lines_of
from .tree import Page, TooDeepError, read_page
from .typst_source import typst_source
from .word_parts import finished_docx

ROOT = Path(__file__).resolve().parents[2]
ENGINES = ("weasyprint", "typst")
CHILD_MEMORY = 1536 << 20
"""The most address space of a child of ours, in bytes."""
PANDOC_MEMORY = "-M768m"
_START = """
import sys, types
from importlib import import_module
package = sys.modules["wgec_living"] = types.ModuleType("wgec_living")
package.__path__ = [sys.argv[1]]
layer = sys.modules["wgec_living.exporting"] = types.ModuleType("wgec_living.exporting")
layer.__path__ = [sys.argv[1] + "/exporting"]
import_module("wgec_living.exporting." + sys.argv[3]).main()
"""
# As `python -m` with the name of a child, without the start of the package, which brings the whole program.


class Exporter:
    """Makes files; one for the whole server, used by any number of threads.

    Nothing is loaded into the server: each file is made by a child that is killed after `seconds`. Whoever makes one
    holds a `place`, of which there are `places`. `folder` is for what the children keep; it may be removed at any
    time. `engines` are tried for a PDF in their order; `system_fonts` false leaves the system's fonts out.
    """

    def __init__(
        self,
        folder: Path,
        *,
        places: int = 2,
        seconds: float = 60.0,
        engines: Sequence[str] = ENGINES,
        pandoc: str | None = None,
        system_fonts: bool = True,
    ) -> None:
        self.kept = KeptFiles(folder / "made")
        self._folder = folder
        self._children = Children(places, seconds)
        self.place = self._children.place
        self._engines = tuple(engines)
        self._pandoc = pandoc
        self._system_fonts = system_fonts

    def pdf(self, html: str) -> bytes:
        """Return a page as PDF: tagged (PDF/UA-1), with bookmarks from its headings and the fonts it needs."""
        for engine in self._engines:
            try:
                return self._pdf_by(engine, html)
            except ChildFailedError as failed:
                if failed.code != MISSING:
                    raise _refusal("PDF", failed) from failed
        raise CannotMake("This server has neither WeasyPrint with Pango nor Typst, which make PDF files.")

    def docx(self, html: str) -> bytes:
        """Return a page as Word file; its `ins` and `del` become tracked changes, its notes comments in the margin."""
        page = _read(html, "Word")
        made = self._by_pandoc("docx", "Word", json.dumps(pandoc_document(page)).encode())
        return finished_docx(made, page)

    def odt(self, html: str) -> bytes:
        """Return a page as OpenDocument text, without tracked changes or comments."""
        page = _read(html, "OpenDocument")
        tree = json.dumps(pandoc_document(page, clean=True)).encode()
        return finished_odt(self._by_pandoc("odt", "OpenDocument", tree), page)

    def xlsx(self, title: str, about: str, sheets: Sequence[Sheet]) -> bytes:
        """Return tables as a spreadsheet; their rows wait on disk, however many they are."""
        with tempfile.TemporaryFile(dir=self._workplace()) as given:
            given.writelines(lines_of(title, about, sheets))
            given.seek(0)
            try:
                return self._children.run(_command("sheets_child"), given, self._workplace(), {})
            except ChildFailedError as failed:
                raise CannotMake("This spreadsheet cannot be made: there is too much in it.") from failed

    def _pdf_by(self, engine: str, html: str) -> bytes:
        request: dict[str, object] = {"engine": engine, "system_fonts": self._system_fonts}
        if engine == "typst":
            request["source"] = typst_source(_read(html, "PDF"))
        else:
            request["html"] = html
        given = json.dumps(request).encode()
        fonts = {"FONTCONFIG_FILE": self._fontconfig()}
        return self._children.run(_command("pdf_child"), given, self._workplace(), fonts)

    def _by_pandoc(self, form: str, name: str, tree: bytes) -> bytes:
        program = self._pandoc if self._pandoc is not None else pandoc_program()
        if not program or shutil.which(program) is None:
            raise CannotMake(f"This server lacks pandoc, which makes {name} files.")
        command = [program, "+RTS", PANDOC_MEMORY, "-RTS", "--sandbox", "--from=json", f"--to={form}"]
        command.append("--output=-")
        try:
            return self._children.run(command, tree, self._workplace(), {})
        except ChildFailedError as failed:
            raise _refusal(name, failed) from failed

    def _workplace(self) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True)
        return self._folder

    def _fontconfig(self) -> str:
        file = self._workplace() / ("fonts.conf" if self._system_fonts else "own-fonts.conf")
        text = configuration(self._folder / "fontconfig", system=self._system_fonts)
        if not file.exists() or file.read_text("utf-8") != text:
            new = file.with_suffix(f".{id(self)}")
            new.write_text(text, "utf-8")
            new.replace(file)
        return str(file)


def _command(child: str) -> tuple[str, ...]:
    return (sys.executable, "-c", _START, str(ROOT / "wgec_living"), str(CHILD_MEMORY), child)


def _read(html: str, name: str) -> Page:
    try:
        return read_page(html)
    except TooDeepError:
        raise CannotMake(f"The {name} file of this text cannot be made: it is too unusual.") from None


def pandoc_program() -> str:
    """Return where pandoc is, the one that came with the program first; empty where there is none."""
    found = find_spec("pypandoc")
    for folder in found.submodule_search_locations or () if found else ():
        program = Path(folder) / "files" / "pandoc"
        if program.exists():
            return str(program)
    return shutil.which("pandoc") or ""


def _refusal(name: str, failed: ChildFailedError) -> CannotMake:
    """Return what somebody is told whose file could not be made; what the program said is in `__cause__`."""
    if failed.late:
        return CannotMake(f"This text is so large that making the {name} file takes too long here.")
    if failed.code == TOLD and "could not be displayed" in failed.words:
        return CannotMake(
            f"This server has no font for a letter in this text, and no {name} file leaves one out."
        )
    return CannotMake(f"The {name} file of this text cannot be made: it is too large or too unusual.")
