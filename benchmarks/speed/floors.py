"""What bare libraries cost on the same files: `python -m benchmarks.speed.floors NAME < paths`.

Prints one JSON line a path, as `benchmarks.peers.convert` does.
"""

from __future__ import annotations

import json
import sys
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def pdfium() -> Callable[[str], int]:
    """The text of every page by pypdfium2; gives its length."""
    import pypdfium2

    def read(path: str) -> int:
        document = pypdfium2.PdfDocument(path)
        return sum(len(page.get_textpage().get_text_bounded()) for page in document)

    return read


def lxml_parts() -> Callable[[str], int]:
    """The body and styles of a DOCX parsed by lxml; gives the number of elements."""
    from lxml import etree

    def read(path: str) -> int:
        with zipfile.ZipFile(path) as package:
            held = set(package.namelist())
            names = [f"word/{name}.xml" for name in ("document", "styles")]
            parts = [package.read(name) for name in names if name in held]
        return sum(sum(1 for _ in etree.fromstring(part).iter()) for part in parts)

    return read


def lxml_html() -> Callable[[str], int]:
    """A page parsed by lxml; gives the number of elements."""
    import lxml.html

    return lambda path: sum(1 for _ in lxml.html.fromstring(Path(path).read_bytes()).iter())


FLOORS = {"pdf": pdfium, "docx": lxml_parts, "html": lxml_html}


def main() -> None:
    """Reads each path of the standard input."""
    paths = [line.rstrip("\n") for line in sys.stdin]
    read = FLOORS[sys.argv[1]]()
    read(paths[0])
    for path in paths:
        began = time.process_time()
        read(path)
        sys.stdout.write(json.dumps({"cpu": time.process_time() - began}) + "\n")


if __name__ == "__main__":
    main()
