"""Reading on a Dask cluster: a scheduler and two workers, each a process of its own."""

from __future__ import annotations

import hashlib
import sys
import threading
from typing import TYPE_CHECKING

import pytest

import lecciones
from tests.lecciones.builders import NO, YES, folder_of, form_docx, letter_docx, zipped

if TYPE_CHECKING:
    from pathlib import Path

    from lecciones.pipeline import Progress
    from tests.lecciones.conftest import Cluster

pytest.importorskip("distributed", reason="needs the extra `cluster`")
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kills by signal")
_TABLES = ("lessons.parquet", "lessons.csv", "answers.parquet")
_LEDGER = ("restricted/forms.parquet", "restricted/forms.csv")


def _forms(folder: Path) -> Path:
    files = {f"{n:02}.docx": form_docx(NO if n % 5 == 4 else YES, f"Tema {n}") for n in range(24)}
    files["carta.docx"] = letter_docx()
    files["varios.zip"] = zipped({"a.docx": form_docx(YES, "Otro tema"), "b.pdf": b"%PDF-1.4"})
    return folder_of(folder, files)


def _digests(out: Path) -> dict[str, str]:
    names = (*_TABLES, *_LEDGER)
    return {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in names}


def test_a_cluster_that_loses_a_worker_gives_the_bytes_of_a_local_run(
    tmp_path: Path, cluster: Cluster
) -> None:
    """One of two workers is killed half-way: its files are read by the other one."""
    forms = _forms(tmp_path / "in")
    lecciones.run(forms, tmp_path / "local", workers=1)
    killed = threading.Event()

    def kill_one(progress: Progress) -> None:
        if progress.done >= 6 and not killed.is_set():
            killed.set()
            cluster.workers[0].kill()

    run = lecciones.run(forms, tmp_path / "cluster", scheduler=cluster.address, progress=kill_one)
    assert killed.is_set()
    assert cluster.workers[0].wait(10) != 0
    assert run.overview.published == 20 + 1
    assert _digests(tmp_path / "cluster") == _digests(tmp_path / "local")


def test_workers_fetch_what_they_read_from_s3(
    tmp_path: Path, bucket: str, cluster: Cluster
) -> None:
    """Each for itself; the bytes are those of a local run over the same forms."""
    import fsspec

    forms = _forms(tmp_path / "in")
    store = fsspec.filesystem("s3", skip_instance_cache=True)
    store.put(f"{forms}/", f"{bucket}/formularios/", recursive=True)
    lecciones.run(forms, tmp_path / "local", workers=1)
    run = lecciones.run(f"{bucket}/formularios", tmp_path / "s3", scheduler=cluster.address)
    assert run.overview.published == 20 + 1
    assert _digests(tmp_path / "s3") == _digests(tmp_path / "local")


def test_a_second_run_on_a_cluster_reads_nothing_anew(tmp_path: Path, cluster: Cluster) -> None:
    """What a local run has read is known to one on a cluster."""
    forms = folder_of(tmp_path / "in", {"a.docx": form_docx(), "b.docx": form_docx(NO)})
    lecciones.run(forms, tmp_path / "out", workers=1)
    again = lecciones.run(forms, tmp_path / "out", scheduler=cluster.address)
    assert (again.files_read, again.files_unchanged) == (0, 2)


def test_no_scheduler_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody answers, or the address is none, the run says so and names it."""
    monkeypatch.setattr("lecciones.cluster._CONNECT_SECONDS", 1)
    forms = folder_of(tmp_path / "in", {"a.docx": form_docx()})
    with pytest.raises(lecciones.RunError, match=r"tcp://127\.0\.0\.1:9"):
        lecciones.run(forms, tmp_path / "out", scheduler="tcp://127.0.0.1:9")
    with pytest.raises(lecciones.UsageError, match="no-such"):
        lecciones.run(forms, tmp_path / "out", scheduler="no-such://127.0.0.1:9")
