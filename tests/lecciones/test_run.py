"""A whole run: what each input becomes, and the same dataset whichever way it came about."""

from __future__ import annotations

import csv
import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import lecciones
from corpus.folder import prepare
from corpus.store import STORE_NAME, Store
from lecciones.cli import app
from lecciones.errors import UsageError
from lecciones.jobs import Limits
from lecciones.running import OwnersChoice
from schemas.records import Status
from tests.lecciones.builders import (
    BOTH,
    NO,
    SAID,
    UNMARKED,
    YES,
    folder_of,
    form_docx,
    letter_docx,
    mailed,
    zipped,
)

if TYPE_CHECKING:
    from lecciones.pipeline import Progress

HOSTILE = Path(__file__).parents[2] / "../shared/hostile/files"
TABLES = (
    "lessons.parquet",
    "lessons.csv",
    "answers.parquet",
    "restricted/forms.parquet",
    "restricted/forms.csv",
    "restricted/contacts.parquet",
)


def _ledger(out: Path) -> dict[str, dict[str, str]]:
    with (out / "restricted/forms.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["source_path"]: row for row in csv.DictReader(file)}


def _statuses(out: Path) -> dict[str, str]:
    return {path: row["status"] for path, row in _ledger(out).items()}


def _digests(out: Path) -> dict[str, str]:
    return {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in TABLES}


def _varied(folder: Path) -> Path:
    return folder_of(
        folder,
        {
            "a.docx": form_docx(YES, "Archivo"),
            "b/refused.docx": form_docx(NO, "Nómina"),
            "b/unmarked.docx": form_docx(UNMARKED, "Compras"),
            "both.docx": form_docx(BOTH, "Almacén"),
            "blank.docx": form_docx(UNMARKED, filled=False),
            "copy.docx": form_docx(YES, "Archivo"),
            "letter.docx": letter_docx(),
            "empty.docx": b"",
            "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "photo.pdf": b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
            "tune.pdf": b"GIF89a" + b"\0" * 50,
            "torn.docx": form_docx()[:900],
            "pack.zip": zipped(
                {"in/c.docx": form_docx(YES, "Vial"), "d.zip": zipped({"d.docx": form_docx(NO)})}
            ),
            "mail.eml": mailed({"e.docx": form_docx(YES, "Talento")}),
        },
    )


def test_every_input_has_its_row_and_says_why(tmp_path: Path) -> None:
    """Nothing that came in is lost, and what is withheld is explained in Spanish."""
    summary = lecciones.run(_varied(tmp_path / "in"), tmp_path / "out", workers=2)
    assert _statuses(tmp_path / "out") == {
        "a.docx": "published",
        "b/refused.docx": "no_consent",
        "b/unmarked.docx": "consent_unclear",
        "both.docx": "consent_unclear",
        "blank.docx": "blank",
        "copy.docx": "duplicate",
        "letter.docx": "not_a_form",
        "empty.docx": "unreadable",
        "old.doc": "unreadable",
        "photo.pdf": "unreadable",
        "tune.pdf": "unreadable",
        "torn.docx": "unreadable",
        "pack.zip!/in/c.docx": "published",
        "pack.zip!/d.zip!/d.docx": "no_consent",
        "mail.eml!/e.docx": "published",
    }
    reasons = {path: row["reason"] for path, row in _ledger(tmp_path / "out").items()}
    assert "vacío" in reasons["empty.docx"]
    assert "dañado" in reasons["old.doc"]
    assert "dañado" in reasons["photo.pdf"]
    assert "imagen (GIF)" in reasons["tune.pdf"]
    assert "dañado" in reasons["torn.docx"]
    assert "ni Sí ni No" in reasons["b/unmarked.docx"]
    assert reasons["a.docx"] == ""
    assert (summary.lessons, summary.by_status["unreadable"], summary.not_read) == (3, 5, 5)
    assert summary.files_read >= 14


def test_content_without_consent_is_nowhere(tmp_path: Path) -> None:
    """No file of the dataset, the store included, holds an answer of a form with No."""
    folder_of(tmp_path / "in", {"a.docx": form_docx(NO), "b.docx": form_docx(UNMARKED)})
    lecciones.run(tmp_path / "in", tmp_path / "out", workers=1)
    for path in (tmp_path / "out").rglob("*"):
        if path.is_file():
            assert SAID.encode() not in path.read_bytes(), path.name


def test_the_dataset_is_the_same_whatever_the_way(tmp_path: Path) -> None:
    """One worker, three workers, twice, and in two halves: the same bytes."""
    folder = _varied(tmp_path / "in")
    whole = [path for path in folder.rglob("*") if path.is_file()]
    lecciones.run(folder, tmp_path / "one", workers=1)
    lecciones.run(folder, tmp_path / "three", workers=3)
    lecciones.run(folder, tmp_path / "three", workers=1)
    kept = {path: path.read_bytes() for path in whole[::2]}
    for path in kept:
        path.unlink()
    lecciones.run(folder, tmp_path / "halves", workers=2)
    for path, data in kept.items():
        path.write_bytes(data)
    lecciones.run(folder, tmp_path / "halves", workers=2)
    expected = _digests(tmp_path / "one")
    assert _digests(tmp_path / "three") == expected
    assert _digests(tmp_path / "halves") == expected


def test_a_second_run_reads_only_what_is_new_or_changed(tmp_path: Path) -> None:
    """Known files are passed over, members of archives included."""
    folder = folder_of(
        tmp_path / "in",
        {"a.docx": form_docx(YES, "Uno"), "z.zip": zipped({"b.docx": form_docx(YES, "Dos")})},
    )
    first = lecciones.run(folder, tmp_path / "out", workers=1)
    again = lecciones.run(folder, tmp_path / "out", workers=1)
    (folder / "a.docx").write_bytes(form_docx(NO, "Uno"))
    changed = lecciones.run(folder, tmp_path / "out", workers=1)
    assert [(s.files_read, s.files_unchanged, s.lessons) for s in (first, again, changed)] == [
        (2, 0, 2),
        (0, 2, 2),
        (1, 1, 1),
    ]


def test_a_form_taken_out_of_an_archive_is_gone(tmp_path: Path) -> None:
    """An archive that changed in place stands for what it holds now."""
    folder = folder_of(
        tmp_path / "in",
        {"z.zip": zipped({"b.docx": form_docx(YES, "Dos"), "c.docx": form_docx(YES, "Tres")})},
    )
    lecciones.run(folder, tmp_path / "out", workers=1)
    (folder / "z.zip").write_bytes(zipped({"c.docx": form_docx(YES, "Tres")}))
    lecciones.run(folder, tmp_path / "out", workers=1)
    assert _statuses(tmp_path / "out") == {"z.zip!/c.docx": "published"}


def test_a_lesson_comes_back_when_its_no_is_taken_back(tmp_path: Path) -> None:
    """A form whose No withheld another is replaced by one with Sí: the other is read again."""
    folder = folder_of(
        tmp_path / "in", {"a.docx": form_docx(YES, "Uno"), "b.docx": form_docx(NO, "Uno")}
    )
    out = tmp_path / "out"
    assert lecciones.run(folder, out, workers=1).lessons == 0
    assert _statuses(out) == {"a.docx": "revoked", "b.docx": "no_consent"}
    (folder / "b.docx").write_bytes(letter_docx())
    assert lecciones.run(folder, out, workers=1).lessons == 1
    assert _statuses(out) == {"a.docx": "published", "b.docx": "not_a_form"}


def test_a_mail_that_is_itself_a_form_is_read(tmp_path: Path) -> None:
    """A text that is no form gets no row beside its attachments, but one of its own alone."""
    folder = folder_of(
        tmp_path / "in",
        {"note.eml": mailed({}), "sent.eml": mailed({"a.docx": form_docx(YES)}, "Va el formato.")},
    )
    lecciones.run(folder, tmp_path / "out", workers=1)
    assert _statuses(tmp_path / "out") == {
        "note.eml!/mensaje.txt": "not_a_form",
        "sent.eml!/a.docx": "published",
    }


def test_containers_that_cannot_be_opened_have_their_own_row(tmp_path: Path) -> None:
    """Empty, torn, or too deep: the row says which."""
    nested = zipped({"a.docx": form_docx()})
    for _ in range(3):
        nested = zipped({"n.zip": nested})
    folder = folder_of(
        tmp_path / "in",
        {"empty.zip": zipped({}), "deep.zip": nested, "torn.zip": zipped({"a.txt": b"x"})[:40]},
    )
    lecciones.run(folder, tmp_path / "out", workers=1)
    rows = _ledger(tmp_path / "out")
    assert set(_statuses(tmp_path / "out").values()) == {Status.UNREADABLE}
    assert "ningún archivo" in rows["empty.zip"]["reason"]
    assert "uno dentro de otro" in rows["deep.zip!/n.zip!/n.zip!/n.zip"]["reason"]
    assert "dañado" in rows["torn.zip"]["reason"]


@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the folder of odd files is not here")
def test_odd_files_of_the_wild_are_dealt_with(tmp_path: Path) -> None:
    """Each gives a row with a reason; none publishes, none makes the reader fail."""
    summary = lecciones.run(HOSTILE, tmp_path / "out", workers=2)
    assert set(summary.by_status) <= {Status.NOT_A_FORM, Status.UNREADABLE}
    assert [path for path, row in _ledger(tmp_path / "out").items() if not row["reason"]] == []


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX file kinds")
def test_odd_entries_of_a_folder_have_rows_too(tmp_path: Path) -> None:
    """A pipe and a link out of the input are named, not opened."""
    folder = folder_of(tmp_path / "in", {"a.docx": form_docx()})
    os.mkfifo(folder / "pipe")
    (folder / "link").symlink_to(tmp_path)
    lecciones.run(folder, tmp_path / "out", workers=1)
    rows = _ledger(tmp_path / "out")
    assert "dispositivo o canal" in rows["pipe"]["reason"]
    assert "enlace" in rows["link"]["reason"]


def _linked(base: Path) -> Path:
    """An input with links to a folder, a file and an archive that lie elsewhere."""
    elsewhere = {"o/x.docx": form_docx(topic="Uno"), "o/y.docx": form_docx(NO, topic="Dos")}
    packed = zipped({"z.docx": form_docx(topic="Tres")})
    folder_of(base, {**elsewhere, "z.zip": packed, "alone.docx": form_docx(topic="Cuatro")})
    folder = folder_of(base / "in", {"a.docx": form_docx(topic="Cinco")})
    for name, target in {"f": "o", "z.zip": "z.zip", "1.docx": "alone.docx"}.items():
        (folder / name).symlink_to(base / target)
    return folder


_BEHIND = {"f/x.docx": "published", "f/y.docx": "no_consent", "1.docx": "published"}


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
@pytest.mark.parametrize("workers", [1, 2])
def test_what_links_lead_to_is_read_where_that_is_asked(tmp_path: Path, workers: int) -> None:
    """Under the link's own path, by readers that were told where it leads; later runs know."""
    folder, out = _linked(tmp_path), tmp_path / "out"
    lecciones.run(folder, out, workers=workers, owner=OwnersChoice(follow_links=True))
    statuses = {**_BEHIND, "z.zip!/z.docx": "published", "a.docx": "published"}
    assert _statuses(out) == statuses
    again = lecciones.run(folder, out, workers=workers)
    assert (again.files_read, _statuses(out)) == (0, statuses)
    lecciones.run(folder, out, workers=workers, owner=OwnersChoice(follow_links=False))
    assert _statuses(out)["1.docx"] == "unreadable"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_lesson_behind_a_link_comes_back(tmp_path: Path) -> None:
    """What was revoked and restored is read again through the link that led to it."""
    folder, out = _linked(tmp_path), tmp_path / "out"
    app(["run", str(folder), "--out", str(out), "--follow-links"], standalone_mode=False)
    for path in ("f/x.docx", "z.zip!/z.docx"):
        lecciones.revoke(out, path)
        assert _statuses(out)[path] == "revoked"
        lecciones.restore(out, path)
        assert _statuses(out)[path] == "published"


def test_links_are_of_this_machine(tmp_path: Path) -> None:
    """An address in an object store has none: who asks is told, before anything is opened."""
    owner = OwnersChoice(follow_links=True)
    with pytest.raises(UsageError, match="--follow-links"):
        lecciones.run("memory://forms", tmp_path / "out", owner=owner)


def test_a_file_past_a_limit_is_one_row(tmp_path: Path) -> None:
    """Too much time, too large: the rest of the run goes on."""
    folder = folder_of(tmp_path / "in", {"a.docx": form_docx(), "big.docx": b"x" * 200_000})
    lecciones.run(folder, tmp_path / "out", workers=1, limits=Limits(file_bytes=100_000))
    rows = _ledger(tmp_path / "out")
    assert rows["a.docx"]["status"] == "published"
    assert "tamaño" in rows["big.docx"]["reason"]


def test_a_file_that_takes_too_long_has_failed_and_is_tried_again_later(tmp_path: Path) -> None:
    """The time limit costs the file, not the run; a later run may have more luck."""
    folder = folder_of(tmp_path / "in", {"a.docx": form_docx()})
    slow = lecciones.run(folder, tmp_path / "out", workers=1, limits=Limits(seconds=0.001))
    assert "más tiempo" in _ledger(tmp_path / "out")["a.docx"]["reason"]
    assert (slow.by_status, slow.not_read) == ({"failed": 1}, 1)
    assert lecciones.run(folder, tmp_path / "out", workers=1).by_status == {"published": 1}


def test_progress_ends_with_all_done(tmp_path: Path) -> None:
    """Whoever watches sees each file, and the members of an archive as they are found."""
    folder = folder_of(
        tmp_path / "in", {"a.docx": form_docx(), "z.zip": zipped({"b.docx": b"", "c.docx": b""})}
    )
    seen: list[Progress] = []
    lecciones.run(folder, tmp_path / "out", workers=1, progress=seen.append)
    assert (seen[-1].done, seen[-1].total) == (3, 3)


@pytest.mark.parametrize(
    ("options", "words"),
    [({"workers": 0}, "--workers"), ({"lang": "fr"}, "--lang")],
)
def test_options_that_make_no_sense_are_usage_errors(
    tmp_path: Path, options: dict[str, object], words: str
) -> None:
    """They are refused before any work."""
    folder = folder_of(tmp_path / "in", {"a.docx": b""})
    with pytest.raises(lecciones.UsageError, match=words):
        lecciones.run(folder, tmp_path / "out", **options)  # type: ignore[arg-type]
    assert not (tmp_path / "out").exists()


def test_the_output_cannot_be_the_input_or_a_file(tmp_path: Path) -> None:
    """A dataset written among its own inputs would be read as input the next time."""
    folder = folder_of(tmp_path / "in", {"a.docx": b""})
    with pytest.raises(lecciones.UsageError, match="carpeta de entrada"):
        lecciones.run(folder, folder)
    with pytest.raises(lecciones.UsageError, match="es un archivo"):
        lecciones.run(folder, folder / "a.docx")


def test_an_interrupted_run_keeps_what_it_did(tmp_path: Path) -> None:
    """The next run goes on from there and gives the whole dataset."""
    topics = ("Uno", "Dos", "Tres")
    folder = folder_of(tmp_path / "in", {f"{t}.docx": form_docx(YES, t) for t in topics})

    def stop(progress: Progress) -> None:
        if progress.done == 1:
            raise KeyboardInterrupt

    with pytest.raises(lecciones.Interrupted, match="ejecute lo mismo otra vez"):
        lecciones.run(folder, tmp_path / "out", workers=1, progress=stop)
    summary = lecciones.run(folder, tmp_path / "out", workers=1)
    assert summary.lessons == 3
    assert summary.files_unchanged >= 1


def test_the_public_names_are_there() -> None:
    """What the package promises can be had, and nothing else."""
    for name in lecciones.__all__:
        assert getattr(lecciones, name) is not None
    assert set(dir(lecciones)) == set(lecciones.__all__)
    with pytest.raises(AttributeError):
        lecciones.nothing_of_the_kind  # noqa: B018


def test_a_plain_script_can_call_it(tmp_path: Path) -> None:
    """No main guard is needed: the children are programs of their own."""
    folder_of(tmp_path / "in", {"a.docx": form_docx()})
    script = tmp_path / "script.py"
    script.write_text(
        "import lecciones\nprint(lecciones.run('in', 'out', workers=1).lessons)\n", encoding="utf-8"
    )
    shown = subprocess.run(
        [sys.executable, str(script)], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert shown.stdout.strip() == "1"


def test_modules_among_the_forms_are_not_loaded(tmp_path: Path) -> None:
    """A `lxml.py` that somebody put beside the forms is no code of ours."""
    folder_of(tmp_path, {"in/a.docx": form_docx(), "lxml.py": b"raise SystemExit"})
    call = "import lecciones; print(lecciones.run('in', 'out', workers=1).by_status)"
    shown = subprocess.run(
        [sys.executable, "-c", call], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert shown.stdout.strip() == "{'published': 1}"


def test_a_strict_run_publishes_and_then_complains(tmp_path: Path) -> None:
    """The error carries the summary of the run that it ends."""
    folder = folder_of(tmp_path / "in", {"a.docx": form_docx(), "b.docx": b""})
    with pytest.raises(lecciones.NotReadError, match="1 archivos") as stopped:
        lecciones.run(folder, tmp_path / "out", workers=1, strict=True)
    assert stopped.value.summary.lessons == 1


def test_two_runs_do_not_write_at_once(tmp_path: Path) -> None:
    """The second is told to wait."""
    folder = folder_of(tmp_path / "in", {"a.docx": form_docx()})
    restricted = prepare(tmp_path / "out")
    with (
        Store.open(restricted / STORE_NAME),
        pytest.raises(lecciones.RunError, match="Otra ejecución"),
    ):
        lecciones.run(folder, tmp_path / "out", workers=1)


def test_a_store_that_is_none_is_said_plainly(tmp_path: Path) -> None:
    """A broken store is named, and left for a person to look at."""
    folder = folder_of(tmp_path / "in", {"a.docx": form_docx()})
    folder_of(tmp_path / "out/restricted", {STORE_NAME: b"not a database at all" * 100})
    with pytest.raises(lecciones.RunError, match="no se puede usar"):
        lecciones.run(folder, tmp_path / "out", workers=1)


def test_tables_come_back_typed(tmp_path: Path) -> None:
    """The dataset is read into frames by the package's own readers."""
    folder = folder_of(tmp_path / "in", {"a.docx": form_docx()})
    lecciones.run(folder, tmp_path / "out", workers=1)
    assert len(lecciones.read_lessons(tmp_path / "out")) == 1
    assert len(lecciones.read_forms(tmp_path / "out")) == 1
    assert len(lecciones.read_answers(tmp_path / "out")) == 10
