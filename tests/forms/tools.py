"""Starts LibreOffice and Chromium on many files at once, and keeps what they made.

What a tool makes of the same bytes is kept under `tests/forms/.cache`, keyed by a digest of
the input and the tool, so that a form is converted once.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

CACHE = Path(__file__).parent / ".cache"
_SECONDS = 180
_CHROMIUM_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-pdf-header-footer",
)  # fmt: skip


class ToolMissingError(Exception):
    """A tool that a form is made with is not installed; the message names it."""


def office_convert(sources: list[bytes], target: str) -> list[bytes]:
    """DOCX files as LibreOffice saves them in format `target` ("pdf", "html").

    Raises:
        ToolMissingError: LibreOffice is not installed.
        RuntimeError: LibreOffice gave no file.
    """
    return _cached(sources, f"office-{target}", target, _office)


def chromium_print(sources: list[bytes]) -> list[bytes]:
    """HTML pages as Chromium prints them to PDF.

    Raises:
        ToolMissingError: Chromium is not installed.
        RuntimeError: Chromium gave no file.
    """
    return _cached(sources, "chromium", "pdf", _chromium)


def missing(tool: str) -> str:
    """Why `tool` ("soffice", "chromium") cannot be started, "" where it can."""
    return "" if shutil.which(tool) else f"{tool} is not installed"


def _cached(sources: list[bytes], tool: str, target: str, make: object) -> list[bytes]:
    places = [_place(source, tool, target) for source in sources]
    todo = {place: data for place, data in zip(places, sources, strict=True) if not place.exists()}
    if todo:
        assert callable(make)
        with tempfile.TemporaryDirectory(prefix="forms-") as folder:
            for place, made in zip(
                todo, make(list(todo.values()), target, Path(folder)), strict=True
            ):
                _keep(place, made)
    return [place.read_bytes() for place in places]


def _place(source: bytes, tool: str, target: str) -> Path:
    digest = hashlib.sha256(source).hexdigest()[:32]
    return CACHE / tool / f"{digest}.{target}"


def _keep(place: Path, made: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_suffix(f".{os.getpid()}.tmp")
    beside.write_bytes(made)
    beside.replace(place)


def _office(sources: list[bytes], target: str, folder: Path) -> list[bytes]:
    if reason := missing("soffice"):
        raise ToolMissingError(reason)
    names = [folder / f"f{number}.docx" for number in range(len(sources))]
    for name, data in zip(names, sources, strict=True):
        name.write_bytes(data)
    out = folder / "out"
    for start in range(0, len(names), 60):
        batch = [str(name) for name in names[start : start + 60]]
        subprocess.run(
            ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile",
             "--convert-to", target, "--outdir", str(out), *batch],
            check=True, capture_output=True, timeout=_SECONDS,
        )  # fmt: skip
    return [_made(out / f"{name.stem}.{target}") for name in names]


def _chromium(sources: list[bytes], target: str, folder: Path) -> list[bytes]:
    if reason := missing("chromium"):
        raise ToolMissingError(reason)

    def one(number: int) -> bytes:
        page, out = folder / f"p{number}.html", folder / f"p{number}.{target}"
        page.write_bytes(sources[number])
        subprocess.run(
            ["chromium", *_CHROMIUM_FLAGS, f"--user-data-dir={folder}/u{number}",
             f"--print-to-pdf={out}", page.as_uri()],
            check=True, capture_output=True, timeout=_SECONDS,
        )  # fmt: skip
        shutil.rmtree(folder / f"u{number}", ignore_errors=True)
        return _made(out)

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, range(len(sources))))


def _made(path: Path) -> bytes:
    if not path.exists():
        raise RuntimeError(f"no file was made: {path.name}")
    return path.read_bytes()
