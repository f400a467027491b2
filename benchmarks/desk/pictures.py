"""The pictures of the desk in the documentation, small: the sample forms, in Chromium."""

from __future__ import annotations

import tempfile
from io import BytesIO
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

import lecciones
from tests.desk.desks import opened_desk

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.desk.desks import Desk

SAMPLES = Path(__file__).parents[2] / "samples/forms"
UNCLEAR = "Leccion turnos preferentes v2.pdf"
WORD = "lecciones aprendidas plan vial.docx"
COLOURS = 96


def take(folder: Path) -> None:
    """Writes `desk-*.png` into the folder."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        out = Path(place) / "datos"
        lecciones.run(SAMPLES, out, workers=1)
        browser = playwright.chromium.launch(
            executable_path=which("chromium"), args=["--no-sandbox"]
        )
        for name, scheme, width in (("", "light", 1180), ("-dark", "dark", 1180),
                                    ("-narrow", "light", 420)):  # fmt: skip
            context = browser.new_context(
                viewport={"width": width, "height": 760},
                color_scheme="dark" if scheme == "dark" else "light",
            )
            with opened_desk(out, Path(place) / "formularios") as desk:
                page = context.new_page()
                page.goto(desk.served.link)
                _tour(page, desk, folder, name)
            context.close()
        browser.close()


def _tour(page: Page, desk: Desk, folder: Path, name: str) -> None:
    if not name:
        # The folder of this call would be another one each time.
        page.evaluate("document.querySelectorAll('code, .hint').forEach(n => n.innerHTML = "
                      "n.innerHTML.replace(/\\/tmp\\/\\w+/g, '/home/ana/lecciones'))")  # fmt: skip
        _keep(page, folder / "desk-home.png")
        page.goto(f"{desk.origin}/queue?state=all")
        _keep(page, folder / "desk-queue.png")
    page.goto(desk.origin + desk.address(WORD if name == "-dark" else UNCLEAR))
    page.wait_for_load_state("networkidle")
    if name == "-dark":
        page.focus("#value-impact")
    _keep(page, folder / f"desk-form{name}.png")


def _keep(page: Page, path: Path) -> None:
    from PIL import Image

    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
