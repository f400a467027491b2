"""`lecciones doctor`: what this machine has of what lecciones can use."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lecciones.messages import catalogue, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extract.ocr.setup import OcrSetup


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked for: whether it is there, and the sentence that says so."""

    good: bool
    sentence: str


def findings(lang: str) -> list[Finding]:
    """What was found, in the order in which it is shown."""
    from extract.ocr.setup import find_setup
    from lecciones import __version__

    return [
        Finding(True, say("doctor.lecciones", lang, version=__version__)),
        Finding(True, say("doctor.python", lang, version=platform.python_version())),
        _office(lang),
        _readers(lang),
        *_pictures(find_setup(), lang),
    ]


def _office(lang: str) -> Finding:
    from lecciones.office import find_office

    there = bool(find_office())
    return Finding(there, say("doctor.office" if there else "doctor.no_office", lang))


def _readers(lang: str) -> Finding:
    """Which protections hold the reading children: the kernel's own, or Python's alone."""
    from lecciones.confinement import LAYERS
    from lecciones.isolation import Children
    from lecciones.limits import chosen_limits

    with Children(chosen_limits(), inputs=[]) as children:
        held = children.protections()
    shown = ", ".join(catalogue(lang)[f"protection.{name}"] for name in LAYERS if name in held)
    full = {"seccomp", "landlock"} <= set(held)
    return Finding(
        full, say("doctor.readers" if full else "doctor.readers_weak", lang, layers=shown)
    )


def _pictures(setup: OcrSetup, lang: str) -> Iterator[Finding]:
    if setup.missing:
        detail = catalogue(lang)[f"limit.{setup.missing}"]
        yield Finding(False, say("doctor.no_ocr", lang, detail=detail))
        yield Finding(False, say("doctor.install", lang))
        return
    yield Finding(True, say("doctor.ocr", lang, version=setup.version, data=setup.data))
    for name, there in (("addresses", setup.addresses), ("heic", setup.heic)):
        yield Finding(there, say(f"doctor.{name}" if there else f"doctor.no_{name}", lang))
