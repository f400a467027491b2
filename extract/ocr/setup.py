"""What reading pictures needs of this machine, and what of it is there.

The language data is Tesseract's own: from Debian's `tesseract-ocr-spa`, or from the Windows
installer. tesserocr brings the program but no data, and looks only where TESSDATA_PREFIX says;
here the usual places are looked through.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import cache
from importlib import util
from pathlib import Path

from extract.errors import OcrMissingError

LANGUAGE = "spa"
ADDRESSES = "eng"  # reads `@`, which the Spanish model does not know
_MODULES = ("cv2", "numpy", "PIL", "tesserocr")
_PLACES = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/share/tesseract/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
    r"C:\Program Files\Tesseract-OCR\tessdata",
    r"C:\Program Files (x86)\Tesseract-OCR\tessdata",
)


@dataclass(frozen=True, slots=True)
class OcrSetup:
    """What was found. `missing` is "" where pictures can be read, else what stands in the way.

    `missing` is `modules` (the Python extra), `tesseract` (no language data at all) or
    `spanish` (data, but not Spanish). `heic` tells whether HEIC pictures can be opened.
    """

    missing: str
    version: str = ""
    data: str = ""
    addresses: bool = False
    heic: bool = False


def data_folder() -> Path | None:
    """The folder with Tesseract's language data; the first that has Spanish, None if none."""
    folders = [folder for folder in _candidates() if folder.is_dir()]
    spanish = [folder for folder in folders if (folder / f"{LANGUAGE}.traineddata").is_file()]
    return next(iter([*spanish, *folders]), None)


def _candidates() -> list[Path]:
    named = os.environ.get("TESSDATA_PREFIX")
    own = [Path(named), Path(named) / "tessdata"] if named else []
    beside = Path(sys.prefix) / "share" / "tessdata"
    return [*own, *(Path(place) for place in _PLACES), beside]


@cache
def find_setup() -> OcrSetup:
    """What this machine has for reading pictures; looked up once."""
    if any(util.find_spec(name) is None for name in _MODULES):
        return OcrSetup("modules")
    heic = util.find_spec("pillow_heif") is not None
    folder = data_folder()
    try:
        import tesserocr

        version = tesserocr.tesseract_version().split("\n")[0].strip()
    except (ImportError, OSError):
        return OcrSetup("modules")
    if folder is None:
        return OcrSetup("tesseract", version, heic=heic)
    if not (folder / f"{LANGUAGE}.traineddata").is_file():
        return OcrSetup("spanish", version, str(folder), heic=heic)
    addresses = (folder / f"{ADDRESSES}.traineddata").is_file()
    return OcrSetup("", version, str(folder), addresses, heic)


def need_setup(format_name: str) -> OcrSetup:
    """The setup, complete.

    Raises:
        OcrMissingError: something is missing; `detail` is `OcrSetup.missing`.
    """
    found = find_setup()
    if found.missing:
        raise OcrMissingError(found.missing, format_name=format_name)
    return found
