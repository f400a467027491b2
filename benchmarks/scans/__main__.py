"""Command line: prints forms, fills the boxes by pen or as printed, scans them, reads them.

A field of a scan counts as right where its value is at least 0.97 similar to the truth (dates,
states and the consent must be exact). Half of the forms that have printed boxes are marked by
pen. It exits with 1 where a form without a clear Sí was read as having one.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from random import Random, SystemRandom
from typing import TYPE_CHECKING

os.environ.setdefault("OMP_THREAD_LIMIT", "1")

from rapidfuzz.distance import Levenshtein

from benchmarks.accuracy.measure import score_file
from benchmarks.accuracy.stats import upper_bound
from schemas.reading import Consent
from tests.forms.factory import Kind, Tool, draw_case, make, unavailable
from tests.forms.scanner import Wear, as_pdf, draw_wear, render, worn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.accuracy.measure import FieldScore, FormScore
    from tests.forms.factory import Case, Made

_JUDGING_FROM = 10_000
_TOOLS = (Tool.OFFICE_PDF, Tool.CHROMIUM_PDF, Tool.PLAIN_PDF)
_SIMILAR = 0.97


@dataclass(frozen=True, slots=True)
class Result:
    """One scanned form: its case's name and wear, the score, what the reading took."""

    name: str
    wear: Wear
    pages: int
    seconds: float
    engine_seconds: float
    forms: tuple[FormScore, ...]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the benchmark and prints its figures."""
    parser = argparse.ArgumentParser(prog="benchmarks.scans", description=__doc__)
    parser.add_argument("--forms", type=int, default=300)
    parser.add_argument("--seed", type=int, help="a fresh judging seed if left out")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--worst", type=int, default=10)
    options = parser.parse_args(arguments)
    seed = options.seed
    if seed is None:
        seed = SystemRandom().randrange(_JUDGING_FROM, 10_000_000)
    print(f"seed {seed}, {options.forms} scanned forms", flush=True)
    made = make(_cases(seed, options.forms))
    if options.workers > 1:
        with ProcessPoolExecutor(options.workers) as pool:
            results = list(pool.map(read, made, chunksize=3))
    else:
        results = [read(one) for one in made]
    print("\n".join(_report(results, options.worst)))
    return int(any(form.false_publish for r in results for form in r.forms))


def _cases(seed: int, count: int) -> list[Case]:
    drawn = (draw_case(number, kind=Kind.FORM) for number in range(seed, seed + 40 * count))
    usable = (c for c in drawn if c.tool in _TOOLS and not unavailable(c.tool))
    return [case for case, _ in zip(usable, range(count), strict=False)]


def read(made: Made) -> Result:
    """Scans one form and reads it as an image-only PDF."""
    from extract import formats
    from normalize import read_forms

    rng = Random(made.case.seed)
    wear = draw_wear(rng)
    pages = [worn(page, wear, rng) for page in render(made.data, wear.dpi)]
    data = as_pdf(pages, wear.dpi)
    began = time.process_time()
    document = formats.read(data)
    seconds = time.process_time() - began
    score = score_file(made.case, read_forms(document))
    return Result(
        made.case.name, wear, len(pages), seconds, _engine_seconds(pages, wear), score.forms
    )


def _engine_seconds(pages: Iterable[object], wear: Wear) -> float:
    """What Tesseract alone takes for the same straightened pages, by its own page layout."""
    import numpy as np
    import tesserocr

    from extract.ocr.setup import need_setup
    from extract.ocr.straighten import straightened, upside_down

    total = 0.0
    setup = need_setup("png")
    with tesserocr.PyTessBaseAPI(path=setup.data, lang="spa", psm=3) as engine:
        for page in pages:
            sheet = straightened(np.asarray(page, np.uint8), wear.dpi / 72)
            sheet = upside_down(sheet) if wear.upside_down else sheet
            height, width = sheet.gray.shape
            began = time.process_time()
            engine.SetImageBytes(
                np.ascontiguousarray(sheet.gray).tobytes(), width, height, 1, width
            )
            engine.SetSourceResolution(round(sheet.scale * 72))
            engine.Recognize()
            total += time.process_time() - began
    return total


def _similarity(field: FieldScore) -> float:
    if isinstance(field.expected, str):
        got = field.got if isinstance(field.got, str) else ""
        return float(Levenshtein.normalized_similarity(field.expected, got))
    return 1.0 if field.exact else 0.0


def _report(results: list[Result], worst: int) -> Iterable[str]:
    groups = {"all": results}
    for result in results:
        for trait in sorted(result.wear.traits):
            groups.setdefault(trait, []).append(result)
    heads = ("forms", "fields", "cer", "consent", "unclear", "other", "false")
    yield f"{'class':14}" + "".join(f"{head:>9}" for head in heads)
    yield from (_row(name, group) for name, group in groups.items())
    forms = [form for result in results for form in result.forms]
    withheld = sum(form.expected is not Consent.YES for form in forms)
    false = sum(form.false_publish for form in forms)
    yield f"false publishes {false} of {withheld} (95 % below {upper_bound(false, withheld):.2%})"
    pages = sum(r.pages for r in results)
    seconds, engine = sum(r.seconds for r in results), sum(r.engine_seconds for r in results)
    yield f"{seconds / pages:.2f} s a page on one core, {_megabytes():.0f} MB at most"
    yield f"{seconds / engine:.2f} times what Tesseract alone takes for the straightened pages"
    for result in sorted(results, key=_badness, reverse=True)[:worst]:
        yield f"{result.name}  {result.wear}"
        for form in result.forms:
            yield f"   consent {form.expected} read {form.got} by {form.rule}"
            for field in form.fields:
                if _similarity(field) < _SIMILAR:
                    yield f"   {field.field} {field.got_state} {_similarity(field):.2f}"
                    yield f"      {str(field.expected)[:90]!r}"
                    yield f"      {str(field.got)[:90]!r}"


def _badness(result: Result) -> float:
    return sum(
        10 * form.false_publish
        + (not form.consent_right)
        + sum(_similarity(f) < _SIMILAR for f in form.fields)
        for form in result.forms
    )


def _row(name: str, results: list[Result]) -> str:
    forms = [form for result in results for form in result.forms]
    fields = [field for form in forms for field in form.fields]
    right = sum(_similarity(f) >= _SIMILAR for f in fields) / max(1, len(fields))
    texts = [f for f in fields if isinstance(f.expected, str)]
    letters = sum(len(str(f.expected)) for f in texts)
    wrong = sum(Levenshtein.distance(str(f.expected), str(f.got or "")) for f in texts)
    consent = sum(form.consent_right for form in forms) / max(1, len(forms))
    unclear = sum(not f.consent_right and f.got in {None, Consent.UNCLEAR} for f in forms)
    other = sum(not f.consent_right and f.got not in {None, Consent.UNCLEAR} for f in forms)
    false = sum(form.false_publish for form in forms)
    cer = wrong / max(1, letters)
    rates = f"{right:9.1%}{cer:9.2%}{consent:9.1%}"
    return f"{name:14}{len(forms):9}{rates}{unclear:9}{other:9}{false:9}"


def _megabytes() -> float:
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return max(own, children) / 1024


if __name__ == "__main__":
    sys.exit(main())
