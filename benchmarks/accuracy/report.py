"""The figures as plain text tables, and as data."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from benchmarks.accuracy.stats import upper_bound
from schemas.reading import Consent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from benchmarks.accuracy.measure import FieldScore, FileScore, FormScore

BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999)
"""Lower edges of the confidence bins of the calibration table."""

_SHOWN = 110


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one class of files; rates are between 0 and 1, None without trials."""

    name: str
    files: int
    forms: int
    exact: float | None
    paragraphs: float | None
    states: float | None
    consent: float | None
    rows: float | None  # published rows that are right in every column, masks included
    lost: int
    given: int  # forms with a clear Sí
    false_publishes: int
    withheld: int  # forms, or files without a form, that must not be published
    errors: int

    @property
    def false_publish_bound(self) -> float:
        """The 95 % upper bound of the rate of false publishes."""
        return upper_bound(self.false_publishes, self.withheld)


def figures(name: str, files: list[FileScore]) -> Figures:
    """The figures of these files."""
    forms = [form for file in files for form in file.forms]
    real = [form for form in forms if form.expected is not None]
    fields = [field for form in forms for field in form.fields]
    given = sum(form.expected is Consent.YES for form in forms)
    empty_files = sum(not file.forms for file in files)
    return Figures(
        name,
        len(files),
        len(real),
        _share(field.exact for field in fields),
        _share(field.paragraphs for field in fields if field.paragraphs is not None),
        _share(field.state_right for field in fields),
        _share(form.consent_right for form in real),
        _share(not form.row for form in forms if form.row is not None),
        sum(form.lost for form in forms),
        given,
        sum(form.false_publish for form in forms),
        len(forms) - given + empty_files,
        sum(bool(file.error) for file in files),
    )


def _share(flags: Iterable[bool]) -> float | None:
    values = list(flags)
    return sum(values) / len(values) if values else None


def _traits(file: FileScore) -> frozenset[str]:
    if not file.case.specs:
        return frozenset()
    traits = file.case.plan.look.traits | file.case.traits
    return traits.union(*(spec.traits for spec in file.case.specs))


_CLASSES: dict[str, Callable[[FileScore], Iterable[str]]] = {
    "tool": lambda file: [file.case.tool],
    "kind": lambda file: [file.case.kind],
    "marking": lambda file: [file.case.plan.marking] if file.case.specs else [],
    "layout": lambda file: [file.case.plan.layout] if file.case.specs else [],
    "filling": lambda file: [file.case.plan.filling] if file.case.specs else [],
    "trait": _traits,
    "consent": lambda file: {spec.consent.value for spec in file.case.specs},
}


def by_class(files: list[FileScore]) -> dict[str, list[Figures]]:
    """The figures by each way of sorting the files into classes."""
    tables: dict[str, list[Figures]] = {"all": [figures("all", files)]}
    for kind, names_of in _CLASSES.items():
        groups: dict[str, list[FileScore]] = defaultdict(list)
        for file in files:
            for name in names_of(file):
                groups[str(name)].append(file)
        tables[kind] = [figures(name, group) for name, group in sorted(groups.items())]
    return tables


def by_field(files: list[FileScore]) -> list[tuple[str, int, float, float]]:
    """Field, how many, share exact, share of states right."""
    groups: dict[str, list[FieldScore]] = defaultdict(list)
    for field in (field for file in files for form in file.forms for field in form.fields):
        groups[field.field].append(field)
    return [
        (name, len(group), _share(f.exact for f in group) or 0.0,
         _share(f.state_right for f in group) or 0.0)
        for name, group in groups.items()
    ]  # fmt: skip


def calibration(files: list[FileScore]) -> list[tuple[float, int, float, float]]:
    """By bin of claimed confidence: lower edge, how many, mean claimed, share right."""
    claims: dict[float, list[tuple[float, bool]]] = defaultdict(list)
    for field in (field for file in files for form in file.forms for field in form.fields):
        if field.confidence is not None:
            edge = max((low for low in BINS if low <= field.confidence), default=0.0)
            claims[edge].append((field.confidence, field.exact and field.state_right))
    return [
(edge, len(pairs), _mean(c for c, _ in pairs), _mean(r for _, r in pairs))
        for edge, pairs in sorted(claims.items())
    ]  # fmt: skip


def _mean(values: Iterable[float]) -> float:
    seen = list(values)
    return sum(seen) / len(seen)


def text(files: list[FileScore], worst: int) -> str:
    """The whole report."""
    parts = [_class_table(name, rows) for name, rows in by_class(files).items() if rows]
    parts.append(_field_table(files))
    parts.append(_calibration_table(files))
    cases = sorted((file for file in files if _to_show(file)), key=lambda file: -file.badness)
    parts += [_case(file) for file in cases[:worst]]
    return "\n\n".join(parts)


def _to_show(file: FileScore) -> bool:
    return file.badness > 0 or any(form.row for form in file.forms)


def _class_table(kind: str, rows: list[Figures]) -> str:
    head = (
        f"{kind:16}{'files':>6}{'forms':>6}{'fields':>9}{'paras':>8}{'states':>8}{'consent':>9}{'rows':>8}"
        f"{'lost':>10}{'false publishes (95 % below)':>32}{'errors':>8}"
    )
    return "\n".join([head, "-" * len(head), *(_class_row(row) for row in rows)])


def _class_row(row: Figures) -> str:
    lost = f"{row.lost}/{row.given}"
    false = f"{row.false_publishes}/{row.withheld} ({row.false_publish_bound:.1%})"
    return (
        f"{row.name:16}{row.files:6}{row.forms:6}{_rate(row.exact):>9}{_rate(row.paragraphs):>8}"
        f"{_rate(row.states):>8}{_rate(row.consent):>9}{_rate(row.rows):>8}{lost:>10}{false:>32}{row.errors:8}"
    )


def _rate(value: float | None) -> str:
    return "-" if value is None else f"{value:.1%}"


def _field_table(files: list[FileScore]) -> str:
    head = f"{'field':16}{'count':>6}{'exact':>9}{'states':>9}"
    rows = (
        f"{n:16}{count:6}{exact:9.1%}{state:9.1%}" for n, count, exact, state in by_field(files)
    )
    return "\n".join([head, "-" * len(head), *rows])


def _calibration_table(files: list[FileScore]) -> str:
    head = f"{'confidence from':16}{'values':>8}{'claimed':>10}{'right':>10}"
    rows = (
        f"{edge:<16}{n:8}{claimed:10.3f}{right:10.3f}"
        for edge, n, claimed, right in calibration(files)
    )
    return "\n".join([head, "-" * len(head), *rows])


def _case(file: FileScore) -> str:
    lines = [f"{file.case.name}  {file.error}".rstrip()]
    for form in file.forms:
        if not form.consent_right:
            lines.append(_consent(form))
        if form.got is None:
            continue
        if form.row:
            lines.append(f"  published wrong: {', '.join(form.row)}")
        lines += [
            _field(field) for field in form.fields if not field.exact or field.paragraphs is False
        ]
    return "\n".join(lines)


def _consent(form: FormScore) -> str:
    flag = "  FALSE PUBLISH" if form.false_publish else ""
    return f"  consent: expected {form.expected}, got {form.got} by {form.rule or '-'}{flag}"


def _field(field: FieldScore) -> str:
    expected, got = _repr(field.expected), _repr(field.got)
    at = max(0, _first_difference(expected, got) - 40)
    return (
        f"  {field.field} ({field.got_state}, {field.confidence})\n"
        f"    expected {expected[at : at + _SHOWN]}\n    got      {got[at : at + _SHOWN]}"
    )


def _repr(value: str | date | None) -> str:
    return repr(value) if isinstance(value, str) else str(value)


def _first_difference(one: str, other: str) -> int:
    for at, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return at
    return min(len(one), len(other))


def data(files: list[FileScore]) -> dict[str, Any]:
    """The figures as plain data, for comparing runs."""
    tables = {
        kind: [
            {name: getattr(row, name) for name in row.__slots__}
            | {"false_publish_bound": row.false_publish_bound}
            for row in rows
        ]
        for kind, rows in by_class(files).items()
    }
    bins = ("from", "values", "claimed", "right")
    calibrated = [dict(zip(bins, row, strict=True)) for row in calibration(files)]
    return {"classes": tables, "fields": by_field(files), "calibration": calibrated}
