"""Inputs and a copy of the dataset in object stores: a real S3 server, and fsspec's memory."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import lecciones
from lecciones.sending import send
from tests.lecciones.builders import NO, SAID, YES, folder_of, form_docx, mailed, zipped

if TYPE_CHECKING:
    from pathlib import Path

fsspec: Any = pytest.importorskip("fsspec", reason="needs the extra `s3`")
_TABLES = (
    "lessons.parquet",
    "lessons.csv",
    "answers.parquet",
    "restricted/forms.parquet",
    "restricted/forms.csv",
)


def _files() -> dict[str, bytes]:
    return {
        "a/uno.docx": form_docx(YES, "Uno"),
        "a/dos.docx": form_docx(NO, "Dos"),
        "varios.zip": zipped({"x.docx": form_docx(YES, "Tres"), "y.docx": form_docx(YES, "Uno")}),
        "correo.eml": mailed({"ficha.docx": form_docx(YES, "Cuatro")}),
        "a/.oculto.docx": form_docx(YES, "Oculto"),
    }


def _bytes_of(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in _TABLES}


def test_forms_in_s3_give_the_bytes_of_a_local_run(tmp_path: Path, bucket: str) -> None:
    """Files, archives and mails; and again no form is read, until an object changes."""
    store = fsspec.filesystem("s3", skip_instance_cache=True)
    files = _files()
    for name, data in files.items():
        store.pipe_file(f"cubo/formularios/{name}", data)
    lecciones.run(folder_of(tmp_path / "in", files), tmp_path / "local", workers=1)
    summary = lecciones.run(f"{bucket}/formularios", tmp_path / "out", workers=2)
    assert summary.lessons == 3
    assert _bytes_of(tmp_path / "out") == _bytes_of(tmp_path / "local")
    again = lecciones.run(f"{bucket}/formularios", tmp_path / "out", workers=1)
    assert again.files_read == 1  # the mail's own text, which is no form and so has no row
    store.pipe_file("cubo/formularios/a/dos.docx", form_docx(YES, "Dos"))
    changed = lecciones.run(f"{bucket}/formularios", tmp_path / "out", workers=1)
    assert (changed.files_read, changed.lessons) == (2, 4)


def test_a_single_object_is_found_under_its_folder(tmp_path: Path, bucket: str) -> None:
    """As a file that is given directly."""
    fsspec.filesystem("s3", skip_instance_cache=True).pipe_file("cubo/f/uno.docx", form_docx())
    lecciones.run(f"{bucket}/f/uno.docx", tmp_path / "out", workers=1)
    assert list(lecciones.read_forms(tmp_path / "out")["source_path"]) == ["uno.docx"]


def test_the_public_set_is_sent_whole_and_the_old_one_removed(tmp_path: Path, bucket: str) -> None:
    """`current.json` names the set that counts; nothing restricted leaves; no set is kept."""
    forms = folder_of(tmp_path / "in", {"a.docx": form_docx(YES, "Uno")})
    sent = f"{bucket}/publico"
    lecciones.run(forms, tmp_path / "out", workers=1, publish_to=sent)
    store = fsspec.filesystem("s3", skip_instance_cache=True)
    first = json.loads(store.cat_file("cubo/publico/current.json"))
    (forms / "a.docx").write_bytes(form_docx(YES, "Otro"))
    lecciones.run(forms, tmp_path / "out", workers=1, publish_to=sent)
    store.invalidate_cache()
    current = json.loads(store.cat_file("cubo/publico/current.json"))
    assert current["dataset"] != first["dataset"]
    found = store.find("cubo/publico")
    place = f"cubo/publico/{current['dataset']}"
    assert set(found) == {f"{place}/{n}" for n in current["files"]} | {"cubo/publico/current.json"}
    for name in ("lessons.parquet", "lessons.csv", "datapackage.json"):
        assert store.cat_file(f"{place}/{name}") == (tmp_path / "out" / name).read_bytes()
    assert not [path for path in found if "restricted" in path or "forms" in path]


def test_an_upload_that_breaks_off_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until the manifest is there the old set counts, and all of it is there."""
    old, new = tmp_path / "old", tmp_path / "new"
    for folder, text in ((old, "uno"), (new, "dos")):
        folder_of(folder, {"lessons.csv": text.encode(), "zzz.json": text.encode()})
    memory = fsspec.filesystem("memory")
    send(old, "memory://datos")
    before = {path: memory.cat_file(path) for path in memory.find("/datos")}
    whole = type(memory).put_file

    def breaks(self: object, local: str, remote: str, **options: object) -> None:
        if local.endswith("zzz.json"):
            raise OSError("gone")
        whole(self, local, remote, **options)

    monkeypatch.setattr(type(memory), "put_file", breaks)
    with pytest.raises(lecciones.RunError, match="memory://datos"):
        send(new, "memory://datos")
    after = {path: memory.cat_file(path) for path in memory.find("/datos")}
    assert before.items() <= after.items()
    monkeypatch.undo()
    send(new, "memory://datos")
    assert b"uno" not in {memory.cat_file(path) for path in memory.find("/datos")}
    memory.rm("/datos", recursive=True)


def test_a_refused_form_from_elsewhere_is_not_kept(tmp_path: Path) -> None:
    """Forms in fsspec's memory are read too; of one with No nothing stays."""
    memory = fsspec.filesystem("memory")
    memory.pipe_file("/fichas/no.docx", form_docx(NO))
    summary = lecciones.run("memory://fichas", tmp_path / "out", workers=1)
    assert summary.by_status["no_consent"] == 1
    for path in (tmp_path / "out").rglob("*"):
        assert path.is_dir() or SAID.encode() not in path.read_bytes()
    memory.rm("/fichas", recursive=True)


def test_what_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    """A missing folder and an address that nothing opens are told as wrong usage."""
    with pytest.raises(lecciones.UsageError, match="memory://nada"):
        lecciones.run("memory://nada", tmp_path / "out")
    with pytest.raises(lecciones.UsageError, match="nadie://"):
        lecciones.run("nadie://cubo", tmp_path / "out")
