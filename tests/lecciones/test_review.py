"""What people decide on forms: it holds over runs, wins over the machine, and can be proven."""

from __future__ import annotations

import csv
import io
import json
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

import lecciones
from corpus.admission import obey
from corpus.decisions import Subject
from corpus.errors import ConflictError, ConsentGateError, DecisionError
from corpus.queue import QueueState, Wanted, one, survey, waiting
from lecciones import acts, cli, review
from lecciones.running import OwnersChoice
from schemas.rulings import Decision, RuledValue, Ruling, Verdict
from tests.corpus.records import no, yes
from tests.lecciones.builders import (
    BOTH,
    NO,
    SAID,
    UNMARKED,
    YES,
    folder_of,
    form_docx,
    letter_docx,
    zipped,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pandas as pd
    from typer.testing import Result

    from corpus.store import Store
    from lecciones.review import Settled

YES_BY_PERSON = Decision(Verdict.YES)
NO_BY_PERSON = Decision(Verdict.NO)
WHO = "Revisora de Prueba"
TYPED = "Palabra-Corregida-Única"


def run(tmp_path: Path) -> None:
    """One run over the folder."""
    lecciones.run(tmp_path / "in", tmp_path / "out", workers=1)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A dataset of one published form, one without a mark, one with both, and one refused."""
    folder_of(
        tmp_path / "in",
        {
            "si.docx": form_docx(YES, "Uno"),
            "sin.docx": form_docx(UNMARKED, "Dos"),
            "z.zip": zipped({"ambas.docx": form_docx(BOTH, "Tres")}),
            "no.docx": form_docx(NO, "Cuatro"),
        },
    )
    run(tmp_path)
    return tmp_path / "out"


@contextmanager
def store_of(out: Path) -> Iterator[Store]:
    """The dataset's store."""
    with acts.opened(out) as (store, _):
        yield store


def ledger(out: Path) -> pd.DataFrame:
    """The published ledger by path."""
    return lecciones.read_forms(out).set_index("source_path")


def subject_of(out: Path, path: str) -> Subject:
    """The form that a ledger's row is about."""
    return Subject(str(ledger(out).loc[path, "source_sha256"]), 1)


def settle(out: Path, path: str, decision: Decision, seen: int | None = None) -> Settled:
    """Decides on a form and publishes."""
    subject = subject_of(out, path)
    with acts.opened(out) as (store, folder):
        done = review.settle(store, folder, subject, decision, WHO, seen=seen)
        publish(store, folder)
    return done


def undo(out: Path, path: str) -> Settled:
    """Takes the last decision on a form back and publishes."""
    subject = subject_of(out, path)
    with acts.opened(out) as (store, folder):
        done = review.undo(store, folder, subject, WHO)
        publish(store, folder)
    return done


def publish(store: Store, folder: Path) -> None:
    """Writes the dataset anew."""
    from lecciones.publishing import publish_all

    publish_all(store, folder, "es")


def corrected(out: Path, path: str, **given: str) -> Decision:
    """A decision that corrects these values, as the desk makes it."""
    reading = lecciones.inspect(out.parent / "in" / path)[0]
    return Decision(values=review.ruled_values(given, reading))


def topics(out: Path) -> dict[str, str]:
    """Topic and review of the published lessons."""
    frame = lecciones.read_lessons(out)
    return dict(zip(frame["topic"], frame["review"], strict=True))


def written(out: Path, word: str) -> list[str]:
    """The files under the dataset in which a word stands."""
    return [p.name for p in out.rglob("*") if p.is_file() and word.encode() in p.read_bytes()]


@pytest.mark.parametrize("path", ["sin.docx", "z.zip!/ambas.docx"])
def test_a_persons_yes_publishes_and_holds(tmp_path: Path, out: Path, path: str) -> None:
    """Also for a form in an archive; a new run, under another name too, changes nothing."""
    settle(out, path, YES_BY_PERSON)
    row = ledger(out).loc[path]
    assert (row["status"], row["consent"], row["review"]) == ("published", "yes", "confirmed")
    before = (out / "lessons.csv").read_bytes()
    run(tmp_path)
    assert (out / "lessons.csv").read_bytes() == before
    (tmp_path / "in/sin.docx").rename(tmp_path / "in/otro nombre.docx")
    run(tmp_path)
    assert set(topics(out)) >= {"Uno"}
    if path == "sin.docx":
        assert ledger(out).loc["otro nombre.docx", "status"] in ("published", "duplicate")


def test_a_newer_reader_does_not_change_what_a_person_decided(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All files are read again by another version: both decisions stand."""
    settle(out, "sin.docx", YES_BY_PERSON)
    settle(out, "si.docx", NO_BY_PERSON)
    monkeypatch.setattr("lecciones.pipeline.reader_version", lambda: "0.9+otra")
    summary = lecciones.run(tmp_path / "in", out, workers=1)
    assert summary.files_read == 4
    assert topics(out) == {"Dos": "confirmed"}
    assert ledger(out).loc["si.docx", "status"] == "no_consent"


def test_a_persons_no_withdraws_at_once_and_leaves_nothing(out: Path) -> None:
    """The content leaves the store with the decision, wherever the same lesson came from."""
    assert written(out, "en menos días el Uno")
    settle(out, "si.docx", NO_BY_PERSON)
    row = ledger(out).loc["si.docx"]
    assert (row["status"], row["consent"], row["review"]) == ("no_consent", "no", "confirmed")
    assert "Una persona" in str(row["reason"])
    assert written(out, "en menos días el Uno") == []


def test_a_persons_no_holds_for_copies_in_other_files(tmp_path: Path, out: Path) -> None:
    """The same lesson in another file stays away, now and when it comes later."""
    settle(out, "si.docx", NO_BY_PERSON)
    folder_of(tmp_path / "in", {"copia.docx": form_docx(YES, "Uno")})
    other = form_docx(YES, "Uno") + b"\0"
    folder_of(tmp_path / "in", {"copia distinta.docx": other})
    run(tmp_path)
    assert topics(out) == {}
    assert SAID not in (out / "lessons.csv").read_text(encoding="utf-8")


def test_a_persons_no_without_its_file_withdraws_too(tmp_path: Path, out: Path) -> None:
    """The source is gone: what is withdrawn goes, and the decision waits for nothing."""
    subject = subject_of(out, "si.docx")
    (tmp_path / "in/si.docx").unlink()
    done = settle(out, "si.docx", NO_BY_PERSON)
    assert done.to_read
    assert topics(out) == {}
    with store_of(out) as store:
        found = one(store, subject)
        assert found is not None
        assert (found.status, found.waits) == ("no_consent", True)


def test_a_persons_yes_without_its_file_waits_for_it(tmp_path: Path, out: Path) -> None:
    """Nothing is made up; once the file is there again, under any name, it is published."""
    data = (tmp_path / "in/sin.docx").read_bytes()
    (tmp_path / "in/sin.docx").unlink()
    assert settle(out, "sin.docx", YES_BY_PERSON).to_read
    assert ledger(out).loc["sin.docx", "status"] == "consent_unclear"
    folder_of(tmp_path / "in", {"vuelve.docx": data})
    run(tmp_path)
    assert ledger(out).loc["vuelve.docx", "status"] == "published"


def test_a_decision_does_not_hold_for_other_bytes(tmp_path: Path, out: Path) -> None:
    """The file is replaced by another form: a person has to look again."""
    settle(out, "sin.docx", YES_BY_PERSON)
    folder_of(tmp_path / "in", {"sin.docx": form_docx(UNMARKED, "Otra cosa")})
    run(tmp_path)
    assert ledger(out).loc["sin.docx", "status"] == "consent_unclear"


def test_bytes_that_change_between_hash_and_reading_get_no_ruling(tmp_path: Path) -> None:
    """The child holds a ruling only to the bytes that it was made for."""
    from lecciones.jobs import Job, Limits
    from lecciones.reading import read_job
    from schemas.records import FileRecord

    path = folder_of(tmp_path, {"a.docx": form_docx(UNMARKED)}) / "a.docx"
    job = Job("", "a.docx", str(path), rulings=(Ruling(1, 1, Verdict.YES),), ruled_sha256="0" * 64)
    record = read_job(job, Limits())
    assert isinstance(record, FileRecord)
    assert record.forms[0].consent == "unmarked"


def test_what_a_person_says_is_no_form_stays_in_the_ledger_without_content(out: Path) -> None:
    """Its row keeps its number, so that the decision can be taken back."""
    settle(out, "si.docx", Decision(Verdict.NOT_A_FORM))
    row = ledger(out).loc["si.docx"]
    assert (row["status"], row["form_number"], row["review"]) == ("not_a_form", 1, "confirmed")
    assert written(out, "en menos días el Uno") == []
    undo(out, "si.docx")
    assert topics(out) == {"Uno": "none"}


@pytest.mark.parametrize("verdict", list(Verdict))
def test_undoing_gives_back_what_the_machine_read(out: Path, verdict: Verdict) -> None:
    """Whatever was decided, on a published form and on an unclear one."""
    before = {path: str(ledger(out).loc[path, "status"]) for path in ("si.docx", "sin.docx")}
    for path, status in before.items():
        settle(out, path, Decision(verdict))
        undo(out, path)
        assert ledger(out).loc[path, "status"] == status
        assert ledger(out).loc[path, "review"] in ("none", "needed")


def test_undoing_a_yes_without_the_file_withholds(tmp_path: Path, out: Path) -> None:
    """Nobody's Sí is left, and the machine cannot be asked."""
    settle(out, "sin.docx", YES_BY_PERSON)
    (tmp_path / "in/sin.docx").unlink()
    undo(out, "sin.docx")
    assert ledger(out).loc["sin.docx", "status"] == "consent_unclear"
    assert written(out, "en menos días el Dos") == []


def test_a_corrected_value_is_published_and_holds(tmp_path: Path, out: Path) -> None:
    """The date is the person's, sure, and of the row says that it was corrected."""
    settle(out, "si.docx", corrected(out, "si.docx", completed_on="18 de junio de 2025"))
    run(tmp_path)
    frame = lecciones.read_lessons(out)
    assert str(frame["completed_on"].iloc[0])[:10] == "2025-06-18"
    assert frame["review"].iloc[0] == "corrected"
    answers = lecciones.read_answers(out).set_index("field")
    assert answers.loc["completed_on", "confidence"] == 1.0


def test_a_corrected_text_is_masked_and_an_emptied_one_is_empty(out: Path) -> None:
    """Names of the form and contacts that a person types do not get out either."""
    decision = corrected(
        out, "si.docx", lesson=f"{TYPED}: llamar a Zoraida Quimbayo, 300 123 4567", program=""
    )
    assert "Zoraida" not in repr(decision)
    settle(out, "si.docx", decision)
    frame = lecciones.read_lessons(out)
    assert frame["lesson"].iloc[0] == f"{TYPED}: llamar a [PERSONA], [TELÉFONO]"
    assert frame["program"].isna().iloc[0]
    assert frame["redactions"].iloc[0] == 2


def test_confirming_keeps_what_was_read_whatever_a_newer_version_reads(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The values that a person compared with the page are theirs from then on."""
    reading = lecciones.inspect(tmp_path / "in/si.docx")[0]
    given = {f.field: str(f.value or "") for f in reading.fields}
    values = review.ruled_values(given, reading)
    assert not any(value.changed for value in values)
    before = lecciones.read_lessons(out).drop(columns=["review", "confidence"])
    settle(out, "si.docx", Decision(Verdict.YES, values, confirmed=True))
    assert topics(out) == {"Uno": "confirmed"}
    after = lecciones.read_lessons(out).drop(columns=["review", "confidence"])
    assert after.equals(before)
    monkeypatch.setattr("lecciones.pipeline.reader_version", lambda: "0.9+otra")
    run(tmp_path)
    assert topics(out) == {"Uno": "confirmed"}


def test_a_correction_does_not_slip_past_a_no_for_the_same_lesson(
    tmp_path: Path, out: Path
) -> None:
    """The corrected lesson has another id; the No for what the form says still holds."""
    settle(out, "si.docx", corrected(out, "si.docx", topic="Uno corregido"))
    assert topics(out) == {"Uno corregido": "corrected"}
    folder_of(tmp_path / "in", {"zz.docx": form_docx(NO, "Uno")})
    run(tmp_path)
    assert topics(out) == {}
    assert written(out, "Uno corregido") == []


def test_a_copy_of_a_corrected_form_is_no_second_lesson(tmp_path: Path, out: Path) -> None:
    """It is a duplicate of the corrected one, and the ledger names that."""
    other = form_docx(YES, "Uno") + b"\0"
    folder_of(tmp_path / "in", {"aa copia.docx": other})
    run(tmp_path)
    settle(out, "si.docx", corrected(out, "si.docx", topic="Uno corregido"))
    assert topics(out) == {"Uno corregido": "corrected"}
    rows = ledger(out)
    assert rows.loc["aa copia.docx", "status"] == "duplicate"
    ids = [str(rows.loc[path, "lesson_id"]) for path in ("aa copia.docx", "si.docx")]
    assert ids[0] == ids[1]


def test_no_value_is_kept_for_a_form_without_a_yes(out: Path) -> None:
    """Not for an unclear one, not for a refused one, not together with a No."""
    values = (RuledValue("topic", TYPED),)
    for path in ("sin.docx", "no.docx"):
        with pytest.raises(DecisionError, match="content_without_yes"):
            settle(out, path, Decision(None, values))
        with pytest.raises(DecisionError, match="content_without_yes"):
            settle(out, path, Decision(Verdict.NO, values))
    assert written(out, TYPED) == []


@pytest.mark.parametrize("by", ["no", "not_a_form", "revoke", "refused elsewhere", "replaced"])
def test_what_a_person_typed_goes_with_the_lesson(tmp_path: Path, out: Path, by: str) -> None:
    """Once the lesson is withheld, no byte of a corrected value is left, in the log neither."""
    settle(out, "si.docx", corrected(out, "si.docx", recommendation=TYPED))
    assert written(out, TYPED)
    if by == "revoke":
        acts.revoke(out, "si.docx")
    elif by == "refused elsewhere":
        folder_of(tmp_path / "in", {"zz.docx": form_docx(NO, "Uno")})
        run(tmp_path)
    elif by == "replaced":
        folder_of(tmp_path / "in", {"si.docx": letter_docx()})
        run(tmp_path)
    else:
        settle(out, "si.docx", Decision(Verdict(by)))
    assert written(out, TYPED) == []
    with acts.opened(out) as (store, _):
        assert store.log_fault() is None


def test_a_revoked_form_takes_no_values_and_a_yes_does_not_bring_it_back(out: Path) -> None:
    """A person's Sí on a form does not undo the withdrawal of the lesson."""
    acts.revoke(out, "si.docx")
    with pytest.raises(DecisionError, match="content_without_yes"):
        settle(out, "si.docx", Decision(Verdict.YES, (RuledValue("topic", TYPED),)))
    settle(out, "si.docx", YES_BY_PERSON)
    assert ledger(out).loc["si.docx", "status"] == "revoked"
    assert topics(out) == {}


def test_the_second_of_two_people_is_told(out: Path) -> None:
    """Whoever saw an older state does not overwrite the newer one."""
    first = settle(out, "sin.docx", YES_BY_PERSON, seen=0)
    with pytest.raises(ConflictError):
        settle(out, "sin.docx", NO_BY_PERSON, seen=0)
    assert ledger(out).loc["sin.docx", "status"] == "published"
    settle(out, "sin.docx", NO_BY_PERSON, seen=first.ruling.version)
    assert ledger(out).loc["sin.docx", "status"] == "no_consent"


def test_without_a_decision_there_is_nothing_to_undo(out: Path) -> None:
    """Nor is an empty decision one."""
    with pytest.raises(DecisionError, match="nothing_to_undo"):
        undo(out, "sin.docx")
    with pytest.raises(DecisionError, match="nothing_decided"):
        settle(out, "sin.docx", Decision())


def test_the_log_tells_who_when_and_what_before_and_after(out: Path) -> None:
    """In the proof of the form, chained, without a word of what was typed or stood there."""
    decision = corrected(out, "si.docx", recommendation=TYPED)
    settle(out, "si.docx", decision)
    undo(out, "si.docx")
    proof = CliRunner().invoke(cli.app, ["proof", str(out), "si.docx", "--json"])
    told = json.loads(proof.stdout)
    steps = [entry for entry in told["entries"] if entry["kind"] == "person"]
    assert [step["step"] for step in steps] == ["settled", "undone"]
    assert steps[0]["who"] == WHO
    assert steps[0]["at"][:4].isdigit()
    before, after = steps[0]["before"], steps[0]["after"]
    assert before["status"] == ["published"]
    assert after["changed"] == ["recommendation"]
    assert before["values"]["recommendation"] != after["values"]["recommendation"]
    assert TYPED not in proof.stdout
    assert SAID not in proof.stdout
    assert told["log"]["intact"]
    plain = CliRunner().invoke(cli.app, ["proof", str(out), "si.docx"]).stdout
    assert f"Decidió una persona: {WHO}" in plain
    assert "Corrigió: Recomendación" in plain


def test_verify_finds_all_in_order_after_decisions(out: Path) -> None:
    """Consent by a person is proven, corrected ids are no fault, nothing is left over."""
    settle(out, "sin.docx", YES_BY_PERSON)
    settle(out, "si.docx", corrected(out, "si.docx", topic="Otro tema"))
    settle(out, "z.zip!/ambas.docx", NO_BY_PERSON)
    assert [check.faults for check in lecciones.verify(out)] == [[]] * 6


def test_without_contacts_no_corrected_contact_is_kept(tmp_path: Path, out: Path) -> None:
    """What was kept goes when the owner says so."""
    settle(out, "si.docx", corrected(out, "si.docx", email="palabra-unica@ejemplo.gov.co"))
    assert written(out, "palabra-unica")
    lecciones.run(tmp_path / "in", out, workers=1, owner=OwnersChoice(contacts=False))
    assert written(out, "palabra-unica") == []


def test_a_reader_cannot_bring_what_a_person_refused_nor_invent_a_yes() -> None:
    """The store itself looks: a child that a file took over decides nothing."""
    with pytest.raises(ConsentGateError, match="lesson_against_person"):
        obey(yes("acta"), Ruling(1, 1, Verdict.NO))
    from schemas.records import DecisionRecord

    invented = replace(yes("acta"), decision=DecisionRecord("person"))
    for ruling in (None, Ruling(1, 2)):
        with pytest.raises(ConsentGateError, match="person_never_said_yes"):
            obey(invented, ruling)
    obey(invented, Ruling(1, 1, Verdict.YES))
    obey(no("acta"), Ruling(1, 1, Verdict.NO))


def test_the_queue_begins_with_unclear_consents(out: Path) -> None:
    """Decided forms leave it; everything is counted."""
    with store_of(out) as store:
        queue = waiting(store, Wanted())
        assert [w.status for w in queue] == ["consent_unclear", "consent_unclear"]
        assert {w.why for w in queue} == {"consent_unmarked", "consent_both"}
        found = survey(store).tally()
        assert (found.open, found.decided, found.waiting, found.all) == (2, 0, 0, 4)
    settle(out, "sin.docx", YES_BY_PERSON)
    with store_of(out) as store:
        assert [w.source_path for w in waiting(store, Wanted())] == ["z.zip!/ambas.docx"]
        decided = waiting(store, Wanted(QueueState.DECIDED))
        assert [w.source_path for w in decided] == ["sin.docx"]
        assert len(waiting(store, Wanted(QueueState.ALL), start=1, most=2)) == 2
        by = Wanted(QueueState.ALL, entity="Alcaldía de Villa Ejemplo")
        assert len(waiting(store, by)) == 2
        assert waiting(store, Wanted(QueueState.OPEN, reason="consent_unmarked")) == ()


def call(*arguments: str | Path) -> Result:
    """One call of the program."""
    return CliRunner().invoke(cli.app, [str(argument) for argument in arguments])


def table_of(out: Path) -> list[dict[str, str]]:
    """The exported table."""
    assert call("decisions", "export", out).exit_code == 0
    text = (out / "restricted/decisions.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def written_table(folder: Path, rows: list[dict[str, str]], **how: str) -> Path:
    """The table as a person saves it."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), delimiter=how.get("delimiter", ","))
    writer.writeheader()
    writer.writerows(rows)
    path = folder / "decisiones.csv"
    path.write_bytes(text.getvalue().encode(how.get("encoding", "utf-8-sig")))
    return path


@pytest.mark.parametrize(
    "how", [{}, {"delimiter": ";", "encoding": "cp1252"}, {"delimiter": "\t"}], ids=str
)
def test_decisions_made_in_excel_are_taken(tmp_path: Path, out: Path, how: dict[str, str]) -> None:
    """As Excel saves it in any of its ways: unclear ones settled, a value corrected."""
    rows = table_of(out)
    assert {row["source_path"] for row in rows} == {"sin.docx", "z.zip!/ambas.docx"}
    for row in rows:
        row["decision"] = "Sí" if row["source_path"] == "sin.docx" else "No es un formulario"
        if row["decision"] == "Sí":
            row |= {"completed_on": "18/06/2025", "program": "(vacía)", "who": "Ana"}
    done = call("decisions", "import", out, written_table(tmp_path, rows, **how))
    assert done.exit_code == 0, done.output
    assert "Decisiones tomadas: 2" in done.stdout
    frame = lecciones.read_lessons(out).set_index("topic")
    assert str(frame.loc["Dos", "completed_on"])[:10] == "2025-06-18"
    assert frame.loc["Dos", "review"] == "corrected"
    assert ledger(out).loc["z.zip!/ambas.docx", "status"] == "not_a_form"


def test_the_exported_table_says_nothing_new(tmp_path: Path, out: Path) -> None:
    """Taking it in again changes nothing, and no row is refused."""
    settle(out, "sin.docx", YES_BY_PERSON)
    settle(out, "si.docx", corrected(out, "si.docx", topic="=1+1"))
    rows = table_of(out)
    assert "'=1+1" in {row["topic"] for row in rows}
    done = call("decisions", "import", out, written_table(tmp_path, rows))
    assert "Decisiones tomadas: 0. Filas sin nada nuevo: 3." in done.stdout
    assert done.exit_code == 0


def test_decisions_move_to_another_dataset_of_the_same_files(tmp_path: Path, out: Path) -> None:
    """Tied to the bytes: consents, corrections and confirmations come out the same."""
    settle(out, "sin.docx", YES_BY_PERSON)
    settle(out, "si.docx", corrected(out, "si.docx", topic="Otro tema"))
    table_of(out)
    lecciones.run(tmp_path / "in", tmp_path / "otra", workers=1)
    done = call("decisions", "import", tmp_path / "otra", out / "restricted/decisions.csv")
    assert done.exit_code == 0, done.output
    for name in ("lessons.csv", "restricted/forms.csv"):
        assert (tmp_path / "otra" / name).read_bytes() == (out / name).read_bytes()


def test_rows_that_cannot_be_taken_are_told_and_the_others_count(tmp_path: Path, out: Path) -> None:
    """Each with its number and what to do."""
    rows = table_of(out)
    (sin,) = (row for row in rows if row["source_path"] == "sin.docx")
    (both,) = (row for row in rows if row["source_path"] != "sin.docx")
    settle(out, "z.zip!/ambas.docx", NO_BY_PERSON)
    bad = [
        {**both, "decision": "sí"},  # decided meanwhile
        {**sin, "decision": "quizás"},
        {**sin, "form_number": "7", "decision": "no"},
        {**sin, "source_sha256": "x"},
        {**sin, "source_sha256": "0" * 64, "decision": "sí"},
    ]
    done = call("decisions", "import", out, written_table(tmp_path, bad))
    assert done.exit_code == 1
    assert "alguien decidió" in done.stdout
    assert "«quizás» no es una decisión" in " ".join(done.stdout.split())
    assert done.stdout.count("Fila ") == 5
    good = [{**sin, "decision": "sí", "completed_on": "32/13/2025"}, {**sin, "decision": "sí"}]
    done = call("decisions", "import", out, written_table(tmp_path, good))
    assert "no es una fecha" in done.stdout
    assert "Fila 3" in done.stdout
    value_alone = [{**sin, "topic": TYPED}]
    done = call("decisions", "import", out, written_table(tmp_path, value_alone))
    assert "decida primero la autorización" in " ".join(done.stdout.split())
    assert written(out, TYPED) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("decisions", "import", "OUT", "nada.csv"), "No existe"),
        (("decisions", "import", "OUT", "otra.csv"), "No es una tabla de decisiones"),
        (("decisions", "export", "OUT", "--out", "OUT/decisions.csv"), "se comparten"),
        (("decisions", "export", "nada"), "no hay un conjunto de datos"),
    ],
)
def test_a_wrong_call_is_one_sentence(
    tmp_path: Path, out: Path, arguments: tuple[str, ...], words: str
) -> None:
    """What is wrong and what to do, without a traceback."""
    (tmp_path / "otra.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    told = [
        a.replace("OUT", str(out)) if "OUT" in a else (str(tmp_path / a) if ".csv" in a else a)
        for a in arguments
    ]
    done = call(*told)
    assert done.exit_code == 2
    assert words in done.stderr
    assert "Traceback" not in done.output


def test_a_store_of_the_version_before_goes_on(tmp_path: Path, out: Path) -> None:
    """What was published stays published, and can be decided on."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(out / "restricted/store.sqlite")) as db:
        for name in ("form_read_digest", "lesson_read_id", "file_sha256"):
            db.execute(f"DROP INDEX {name}")
        for table, column in (("form", "ruling"), ("form", "leftover"), ("form", "read_digest"),
                              ("lesson", "read_id")):  # fmt: skip
            db.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        db.execute("DROP TABLE act_value")
        db.execute("DROP TABLE act")
        db.execute("PRAGMA user_version = 2")
        db.commit()
    assert lecciones.run(tmp_path / "in", out, workers=1).files_read == 0
    settle(out, "sin.docx", YES_BY_PERSON)
    assert set(topics(out)) == {"Uno", "Dos"}
