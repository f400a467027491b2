"""The sample forms are there, small, invented, and what their list says."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import lecciones
from samples.make import HERE, SAMPLES, case_of, make_dataset
from schemas.reading import Consent
from tests.forms.factory import Tool, make

FORMS = HERE / "forms"
DATASET = HERE / "dataset"
QUICK = [s for s in SAMPLES if s.tool in {Tool.WORD, Tool.HTML, Tool.MARKED}]


def test_the_folder_holds_just_the_samples() -> None:
    """Every sample is in the folder, and nothing else is."""
    assert {path.name for path in FORMS.iterdir()} == {sample.name for sample in SAMPLES}


def test_samples_are_small() -> None:
    """No sample is over 100 kB, so that the repository stays light."""
    assert all(path.stat().st_size < 100_000 for path in FORMS.iterdir())


@pytest.mark.parametrize("sample", QUICK, ids=lambda sample: sample.name)
def test_samples_are_what_their_maker_makes(sample: object) -> None:
    """Samples that need no outside tool are byte for byte what their maker gives now."""
    found = next(one for one in SAMPLES if one is sample)
    assert make([case_of(found)])[0].data == (FORMS / found.name).read_bytes()


def test_every_lesson_is_used() -> None:
    """No text of the list is left without a sample."""
    lessons = tomllib.loads((HERE / "lessons.toml").read_text("utf-8"))
    assert set(lessons) == {sample.lesson for sample in SAMPLES if sample.lesson}


def test_samples_cover_what_people_send() -> None:
    """There is a form with Sí, with No, left open and conditional."""
    wanted = {Consent.YES, Consent.NO, Consent.UNMARKED, Consent.UNCLEAR}
    assert wanted <= {sample.consent for sample in SAMPLES if sample.lesson}


def test_readme_lists_every_sample() -> None:
    """The samples' README says of each file what it is."""
    readme = Path(HERE / "README.md").read_text("utf-8")
    assert all(f"`{sample.name}`" in readme for sample in SAMPLES)


def test_the_dataset_is_what_a_run_over_the_forms_gives(tmp_path: Path) -> None:
    """Lessons, answers and ledger that visitors see are those of today, sureness apart."""
    make_dataset(FORMS, tmp_path / "out")
    for read in (lecciones.read_lessons, lecciones.read_answers, lecciones.read_forms):
        now, kept = read(tmp_path / "out"), read(DATASET)
        columns = [name for name in now.columns if name not in {"confidence", "review"}]
        assert now[columns].equals(kept[columns])


def test_the_dataset_holds_what_the_list_of_samples_promises() -> None:
    """Each sample has one row, and the rows come out as the README says."""
    rows = lecciones.read_forms(DATASET)
    assert sorted(rows["source_path"]) == sorted(sample.name for sample in SAMPLES)
    assert rows["status"].value_counts().to_dict() == {
        "published": 7, "consent_unclear": 2, "no_consent": 2,
        "duplicate": 1, "blank": 1, "not_a_form": 1,
    }  # fmt: skip
    assert len(lecciones.read_lessons(DATASET)) == 7


def test_the_dataset_carries_no_state() -> None:
    """The store of the run stays with the run."""
    assert not list(DATASET.rglob("*.sqlite*"))
