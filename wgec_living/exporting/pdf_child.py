"""The child that makes a PDF, by WeasyPrint from HTML or by Typst from its source: one file, then it ends.

Reads a JSON object on standard input and writes the PDF on standard output; `children.py` runs it. Nothing may be
fetched, and the memory is bounded, so that whatever the text is it harms no more than its own file.
"""

from __future__ import annotations

import json
import logging
import resource
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from .children import MISSING, TOLD
from .fonts import FONTS

NOWHERE = "https://nowhere.invalid/"
"""What a relative address is taken to be relative to: our pages have none, and nothing is fetched from anywhere."""
STYLE = Path(__file__).parent / "pdf.css"


def main() -> None:
    """Make the one file asked for."""
    memory = int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    request: dict[str, Any] = json.load(sys.stdin)
    makers = {"weasyprint": _by_weasyprint, "typst": _by_typst}
    try:
        made = makers[request["engine"]](request)
    except (MemoryError, RecursionError):
        sys.exit(f"too large\n{TOLD}")
    sys.stdout.buffer.write(made)


def _by_weasyprint(request: dict[str, Any]) -> bytes:
    try:
        weasyprint = import_module("weasyprint")
        fonts = import_module("weasyprint.text.fonts").FontConfiguration()
        urls = import_module("weasyprint.urls")
    except (ImportError, OSError) as missing:  # the library, or the system's Pango
        print(missing, file=sys.stderr)
        sys.exit(MISSING)
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    fetcher = urls.URLFetcher(allowed_protocols=(), allow_redirects=False)
    style = weasyprint.CSS(string=STYLE.read_text("utf-8"), font_config=fonts, url_fetcher=fetcher)
    document = weasyprint.HTML(string=request["html"], url_fetcher=fetcher, base_url=NOWHERE)
    made: bytes | None = document.write_pdf(
        stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1", presentational_hints=True
    )
    return made or b""


def _by_typst(request: dict[str, Any]) -> bytes:
    try:
        typst = import_module("typst")
    except (ImportError, OSError) as missing:
        print(missing, file=sys.stderr)
        sys.exit(MISSING)
    try:
        made: bytes = typst.compile(
            request["source"].encode("utf-8"),
            font_paths=[str(FONTS)],
            ignore_system_fonts=not request.get("system_fonts", True),
            pdf_standards=["ua-1"],
        )
    except typst.TypstError as refused:
        print(refused, file=sys.stderr)
        sys.exit(TOLD)
    return made


if __name__ == "__main__":
    main()
