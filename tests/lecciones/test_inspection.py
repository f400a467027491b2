"""What `lecciones.inspect` gives of one file, in this process or in a child."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import lecciones
from lecciones.jobs import Limits
from schemas.reading import Consent
from tests.lecciones.builders import NO, SAID, folder_of, form_docx, letter_docx, zipped

if TYPE_CHECKING:
    from pathlib import Path

LIMITS = [None, Limits()]


@pytest.mark.parametrize("limits", LIMITS, ids=["here", "child"])
def test_the_form_is_shown_whatever_its_consent(tmp_path: Path, limits: Limits | None) -> None:
    """Inspecting is before the gate: the office holds the form anyway."""
    folder_of(tmp_path, {"a.docx": form_docx(NO)})
    (form,) = lecciones.inspect(tmp_path / "a.docx", limits=limits)
    assert form.consent.verdict is Consent.NO
    assert SAID in str(form.field("situation").value)


@pytest.mark.parametrize("limits", LIMITS, ids=["here", "child"])
@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "vacío"),
        (form_docx()[:900], "dañado"),
        (b"%PDF-1.7", "dañado"),
        (b"GIF89a;", "imagen"),
    ],
)
def test_a_file_that_gives_nothing_says_why(
    tmp_path: Path, limits: Limits | None, data: bytes, words: str
) -> None:
    """The same sentence as in the ledger."""
    folder_of(tmp_path, {"a.docx": data})
    with pytest.raises(lecciones.UnreadableError, match=words):
        lecciones.inspect(tmp_path / "a.docx", limits=limits)


def test_no_form_is_an_empty_list(tmp_path: Path) -> None:
    """A letter is no fault."""
    folder_of(tmp_path, {"a.docx": letter_docx()})
    assert lecciones.inspect(tmp_path / "a.docx") == []


def test_a_container_is_not_inspected(tmp_path: Path) -> None:
    """Which of its files would be meant?"""
    folder_of(tmp_path, {"a.zip": zipped({"a.docx": form_docx()})})
    with pytest.raises(lecciones.UsageError, match="otros archivos"):
        lecciones.inspect(tmp_path / "a.zip")


def test_time_runs_out_for_an_inspection_too(tmp_path: Path) -> None:
    """A file that hangs the reader does not hang the person."""
    folder_of(tmp_path, {"a.docx": form_docx()})
    with pytest.raises(lecciones.UnreadableError, match="más tiempo"):
        lecciones.inspect(tmp_path / "a.docx", limits=Limits(seconds=0.001))
