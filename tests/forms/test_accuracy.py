"""The accuracy benchmark counts right: a perfect reader scores full, a bad one is caught."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.accuracy.measure import score_file
from benchmarks.accuracy.report import data, figures, text
from benchmarks.accuracy.stats import upper_bound
from schemas.reading import Consent, ConsentReading
from tests.forms.factory import Kind, draw_case
from tests.forms.readings import perfect

CASES = [draw_case(seed) for seed in range(60)]


def test_a_perfect_reader_scores_full() -> None:
    """Truth read back gives 100 % everywhere and nothing to show."""
    files = [score_file(case, perfect(case)) for case in CASES]
    result = figures("all", files)
    rates = (result.exact, result.paragraphs, result.states, result.consent, result.rows)
    assert all(rate == 1 for rate in rates)
    assert result.lost == result.false_publishes == 0
    assert not any(file.badness for file in files)


def test_a_reader_that_always_says_yes_is_caught() -> None:
    """Reading Sí on every form is a false publish wherever the truth is not Sí."""
    files = []
    for case in CASES:
        yes = ConsentReading(Consent.YES, "always")
        files.append(score_file(case, [replace(r, consent=yes) for r in perfect(case)]))
    wrong = sum(spec.consent is not Consent.YES for case in CASES for spec in case.specs)
    assert figures("all", files).false_publishes == wrong > 0
    assert "FALSE PUBLISH" in text(files, 60)


def test_a_form_seen_in_a_letter_counts() -> None:
    """A letter read as a form with Sí is a false publish."""
    letter = draw_case(1, kind=Kind.LETTER)
    ghost = perfect(draw_case(1, kind=Kind.FORM))[0]
    ghost = replace(ghost, consent=ConsentReading(Consent.YES, "ghost"))
    assert score_file(letter, [ghost]).forms[0].false_publish


def test_a_form_not_found_is_lost() -> None:
    """Where no form was found, all its fields are wrong and a clear Sí is lost."""
    cases = (draw_case(seed, kind=Kind.FORM) for seed in range(50))
    case = next(c for c in cases if c.specs[0].consent is Consent.YES)
    (form,) = score_file(case, []).forms
    assert form.lost
    assert not any(field.exact for field in form.fields)


def test_lost_paragraphs_are_not_exactness() -> None:
    """Paragraphs run together keep the words exact and make the paragraphs wrong."""
    cases = (draw_case(seed, kind=Kind.FORM) for seed in range(50))
    case = next(c for c in cases if "\n" in str(c.specs[0].truth["situation"].value))
    reading = perfect(case)[0]
    fields = tuple(
        replace(f, value=str(f.value).replace("\n", " ")) if f.field == "situation" else f
        for f in reading.fields
    )
    (form,) = score_file(case, [replace(reading, fields=fields)]).forms
    (situation,) = (field for field in form.fields if field.field == "situation")
    assert situation.exact
    assert situation.paragraphs is False


@pytest.mark.parametrize(
    ("events", "trials", "bound"), [(0, 100, 0.0295), (1, 100, 0.0466), (0, 0, 1.0), (3, 3, 1.0)]
)
def test_upper_bound(events: int, trials: int, bound: float) -> None:
    """The bound is that of Clopper and Pearson; with no events nearly three by the trials."""
    assert upper_bound(events, trials) == pytest.approx(bound, abs=1e-4)


def test_figures_as_data_have_every_class() -> None:
    """The figures for machines have the same classes as those for people."""
    result = data([score_file(case, perfect(case)) for case in CASES])
    assert {"all", "tool", "marking", "layout"} <= set(result["classes"])
