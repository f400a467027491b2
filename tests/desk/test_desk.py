"""The desk's pages over HTTP: what is shown, what is decided, and what is never stored."""

from __future__ import annotations

import re
import struct
import sys
import tempfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import lecciones
from desk import commands
from lecciones import cli
from lecciones.running import OwnersChoice
from tests.desk.desks import WHO, opened_desk, small_dataset
from tests.desk.test_guard import inbox_of, upload
from tests.lecciones.builders import NO, SAID, UNMARKED, YES, folder_of, form_docx
from tests.lecciones.test_review import call, ledger, written

if TYPE_CHECKING:
    from tests.desk.desks import Desk

SAMPLES = Path(__file__).parents[2] / "samples/forms"


def test_the_queue_shows_what_waits_and_why(desk: Desk) -> None:
    """Unclear consents first; filters choose; everything is counted."""
    text = desk.get("/queue").text
    assert "sin.docx" in text
    assert "z.zip!/ambas.docx" in text
    assert "no.docx" not in text
    assert "Sin marca en la autorización" in text
    assert "Por decidir: 2. Decididos: 0." in text
    chosen = desk.get("/queue?reason=consent_both").text
    assert "z.zip!/ambas.docx" in chosen
    assert "sin.docx" not in chosen
    of_entity = desk.get("/queue?state=all&entity=Alcald%C3%ADa%20de%20Villa%20Ejemplo").text
    assert "si.docx" in of_entity
    assert "sin.docx" not in of_entity


def test_a_form_is_shown_beside_what_was_read(desk: Desk) -> None:
    """Its sheet, its answers, the consent's marks, and the way to the next one."""
    text = desk.get(desk.address("sin.docx")).text
    assert SAID in text
    assert 'class="verdict verdict-unmarked"' in text
    assert "ninguna opción está marcada" in text
    assert text.count('data-field="topic"') == 3  # the cell, the line, and the answer
    assert 'id="after"' in text
    assert "☐" in text


def test_looking_stores_nothing(tmp_path: Path, desk: Desk) -> None:
    """The page of an unclear form is read and shown; no file holds a word of it."""
    for path in ("sin.docx", "z.zip!/ambas.docx", "no.docx"):
        assert SAID in desk.get(desk.address(path)).text
    words = ["en menos días el Dos", "en menos días el Tres", "en menos días el Cuatro"]
    for word in words:
        assert written(tmp_path / "out", word) == []
    for folder in (Path(tempfile.gettempdir()), Path("/dev/shm")):  # noqa: S108
        for file in folder.glob("lecciones-taller-*/**/*") if folder.is_dir() else ():
            assert not file.is_file() or words[0].encode() not in file.read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_what_a_link_leads_to_is_shown_and_decided(tmp_path: Path) -> None:
    """Where the run followed links, the desk does; other bytes behind the link are not shown."""
    folder_of(tmp_path, {"o/sin.docx": form_docx(UNMARKED, "Dos"), "in/si.docx": form_docx()})
    for name in ("f", "g"):
        (tmp_path / "in" / name).symlink_to(tmp_path / "o")
    owner = OwnersChoice(follow_links=True)
    lecciones.run(tmp_path / "in", tmp_path / "out", workers=1, owner=owner)
    with opened_desk(tmp_path / "out") as desk:
        assert SAID in desk.get(desk.address("f/sin.docx")).text
        assert desk.decide("f/sin.docx", "yes").status == 303
        assert "Dos" in desk.published()
        (tmp_path / "o/sin.docx").write_bytes(form_docx(NO, "Otra"))
        assert SAID not in desk.get(desk.address("f/sin.docx")).text


@pytest.mark.parametrize("path", ["sin.docx", "z.zip!/ambas.docx"])
@pytest.mark.parametrize("action", ["yes", "no", "not_a_form"])
def test_consent_is_settled_each_way(desk: Desk, path: str, action: str) -> None:
    """And goes on to the next form, from where it can be undone."""
    answer = desk.decide(path, action)
    assert answer.status == 303
    following = desk.get(answer.headers["location"])
    assert following.status == 200
    assert f"Guardado: {path}" in following.text
    assert "/undo" in following.text
    topic = "Dos" if path == "sin.docx" else "Tres"
    assert (topic in desk.published()) == (action == "yes")
    statuses = {"yes": "published", "no": "no_consent", "not_a_form": "not_a_form"}
    assert ledger(desk.out).loc[path, "status"] == statuses[action]
    assert WHO in call("proof", desk.out, path).stdout


def test_a_yes_keeps_what_was_corrected_with_it(desk: Desk) -> None:
    """One press: the consent, and the date beside it."""
    desk.decide("sin.docx", "yes", completed_on="18/06/2025")
    assert desk.published()["Dos"] == "corrected"
    frame = lecciones.read_lessons(desk.out).set_index("topic")
    assert str(frame.loc["Dos", "completed_on"])[:10] == "2025-06-18"


def test_what_was_corrected_is_not_kept_with_a_no(tmp_path: Path, desk: Desk) -> None:
    """Nor with the button that needs a Sí."""
    assert desk.decide("sin.docx", "no", lesson="Palabra-Que-No-Queda").status == 303
    assert desk.decide("z.zip!/ambas.docx", "save", lesson="Palabra-Que-No-Queda").status == 422
    assert written(tmp_path / "out", "Palabra-Que-No-Queda") == []


def test_confirming_and_correcting_say_so_in_the_dataset(desk: Desk) -> None:
    """`confirmed` where nothing was changed, `corrected` where something was."""
    assert desk.decide("si.docx", "confirm").status == 303
    assert desk.published() == {"Uno": "confirmed"}
    assert desk.decide("si.docx", "save", topic="Otro tema").status == 303
    assert desk.published() == {"Otro tema": "corrected"}
    assert "corregido" in desk.get(desk.address("si.docx")).text


def test_nothing_changed_is_no_decision(desk: Desk) -> None:
    """Saving what stands there says so, and keeps no step."""
    answer = desk.decide("si.docx", "save")
    assert answer.status == 422
    assert "no se decidió nada" in answer.text


def test_a_wrong_date_is_told_and_what_was_typed_stays(desk: Desk) -> None:
    """Nothing is lost but the press of the button."""
    answer = desk.decide("si.docx", "save", completed_on="31/02/2025", lesson="Lo nuevo")
    assert answer.status == 422
    assert "no es una fecha" in answer.text
    assert "31/02/2025</textarea>" in answer.text
    assert "Lo nuevo</textarea>" in answer.text


def test_undo_gives_back_what_was_read(desk: Desk) -> None:
    """A No on a published form withdraws at once; undone, the lesson is back."""
    desk.decide("si.docx", "no")
    desk.office.wait(60)
    assert len(lecciones.read_lessons(desk.out)) == 0
    address = desk.address("si.docx")
    answer = desk.post(f"{address}/undo", seen=desk.seen(address))
    assert answer.status == 303
    assert "Se deshizo" in desk.get(answer.headers["location"]).text
    assert desk.published() == {"Uno": "none"}
    again = desk.post(f"{address}/undo", seen=desk.seen(address))
    assert again.status == 409
    assert "no hay ninguna decisión" in again.text


def test_the_second_of_two_tabs_is_told_and_loses_nothing(desk: Desk) -> None:
    """Two people at once: the first decision stands, the second one's words are still there."""
    address = desk.address("sin.docx")
    seen, values = desk.seen(address), desk.values(address)
    assert desk.decide("sin.docx", "yes").status == 303
    typed = {**values, "value-lesson": "Escrito en la otra pestaña"}
    answer = desk.post(f"{address}/decide", action="no", seen=seen, **typed)
    assert answer.status == 409
    assert "Alguien decidió" in answer.text
    assert "Escrito en la otra pestaña</textarea>" in answer.text
    assert WHO in answer.text
    assert "Dos" in desk.published()
    version = re.search(r'name="seen" value="(\d+)"', answer.text)
    assert version is not None
    assert desk.post(f"{address}/decide", action="no", seen=version[1], **typed).status == 303
    assert "Dos" not in desk.published()


def test_decisions_hold_over_a_new_start_and_a_new_run(tmp_path: Path) -> None:
    """The desk is closed half-way: what was decided is kept, the old link is not."""
    out = small_dataset(tmp_path)
    with opened_desk(out) as first:
        first.decide("sin.docx", "yes")
        cookies = first.cookies
    lecciones.run(tmp_path / "in", out, workers=1)
    with opened_desk(out, enter=False) as second:
        second.cookies.update(cookies)
        refused = second.get("/queue")
        assert refused.status == 403
        assert "lo que ya había decidido está guardado" in refused.text
        second.enter()
        assert "Decididos: 1" in second.get("/queue").text
        assert set(second.published()) == {"Uno", "Dos"}


@pytest.mark.parametrize("how", ["gone", "changed"])
def test_a_source_that_is_gone_or_changed_is_told(tmp_path: Path, desk: Desk, how: str) -> None:
    """There is no page to look at, so no Sí can be said; a No can."""
    address = desk.address("sin.docx")
    seen = desk.seen(address)
    if how == "gone":
        (tmp_path / "in/sin.docx").unlink()
    else:
        (tmp_path / "in/sin.docx").write_bytes(form_docx(UNMARKED, "Otro"))
    text = desk.get(address).text
    assert ("ya no está" if how == "gone" else "cambió desde que se leyó") in text
    assert SAID not in text
    assert 'value="yes"' not in text
    assert desk.post(f"{address}/decide", action="yes", seen=seen).status == 422
    assert desk.post(f"{address}/decide", action="no", seen=seen).status == 303
    assert "Dos" not in desk.published()


def test_the_same_bytes_elsewhere_serve_as_the_source(tmp_path: Path, desk: Desk) -> None:
    """The form is known by its bytes, wherever a run met them."""
    data = (tmp_path / "in/sin.docx").read_bytes()
    folder_of(tmp_path / "otra", {"copia.docx": data})
    lecciones.run(tmp_path / "otra", desk.out, workers=1)
    (tmp_path / "in/sin.docx").unlink()
    assert SAID in desk.get(desk.address("copia.docx")).text


def test_pages_speak_english_too(desk: Desk) -> None:
    """The language is chosen on the page and kept by the browser."""
    answer = desk.get("/language/en")
    name, _, value = answer.headers["set-cookie"].partition(";")[0].partition("=")
    desk.cookies[name] = value
    for path in ("/queue", desk.address("sin.docx"), "/work", "/nada"):
        text = desk.get(path).text
        assert '<html lang="en">' in text
        assert "Por revisar" not in text
    assert "set-cookie" not in desk.get("/language/xx").headers


def pixels(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG whose content is whole."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height, depth, colour = struct.unpack(">IIBB", png[16:26])
    start = png.index(b"IDAT") + 4
    (length,) = struct.unpack(">I", png[start - 8 : start - 4])
    lines = zlib.decompress(png[start : start + length])
    assert depth == 8
    assert len(lines) == height * (1 + width * (3 if colour == 2 else 1))
    return width, height


def test_a_pdf_is_shown_as_its_pages_with_frames(tmp_path: Path) -> None:
    """One picture a page, with a frame for each answer and each mark of the consent."""
    names = ["LECCION ACUERDOS DE CONVIVENCIA.pdf", "Leccion turnos preferentes v2.pdf"]
    folder_of(tmp_path / "in", {name: (SAMPLES / name).read_bytes() for name in names})
    lecciones.run(tmp_path / "in", tmp_path / "out", workers=1)
    with opened_desk(tmp_path / "out") as desk:
        address = desk.address(names[1])
        text = desk.get(address).text
        answer = desk.get(f"{address}/pages/1.png?turn=0")
        assert answer.headers["content-type"] == "image/png"
        width, height = pixels(answer.content)
        assert (width, height) == (935, 1210)
        assert pixels(desk.get(f"{address}/pages/1.png?turn=1").content) == (height, width)
        frames = re.findall(r'<polygon data-field="(\w+)"', text)
        assert frames.count("consent") >= 2
        assert {"entity", "topic", "lesson"} <= set(frames)
        assert desk.get(f"{address}/pages/2.png").status == 404


def test_the_whole_job_without_a_terminal(whole_desk: Desk) -> None:
    """Hand in, run, review, publish, open the report."""
    assert "Todavía no hay nada" in whole_desk.get("/").text
    files = {"a.docx": form_docx(YES, "Uno"), "mes/b.docx": form_docx(UNMARKED, "Dos")}
    assert upload(whole_desk, files).status == 303
    assert len(inbox_of(whole_desk)) == 2
    assert whole_desk.post("/run").headers["location"] == "/work"
    whole_desk.office.wait(120)
    assert "Lecciones publicadas: 1" in whole_desk.get("/work").text
    assert '"state":"done"' in whole_desk.get("/work.json").text
    assert whole_desk.decide("mes/b.docx", "yes").status == 303
    assert "Publicar ahora" in whole_desk.get("/").text
    assert set(whole_desk.published()) == {"Uno", "Dos"}
    assert "Publicar ahora" not in whole_desk.get("/").text
    report = whole_desk.get("/dataset/restricted/report.html")
    assert "Informe de lecciones aprendidas" in report.text
    assert whole_desk.get("/dataset/lessons.csv").content.count(b"\n") == 3
    assert whole_desk.get("/dataset/nada.csv").status == 404


def test_before_there_is_a_dataset_pages_say_so(whole_desk: Desk) -> None:
    """The queue, a form and publishing ask for a run first."""
    for path in ("/queue", "/forms/" + "0" * 64 + "/1"):
        answer = whole_desk.get(path)
        assert answer.status == 404
        assert "Todavía no hay un conjunto de datos" in answer.text
    assert whole_desk.post("/publish").status == 404


def test_while_a_run_is_going_on_pages_wait(
    whole_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is decided meanwhile; the page says why and opens by itself."""
    import threading

    upload(whole_desk, {"a.docx": form_docx(UNMARKED, "Uno")})
    whole_desk.post("/run")
    whole_desk.office.wait(120)
    address, go_on = whole_desk.address("a.docx"), threading.Event()
    seen = whole_desk.seen(address)
    monkeypatch.setattr("desk.office._WAIT_SECONDS", 0.1)
    monkeypatch.setattr("lecciones.publishing.publish_all", lambda *_: go_on.wait(60))
    whole_desk.post("/publish")
    try:
        assert whole_desk.get(address).status == 503
        answer = whole_desk.post(f"{address}/decide", action="yes", seen=seen)
        assert answer.status == 503
        assert "Esta página se abre sola" in answer.text
        assert "Qué se está haciendo" in whole_desk.get("/").text
    finally:
        go_on.set()
    whole_desk.office.wait(60)
    monkeypatch.undo()
    assert whole_desk.seen(address) == seen


def test_another_program_at_work_is_told(desk: Desk) -> None:
    """A run in a terminal has the dataset: the page says so, and nothing breaks."""
    from lecciones.acts import opened

    address = desk.address("sin.docx")
    with opened(desk.out):
        answer = desk.get("/queue")
    assert answer.status == 503
    assert "Otra ejecución está escribiendo" in answer.text
    assert desk.get(address).status == 200


def test_a_missing_extra_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What to install, for both commands."""
    monkeypatch.setattr(commands, "NEEDED", ("no_hay_tal_modulo",))
    for arguments in (("review", tmp_path), ("desk", tmp_path)):
        done = call(*arguments)
        assert done.exit_code == 2
        assert "pip install lecciones[desk]" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("review", "nada"), "no hay un conjunto de datos"),
        (("desk", "BASE", "--folder", "nada"), "No existe"),
        (("review", "OUT", "--port", "PORT"), "está ocupado"),
    ],
)
def test_a_wrong_call_is_one_sentence(
    desk: Desk, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    """What is wrong and what to do, without a traceback."""
    port = desk.host.partition(":")[2]
    known = {"OUT": str(desk.out), "BASE": str(tmp_path / "base"), "PORT": port}
    done = call(*(known.get(a, a) for a in arguments), "--no-browser")
    assert done.exit_code in (1, 2)
    assert words in done.stderr
    assert "Traceback" not in done.output


def test_the_program_knows_the_desk() -> None:
    """Both commands are in the help."""
    names = {command.name for command in cli.app.registered_commands}
    assert {"review", "desk"} <= names


def test_forms_of_an_object_store_are_shown_and_decided(tmp_path: Path) -> None:
    """The page is fetched for the look; what is gone there is told."""
    fsspec = pytest.importorskip("fsspec", reason="needs the extra `s3`")
    files = fsspec.filesystem("memory")
    files.pipe_file("/mesa/sin.docx", form_docx(UNMARKED, "Dos"))
    files.pipe_file("/mesa/si.docx", form_docx(YES, "Uno"))
    lecciones.run("memory://mesa", tmp_path / "out", workers=1)
    with opened_desk(tmp_path / "out") as desk:
        assert SAID in desk.get(desk.address("sin.docx")).text
        assert desk.decide("sin.docx", "yes").status == 303
        assert set(desk.published()) == {"Uno", "Dos"}
        files.rm("/mesa", recursive=True)
        assert "ya no está" in desk.get(desk.address("sin.docx")).text
