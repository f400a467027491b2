"""Revocations and complaints: what they withhold, for how long, and what is left of it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.changes import CHANGES_FILE
from corpus.claims import ClaimKind
from corpus.errors import TargetError
from corpus.publish import publish
from corpus.read import read_forms, read_lessons
from schemas.tables import LESSON_ID_PATTERN
from tests.corpus.records import (
    READER,
    file,
    lesson,
    lesson_id,
    no,
    no_form,
    open_store,
    published,
    run,
    say,
    unclear,
    yes,
)

if TYPE_CHECKING:
    from pathlib import Path

    from corpus.claims import Claim
    from schemas.records import FormRecord

REVOKED = ClaimKind.REVOCATION
COMPLAINT = ClaimKind.COMPLAINT
LONG = {
    "situation": "Los expedientes del archivo estaban en el sótano y se mojaron con la lluvia.",
    "impact": "Se perdieron dos cajas y hubo que reconstruir los documentos con las entidades.",
    "solutions": "Se arrendó una bodega en un piso alto y se compraron estantes metálicos nuevos.",
}


def claim(out: Path, target: str, kind: ClaimKind = REVOKED, note: str = "") -> Claim:
    """Opens a claim and publishes."""
    with open_store(out) as store:
        made = store.claim(target, kind, received_on="2025-06-17", note=note)
        publish(store, out, reasons=say)
        return made


def lift(out: Path, target: str, kind: ClaimKind | None = REVOKED) -> list[str]:
    """Closes a claim and publishes; the files that have to be read again."""
    with open_store(out) as store:
        store.lift(target, kind, "restored")
        again = [path for _, path in store.to_reread()]
        publish(store, out, reasons=say)
        return again


def version(content: str, **changes: str) -> FormRecord:
    """A form with long answers, some of them changed."""
    made = replace(lesson(content), **(LONG | changes))  # type: ignore[arg-type]
    return published(replace(made, lesson_id=lesson_id(content)))


def statuses(out: Path) -> dict[str, str]:
    """The ledger's status by path."""
    frame = read_forms(out)
    return dict(zip(frame["source_path"], frame["status"], strict=True))


def reasons(out: Path) -> list[str]:
    """The ledger's reasons, in its order."""
    return [str(reason) for reason in read_forms(out)["reason"].dropna()]


def assert_nowhere(out: Path, *words: str) -> None:
    """None of the words is in any byte of any file; ids stand in the history alone."""
    for path in out.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            told = path.name == CHANGES_FILE
            looked_for = [w for w in words if not (told and re.fullmatch(LESSON_ID_PATTERN, w))]
            assert [word for word in looked_for if word.encode() in data] == [], path.name


@pytest.mark.parametrize("target", [lesson_id("secreto"), "a.docx"])
def test_a_revoked_lesson_leaves_and_stays_away(tmp_path: Path, target: str) -> None:
    """By its id or by its source: no byte is left, and no later copy brings it back."""
    run(tmp_path, file("a.docx", yes("secreto")), file("b.pdf", yes("secreto")), file("c.docx"))
    assert len(claim(tmp_path, target).forms) == 2
    assert_nowhere(tmp_path, "secreto", lesson_id("secreto"))
    run(tmp_path, file("d.html", yes("secreto"), data="d"))
    assert statuses(tmp_path) == {
        "a.docx": "revoked",
        "b.pdf": "revoked",
        "c.docx": "published",
        "d.html": "revoked",
    }
    assert reasons(tmp_path) == ["Motivo: revoked."] * 3
    assert_nowhere(tmp_path, "secreto", lesson_id("secreto"))


def test_a_source_takes_all_of_its_forms_and_what_comes_of_it(tmp_path: Path) -> None:
    """An archive's members and forms without Sí too; a changed file is withheld as before."""
    run(tmp_path, file("z.zip!/a.docx", yes("x"), yes("y", 2)), file("z.zip!/b.docx", unclear()))
    claim(tmp_path, "z.zip")
    run(tmp_path, file("z.zip!/b.docx", yes("nuevo"), data="b2"), file("c.docx", yes("nuevo")))
    assert statuses(tmp_path) == {
        "z.zip!/a.docx": "revoked",
        "z.zip!/b.docx": "revoked",
        "c.docx": "revoked",
    }


def test_a_claim_on_a_member_leaves_the_other_members(tmp_path: Path) -> None:
    """Only the named member of an archive is withheld."""
    run(tmp_path, file("z.zip!/a.docx", yes("x")), file("z.zip!/b.docx", yes("y")))
    claim(tmp_path, "z.zip!/a.docx")
    assert statuses(tmp_path) == {"z.zip!/a.docx": "revoked", "z.zip!/b.docx": "published"}


def test_the_same_bytes_stay_away_though_they_are_read_otherwise(tmp_path: Path) -> None:
    """A newer reader that gives the lesson another id does not publish it again."""
    run(tmp_path, file("a.docx", yes("x"), data="bytes"))
    claim(tmp_path, lesson_id("x"))
    run(tmp_path, file("otro nombre.docx", yes("x, leído mejor"), data="bytes"))
    assert set(statuses(tmp_path).values()) == {"revoked"}


def test_a_newer_version_stays_away(tmp_path: Path) -> None:
    """Another file with the same entity and most answers word for word is the same lesson."""
    run(tmp_path, file("a.docx", version("x")), file("before.docx", version("y", impact="Corto.")))
    claim(tmp_path, lesson_id("x"))
    run(tmp_path, file("b.pdf", version("z", solutions="Otra solución, que nadie conocía aún.")))
    assert set(statuses(tmp_path).values()) == {"revoked"}
    assert reasons(tmp_path) == [
        "Motivo: revoked.",
        "Motivo: revoked_version.",
        "Motivo: revoked_version.",
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"entity": "Otra alcaldía"},
        {"topic": "Otro tema"},
        {"situation": f"{LONG['situation']} Aquí no.", "impact": f"{LONG['impact']} Aquí no."},
    ],
    ids=["another entity", "another topic", "one answer of three"],
)
def test_another_lesson_with_answers_in_common_is_published(
    tmp_path: Path, changes: dict[str, str]
) -> None:
    """Offices copy answers from form to form: that alone makes no version."""
    run(tmp_path, file("a.docx", version("x")))
    claim(tmp_path, lesson_id("x"))
    run(tmp_path, file("b.docx", version("y", **changes)))
    assert statuses(tmp_path) == {"a.docx": "revoked", "b.docx": "published"}


def test_a_version_taken_for_one_wrongly_can_be_let_out_alone(tmp_path: Path) -> None:
    """Restoring the later file leaves the revoked lesson where it is."""
    run(tmp_path, file("a.docx", version("x")))
    claim(tmp_path, lesson_id("x"))
    later = file("b.docx", version("y"))
    run(tmp_path, later)
    assert lift(tmp_path, "b.docx") == ["b.docx"]
    run(tmp_path, later)
    assert statuses(tmp_path) == {"a.docx": "revoked", "b.docx": "published"}


def test_a_restored_lesson_is_read_again(tmp_path: Path) -> None:
    """Nothing of it was kept, so its file is asked for; until then the ledger says so."""
    first = file("a.docx", yes("x"))
    run(tmp_path, first)
    claim(tmp_path, lesson_id("x"))
    assert lift(tmp_path, lesson_id("x")) == ["a.docx"]
    assert reasons(tmp_path) == ["Motivo: to_be_read_again."]
    with open_store(tmp_path) as store:
        assert store.known("file:///in", "a.docx") is None
    run(tmp_path, first)
    assert statuses(tmp_path) == {"a.docx": "published"}


def test_no_still_holds_after_a_restore(tmp_path: Path) -> None:
    """Restoring takes the revocation back, not a No on another form."""
    run(tmp_path, file("a.docx", yes("x")), file("b.docx", no("x")))
    claim(tmp_path, lesson_id("x"))
    assert lift(tmp_path, lesson_id("x")) == []
    assert statuses(tmp_path) == {"a.docx": "revoked", "b.docx": "no_consent"}
    assert "Motivo: same_lesson_refused." in reasons(tmp_path)


@pytest.mark.parametrize("kind", [REVOKED, COMPLAINT])
def test_a_target_that_is_not_there_is_told(tmp_path: Path, kind: ClaimKind) -> None:
    """A mistyped id or path withholds nothing, and there is nothing to restore."""
    run(tmp_path, file("a.docx"))
    with open_store(tmp_path) as store:
        for target in ("0" * 16, "b.docx", "a.doc", ""):
            with pytest.raises(TargetError, match="unknown_target"):
                store.claim(target, kind, received_on="2025-06-17")
            with pytest.raises(TargetError, match="no_claim"):
                store.lift(target, kind, "restored")


def test_revoking_twice_is_one_revocation(tmp_path: Path) -> None:
    """The second call widens the first."""
    run(tmp_path, file("a.docx", yes("x")), file("b.docx", yes("x")))
    assert claim(tmp_path, lesson_id("x")).id == claim(tmp_path, "b.docx").id
    lift(tmp_path, "b.docx")
    assert reasons(tmp_path) == ["Motivo: to_be_read_again."] * 2


def test_a_complaint_holds_the_lesson_and_gives_it_back(tmp_path: Path) -> None:
    """Out of the dataset while it lasts, with copies that come meanwhile; then back at once."""
    run(tmp_path, file("a.docx", yes("x")))
    held = claim(tmp_path, lesson_id("x"), COMPLAINT)
    run(tmp_path, file("b.docx", yes("x")))
    assert [form.lesson_id for form in held.forms] == [lesson_id("x")]
    assert statuses(tmp_path) == {"a.docx": "revoked", "b.docx": "revoked"}
    assert set(reasons(tmp_path)) == {"Motivo: complaint_under_way."}
    assert read_forms(tmp_path)["lesson_id"].isna().all()
    assert len(read_lessons(tmp_path)) == 0
    assert lift(tmp_path, lesson_id("x"), None) == []
    assert statuses(tmp_path) == {"a.docx": "published", "b.docx": "duplicate"}


def test_a_complaint_can_end_in_a_revocation(tmp_path: Path) -> None:
    """The revocation closes the complaint, and the content is gone."""
    run(tmp_path, file("a.docx", yes("secreto")))
    claim(tmp_path, "a.docx", COMPLAINT)
    claim(tmp_path, lesson_id("secreto"))
    assert_nowhere(tmp_path, "secreto")
    with open_store(tmp_path) as store:
        assert [one.kind for one in store.open_claims()] == [REVOKED]


def test_a_query_withholds_nothing(tmp_path: Path) -> None:
    """Art. 14 asks for an answer, not for a withdrawal."""
    run(tmp_path, file("a.docx", yes("x")))
    assert claim(tmp_path, lesson_id("x"), ClaimKind.QUERY).extended is False
    assert statuses(tmp_path) == {"a.docx": "published"}
    with open_store(tmp_path) as store:
        assert [one.extended for one in store.extend(lesson_id("x"))] == [True]


def test_unreadable_files_are_not_the_same_file(tmp_path: Path) -> None:
    """Withholding one file that could not be opened says nothing of the others."""
    bad = replace(file("a.docx", no_form()), source_sha256="")
    run(tmp_path, bad, replace(bad, source_path="b.docx"))
    assert [form.source_path for form in claim(tmp_path, "a.docx").forms] == ["a.docx"]


events = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["yes", "no"]), st.sampled_from(["a.docx", "b.pdf", "c.html"])),
        st.tuples(st.sampled_from(["revoke", "restore", "publish"]), st.just("")),
    ),
    min_size=2,
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(history=events)
def test_nothing_is_published_while_a_no_or_a_revocation_stands(
    tmp_path_factory: pytest.TempPathFactory, history: list[tuple[str, str]]
) -> None:
    """Sí, No, revocations and restores of one lesson in any order, in one run and over several.

    What counts is what each source says last, and whether the revocation stands at the end.
    """
    out = tmp_path_factory.mktemp("events")
    said: dict[str, str] = {}
    revoked = False
    store = open_store(out)
    for what, path in history:
        if what == "publish":
            publish(store, out, reasons=say)
            store.close()
            store = open_store(out)
        elif what == "revoke" and said:
            store.claim(lesson_id("x"), REVOKED, received_on="2025-01-02")
            revoked = True
        elif what == "restore" and revoked:
            store.lift(lesson_id("x"), REVOKED, "restored")
            revoked = False
        elif path:
            said[path] = what
            form = yes("x") if what == "yes" else no("x")
            store.commit(file(path, form, data=f"{path} {what}"), READER)
    for _, path in list(store.to_reread()):
        store.commit(file(path, yes("x"), data=f"{path} yes"), READER)
    publish(store, out, reasons=say)
    store.close()
    shared = "yes" in said.values() and "no" not in said.values() and not revoked
    assert len(read_lessons(out)) == shared
    if not shared:
        assert_nowhere(out, lesson_id("x"))
