"""Private folders for what is being converted."""

from __future__ import annotations

import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from lecciones.workshop import Workshop, sweep

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX locks")


def test_folder_is_private_and_gone_in_the_end(tmp_path: Path) -> None:
    """Only its user can enter the folder, and nothing of it is left."""
    with Workshop(tmp_path) as workshop:
        (workshop.folder / "in.doc").write_bytes(b"x")
        assert stat.S_IMODE(workshop.folder.stat().st_mode) == 0o700
    assert not list(tmp_path.iterdir())


def test_what_a_crash_left_is_swept_and_what_is_in_use_is_not(tmp_path: Path) -> None:
    """The folder of a killed process is removed by the next; that of a living one stays."""
    killed = (
        "import os, pathlib, sys\n"
        "from lecciones.workshop import Workshop\n"
        "shop = Workshop(pathlib.Path(sys.argv[1]))\n"
        "(shop.folder / 'in.doc').write_bytes(b'x')\n"
        "os.kill(os.getpid(), 9)\n"
    )
    with Workshop(tmp_path) as living:
        done = subprocess.run([sys.executable, "-c", killed, str(tmp_path)], check=False)
        assert done.returncode == -9
        assert len(list(tmp_path.iterdir())) == 2
        sweep(tmp_path)
        assert list(tmp_path.iterdir()) == [living.folder]


def test_other_folders_are_left_alone(tmp_path: Path) -> None:
    """Nothing that is not ours is removed, nor what a link points to."""
    kept = tmp_path / "kept"
    kept.mkdir()
    (tmp_path / "lecciones-taller-link").symlink_to(kept)
    (tmp_path / "lecciones-taller-new").mkdir()  # being made: its lock is not there yet
    sweep(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "kept",
        "lecciones-taller-link",
        "lecciones-taller-new",
    ]
