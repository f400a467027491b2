"""The figures of scanned forms, by resolution and wear."""

from __future__ import annotations

import resource
from itertools import pairwise
from typing import TYPE_CHECKING

from benchmarks.accuracy.stats import upper_bound
from benchmarks.scans.measure import SIMILAR
from schemas.reading import Consent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from benchmarks.scans.measure import FieldRow, FormRow

_UNDECIDED = (str(Consent.UNCLEAR), "None")
_SURENESS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 1.01)  # edges of the classes of confidence


def text(rows: Sequence[FormRow], worst: int, fresh: int) -> Iterator[str]:
    """The report, line by line; memory is told where `fresh` forms were read by this run."""
    groups: dict[str, list[FormRow]] = {"all": list(rows)}
    for row in rows:
        for trait in row["traits"]:
            groups.setdefault(trait, []).append(row)
    fine = [row for row in rows if "dpi-150" not in row["traits"]]
    heads = ("forms", "fields", "cer", "consent", "unclear", "other", "false")
    yield f"{'class':14}" + "".join(f"{head:>9}" for head in heads)
    for name, group in [*sorted(groups.items()), ("from 200 dpi", fine)]:
        yield _row(name, group)
    withheld = sum(row["expected"] != Consent.YES for row in rows)
    false = sum(is_false(row) for row in rows)
    yield f"false publishes {false} of {withheld} (95 % below {upper_bound(false, withheld):.2%})"
    yield from _costs(rows, fresh)
    yield "confidence of fields, claimed and observed (fields at 0.97 similarity)"
    yield from _calibration([f for row in rows for f in row["fields"]])
    for row in sorted(rows, key=_badness, reverse=True)[:worst]:
        yield from _one(row)


def is_false(row: FormRow) -> bool:
    """Whether a form without a clear Sí was read as one."""
    return row["got"] == Consent.YES and row["expected"] != Consent.YES


def _costs(rows: Sequence[FormRow], fresh: int) -> Iterator[str]:
    pages = max(1, sum(row["pages"] for row in rows))
    seconds = sum(row["seconds"] for row in rows)
    both = [row for row in rows if row["engine_seconds"]]
    alone = max(1e-9, sum(row["engine_seconds"] for row in both))
    ratio = sum(row["seconds"] for row in both) / alone
    yield f"{seconds / pages:.2f} CPU seconds a page"
    if fresh:
        yield f"{_megabytes():.0f} MB at most, {fresh} forms made and read by this process"
    same = "what Tesseract alone takes for the same straightened pages"
    yield f"{ratio:.2f} times {same} ({len(both)} forms)"


def _one(row: FormRow) -> Iterator[str]:
    yield f"{row['name']}  {row['wear']}"
    yield f"   consent {row['expected']} read {row['got']} by {row['rule']}  {row['strokes']}"
    for field in row["fields"]:
        if field["similarity"] < SIMILAR:
            yield f"   {field['field']} {field['state']} {field['similarity']:.2f}"
            yield f"      {field['expected'][:90]!r}"
            yield f"      {field['got'][:90]!r}"


def _badness(row: FormRow) -> float:
    wrong = sum(field["similarity"] < SIMILAR for field in row["fields"])
    return 10 * is_false(row) + (row["expected"] != row["got"]) + wrong


def _row(name: str, rows: Sequence[FormRow]) -> str:
    fields = [field for row in rows for field in row["fields"]]
    right = sum(field["similarity"] >= SIMILAR for field in fields) / max(1, len(fields))
    letters = sum(field["letters"] for field in fields)
    cer = sum(field["wrong"] for field in fields) / max(1, letters)
    wrong = [row for row in rows if row["expected"] != row["got"]]
    consent = 1 - len(wrong) / max(1, len(rows))
    unclear = sum(row["got"] in _UNDECIDED for row in wrong)
    false = sum(is_false(row) for row in rows)
    rates = f"{right:9.1%}{cer:9.2%}{consent:9.1%}"
    return f"{name:14}{len(rows):9}{rates}{unclear:9}{len(wrong) - unclear:9}{false:9}"


def _calibration(fields: Iterable[FieldRow]) -> Iterator[str]:
    known = [field for field in fields if field["sure"] is not None]
    for low, high in pairwise(_SURENESS):
        inside = [f for f in known if low <= (f["sure"] or 0.0) < high]
        if inside:
            claimed = sum(f["sure"] or 0.0 for f in inside) / len(inside)
            right = sum(f["similarity"] >= SIMILAR for f in inside) / len(inside)
            span = f"   {low:.2f} to {min(high, 1.0):.2f}"
            yield f"{span} {len(inside):6} {claimed:7.1%} {right:7.1%}"


def _megabytes() -> float:
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return max(own, children) / 1024
