"""Files of a long text: how long each takes, by the clock and of the processor, and how much memory its child."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path
from random import Random

from wgec_living.domain.blocks import split
from wgec_living.rendering import Renderer
from wgec_living.services.generating_texts import sample_text

from .figures import table
from .sizes import Sizes

PAGE = (
    '<!DOCTYPE html><html lang="en"><head><title>Sample</title><style>{}</style></head><body>{}</body></html>'
)
STYLE = Path(__file__).parents[1] / "templates" / "files" / "file.css"
MAKE = """
import resource, sys, time
from pathlib import Path
from wgec_living.exporting import Exporter
folder, form, engine = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
start = time.perf_counter()
made = getattr(Exporter(folder, seconds=600, engines=[engine]), form)((folder / "page.html").read_text("utf-8"))
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, len(made) / 1000)
"""
FORMS = (("pdf", "weasyprint"), ("pdf", "typst"), ("docx", ""), ("odt", ""))


def run(folder: Path, sizes: Sizes) -> None:
    """Measure and print the rows."""
    source = sample_text(Random(1), "en", sizes.kilobytes * 1000).source().decode()
    renderer = Renderer()
    try:
        start = time.perf_counter()
        body = renderer.document(source, split(source)).html
        laid = time.perf_counter() - start
    finally:
        renderer.close()
    (folder / "page.html").write_text(PAGE.format(STYLE.read_text("utf-8"), body), "utf-8")
    own = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    rows: list[list[object]] = [["laid out as HTML, for comparison", laid, "", own, len(body) / 1000]]
    for form, engine in FORMS:
        command = [sys.executable, "-c", MAKE, str(folder), form, engine]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        rows.append([f"{form} {engine}".strip(), *map(float, told.split())])
    title = f"Files of a text of {sizes.kilobytes} kB"
    table(title, ("file", "s", "s of the processor", "MB of the child", "kB of file"), rows, "at most 10 s")
