"""Revoking, holding and proving on real datasets, as a person does it."""

from __future__ import annotations

import json
import re
from datetime import date
from io import BytesIO
from itertools import product
from typing import TYPE_CHECKING

import pytest
from docx import Document
from typer.testing import CliRunner

import lecciones
from lecciones import acts, cli
from lecciones.running import OwnersChoice
from tests.lecciones.builders import NO, SAID, UNMARKED, YES, folder_of, form_docx, zipped

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result


def call(*arguments: str | Path) -> Result:
    """One call of the program."""
    return CliRunner().invoke(cli.app, [str(argument) for argument in arguments])


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A dataset of two lessons, one of them in two forms, one refused and one archive."""
    folder_of(
        tmp_path / "in",
        {
            "a.docx": form_docx(YES, "Uno"),
            "copia de a.docx": form_docx(YES, "Uno"),
            "z.zip": zipped({"b.docx": form_docx(YES, "Dos")}),
            "no.docx": form_docx(NO, "Tres"),
        },
    )
    lecciones.run(tmp_path / "in", tmp_path / "out", workers=1)
    return tmp_path / "out"


def lesson_of(out: Path, topic: str) -> str:
    """The id of the published lesson with this topic."""
    frame = lecciones.read_lessons(out)
    return str(frame[frame["topic"] == topic]["lesson_id"].iloc[0])


def statuses(out: Path) -> dict[str, str]:
    """The ledger's status by path."""
    frame = lecciones.read_forms(out)
    return dict(zip(frame["source_path"], frame["status"], strict=True))


def test_a_revoked_lesson_is_gone_and_comes_back_when_restored(tmp_path: Path, out: Path) -> None:
    """All of its forms leave at once; later copies stay out; restoring reads them again."""
    lesson = lesson_of(out, "Uno")
    act = acts.revoke(out, lesson, reason="Oficio 12")
    assert (len(act.claims[0].forms), act.lessons) == (2, 1)
    folder_of(tmp_path / "in", {"otra.docx": form_docx(YES, "Uno")})
    assert lecciones.run(tmp_path / "in", out, workers=1).lessons == 1
    assert statuses(out)["otra.docx"] == "revoked"
    back = acts.restore(out, lesson)
    assert (back.lessons, back.to_read) == (2, 0)
    assert statuses(out)["a.docx"] == "published"


def as_html(data: bytes) -> bytes:
    """The same form as a page: its table and its consent question."""
    document = Document(BytesIO(data))
    rows = "".join(
        f"<tr><td>{row.cells[0].text}</td><td>{row.cells[1].text}</td></tr>"
        for row in document.tables[0].rows
    )
    title, *rest = (paragraph.text for paragraph in document.paragraphs)
    told = "".join(f"<p>{text}</p>" for text in rest)
    head = '<meta charset="utf-8">'
    return f"{head}<h1>{title}</h1><table>{rows}</table>{told}".encode()


@pytest.mark.parametrize("several_runs", [False, True])
@pytest.mark.parametrize("yes_first", [False, True])
@pytest.mark.parametrize("formats", list(product(("docx", "html"), repeat=2)))
def test_no_holds_in_any_order_and_format(
    tmp_path: Path, formats: tuple[str, str], yes_first: bool, several_runs: bool
) -> None:
    """Sí then No, No then Sí, in one run and over several: nothing is published or kept."""
    answers = (YES, NO) if yes_first else (NO, YES)
    for number, (answer, kind) in enumerate(zip(answers, formats, strict=True)):
        data = form_docx(answer, "Uno")
        name = f"{number}.{kind}"
        folder_of(tmp_path / "in", {name: data if kind == "docx" else as_html(data)})
        if several_runs:
            lecciones.run(tmp_path / "in", tmp_path / "out", workers=1)
    summary = lecciones.run(tmp_path / "in", tmp_path / "out", workers=1)
    assert summary.by_status == {"no_consent": 1, "revoked": 1}
    assert len(lecciones.read_lessons(tmp_path / "out")) == 0
    for path in (tmp_path / "out").rglob("*"):
        assert path.is_dir() or SAID.encode() not in path.read_bytes()


def test_what_cannot_be_read_again_is_told(tmp_path: Path, out: Path) -> None:
    """Nothing was kept of the lesson, and its file is gone: a later run has to bring it."""
    acts.revoke(out, "z.zip")
    (tmp_path / "in/z.zip").unlink()
    back = acts.restore(out, "z.zip")
    assert (back.lessons, back.to_read) == (1, 1)
    ledger = lecciones.read_forms(out).set_index("source_path")
    assert "ejecute otra vez" in str(ledger.loc["z.zip!/b.docx", "reason"])


def test_without_publishing_the_content_leaves_the_store_at_once(out: Path) -> None:
    """The published files wait, the store does not."""
    store = out / "restricted/store.sqlite"
    assert b"en menos d\xc3\xadas el Dos" in store.read_bytes()
    act = acts.revoke(out, "z.zip!/b.docx", publish=False)
    assert act.lessons is None
    assert b"en menos d\xc3\xadas el Dos" not in store.read_bytes()
    assert len(lecciones.read_lessons(out)) == 2


def test_personal_data_in_a_reason_is_masked(out: Path) -> None:
    """Nothing is ever taken out of the log, so nothing of the kind gets in."""
    act = acts.revoke(out, "a.docx", reason="Lo pidió ana@ejemplo.gov.co, C.C. 37.245.678")
    assert act.claims[0].note == "Lo pidió [CORREO], C.C. [DOCUMENTO]"
    assert b"37.245.678" not in (out / "restricted/store.sqlite").read_bytes()


def test_the_program_tells_what_it_did(out: Path) -> None:
    """Which files, what became of the dataset, the term, the copies outside, the log's head."""
    shown = call("revoke", out, "z.zip", "--received", "2025-06-13")
    assert shown.exit_code == 0
    for words in ("z.zip!/b.docx", "publicó de nuevo: 1", "08/07/2025", "copias", "huella"):
        assert words in shown.output
    assert "vuelve a valer" in call("revoke", out, "z.zip", "--restore").output


def test_a_complaint_has_its_terms_and_its_end(out: Path) -> None:
    """It is listed with the days left, can be prolonged, and gives the lesson back."""
    lesson = lesson_of(out, "Dos")
    assert "reclamo en trámite" in call("hold", out, lesson, "--received", "2025-06-13").output
    reason = lecciones.read_forms(out).set_index("source_path").loc["z.zip!/b.docx", "reason"]
    assert "Reclamo en trámite" in str(reason)
    assert "Reclamo en trámite" in (out / "restricted/report.html").read_text(encoding="utf-8")
    listed = json.loads(call("hold", out, "--json").stdout)
    assert listed[0]["terms"]["answer"] == "2025-07-08"
    assert listed[0]["days_left"] < 0
    assert "18/07/2025" in call("hold", out, lesson, "--extend").output
    assert "2 lecciones" in call("hold", out, lesson, "--release").output
    assert "No hay reclamos" in call("hold", out).output


def test_a_query_only_runs_its_term(out: Path) -> None:
    """The lesson stays, and the most urgent matter is told first."""
    acts.hold(out, "z.zip", received=date(2025, 6, 16))
    acts.hold(out, lesson_of(out, "Uno"), query=True, received=date(2025, 6, 13))
    due = acts.under_way(out, on=date(2025, 6, 17))
    assert [one.claim.kind for one in due] == ["query", "complaint"]
    assert [one.days_left for one in due] == [8, 14]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("revoke", "nada.docx"), "no hay «nada.docx»"),
        (("revoke", "a.docx", "--restore"), "no hay nada retirado"),
        (("hold", "a.docx", "--release"), "no hay nada retirado ni en trámite"),
        (("hold", "a.docx", "--extend"), "no hay nada retirado ni en trámite"),
        (("hold", "a.docx", "--received", "13/06/2025"), "AAAA-MM-DD"),
        (("hold", "a.docx", "--received", "2999-01-01"), "todavía no llega"),
        (("proof", "nada.docx"), "no hay «nada.docx»"),
        (("verify", "--head", "x"), "--head"),
    ],
)
def test_a_wrong_call_is_one_sentence(out: Path, arguments: tuple[str, ...], words: str) -> None:
    """It says what is wrong and what is wanted, and changes nothing."""
    before = statuses(out)
    shown = call(arguments[0], out, *arguments[1:])
    assert (shown.exit_code, words in " ".join(shown.output.split())) == (2, True)
    assert statuses(out) == before


@pytest.mark.parametrize("command", ["revoke", "hold", "proof", "verify", "inventory"])
def test_a_folder_without_a_dataset_is_told_and_left_alone(tmp_path: Path, command: str) -> None:
    """No store is made where there was none."""
    target = ("x",) if command in ("revoke", "hold", "proof") else ()
    assert call(command, tmp_path, *target).exit_code == 2
    assert not list(tmp_path.iterdir())


def test_the_proof_tells_bytes_rule_mark_and_place(out: Path) -> None:
    """In words for an auditor and as JSON, without any answer of the form."""
    lesson = lesson_of(out, "Uno")
    acts.revoke(out, lesson, reason="Oficio 12")
    shown = call("proof", out, lesson)
    told = " ".join(shown.output.split())
    for words in ("hay una sola marca", "☒", "body/", "Oficio 12", "SHA-256", "sin cambios"):
        assert words in told
    proof = json.loads(call("proof", out, lesson, "--json").stdout)
    assert [entry["kind"] for entry in proof["entries"]] == ["decided", "decided", "claim"]
    assert proof["log"]["intact"] is True
    for text in (shown.output, json.dumps(proof)):
        assert SAID not in text
        assert "Quimbayo" not in text


def test_a_refused_form_has_its_proof_by_its_source(out: Path) -> None:
    """Why a form was withheld can be shown as well."""
    told = " ".join(call("proof", out, "no.docx").output.split())
    assert "Autorización: No (hay una sola marca)" in told


def test_a_proof_outlives_its_file(tmp_path: Path, out: Path) -> None:
    """Replaced forms of a lesson are still in the log, found by the lesson's id."""
    lesson = lesson_of(out, "Dos")
    (tmp_path / "in/z.zip").write_bytes(zipped({"c.docx": form_docx(UNMARKED, "Dos")}))
    lecciones.run(tmp_path / "in", out, workers=1)
    told = call("proof", out, lesson).output
    assert "Hoy no hay" in told
    assert "una sola marca" in told


def test_the_head_that_a_run_shows_is_on_the_log(out: Path, tmp_path: Path) -> None:
    """Kept elsewhere, it shows later that nothing was taken out."""
    shown = call("run", tmp_path / "in", "--out", out, "--workers", "1").output
    found = re.search(r"\d+:[0-9a-f]{64}", shown)
    assert found is not None
    acts.revoke(out, "a.docx")
    checked = call("verify", out, "--head", found.group())
    assert (checked.exit_code, "Todo está" in checked.output) == (0, True)
    assert call("verify", out, "--head", f"3:{'0' * 64}").exit_code == 1


def test_the_owner_sets_licence_audience_and_contacts(out: Path, tmp_path: Path) -> None:
    """Kept for later runs, unset with nothing, refused where they cannot be."""
    call("run", tmp_path / "in", "--out", out, "--licence", "CC-BY-4.0", "--no-contacts")
    lecciones.run(tmp_path / "in", out, workers=1, owner=OwnersChoice(audience="entities"))
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert package["lecciones:audience"] == "entities"
    for path in out.rglob("*"):
        assert path.is_dir() or b"Quimbayo" not in path.read_bytes()
    call("run", tmp_path / "in", "--out", out, "--licence", "", "--contacts")
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    assert "licenses" not in package
    assert b"Quimbayo" in (out / "restricted/store.sqlite").read_bytes()
    for wrong in (("--licence", "a b"), ("--audience", "todos"), ("--licence-url", "ftp://x")):
        assert call("run", tmp_path / "in", "--out", out, *wrong).exit_code == 2


def test_the_sheet_for_the_register_counts_and_remembers(out: Path) -> None:
    """What the entity must fill in is marked, what it gave is kept, the counts are those kept."""
    assert "(sin definir)" in call("inventory", out).output
    call("inventory", out, "--responsible", "Alcaldía de Villa Ejemplo", "--retention", "5 años")
    sheet = json.loads(call("inventory", out, "--json").stdout)
    assert (sheet["responsible"], sheet["retention"]) == ("Alcaldía de Villa Ejemplo", "5 años")
    assert (sheet["counts"]["lessons"], sheet["counts"]["holders"]) == (2, 1)
    assert "gestionar el conocimiento" in sheet["purpose"][0]
