"""What tests of files share: an exporter without the system's fonts, and readers of what it makes."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from wgec_living.exporting import Exporter
from wgec_living.exporting.fonts import configuration

SAMPLE = (Path(__file__).parent / "sample.html").read_text("utf-8")


def program(name: str) -> str:
    """Return where a program is; without it the test is skipped, or fails when CI=true."""
    path = shutil.which(name)
    if path is None:
        told = f"no {name} here: .ci/run says which package brings it"
        if os.environ.get("CI", "").lower() in ("true", "1"):
            pytest.fail(told)
        pytest.skip(told)
    return path


@pytest.fixture(scope="session")
def exporter(tmp_path_factory: pytest.TempPathFactory) -> Exporter:
    """An exporter that has our own fonts alone, as on a server without any."""
    return Exporter(tmp_path_factory.mktemp("files"), seconds=120, system_fonts=False)


@pytest.fixture
def about_pdf(tmp_path: Path) -> Callable[[bytes], str]:
    """Return what another program says of a PDF."""

    def read(made: bytes) -> str:
        file = tmp_path / "read.pdf"
        file.write_bytes(made)
        told = []
        for option in ("-isodates", "-meta"):
            command = [program("pdfinfo"), "-enc", "UTF-8", option, str(file)]
            told.append(subprocess.run(command, check=True, capture_output=True, timeout=60).stdout)
        return b"".join(told).decode("utf-8")

    return read


@pytest.fixture
def pdf_words(tmp_path: Path) -> Callable[[bytes], str]:
    """Return the words of a PDF as another program reads them."""

    def read(made: bytes) -> str:
        file = tmp_path / "read.pdf"
        file.write_bytes(made)
        command = [program("pdftotext"), "-enc", "UTF-8", str(file), "-"]
        return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode("utf-8")

    return read


@pytest.fixture(scope="session")
def by_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes, str, str], bytes]:
    """Return what LibreOffice makes of a file: given its bytes, its ending and the ending wanted."""
    folder = tmp_path_factory.mktemp("libreoffice")
    fonts = folder / "fonts.conf"
    fonts.write_text(configuration(folder / "cache"), "utf-8")

    def convert(made: bytes, ending: str, wanted: str) -> bytes:
        office = program("soffice")
        file = folder / f"given.{ending}"
        file.write_bytes(made)
        command = [
            office,
            f"-env:UserInstallation=file://{folder}/home",
            "--headless",
            "--convert-to",
            wanted,
        ]
        command += ["--outdir", str(folder / "made"), str(file)]
        environment = {**os.environ, "HOME": str(folder), "FONTCONFIG_FILE": str(fonts)}
        subprocess.run(command, check=True, capture_output=True, timeout=180, env=environment)
        return (folder / "made" / f"given.{wanted}").read_bytes()

    return convert
