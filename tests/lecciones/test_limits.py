"""Limits as settings: where they come from, and what makes no sense."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import lecciones
from extract.bounds import Bounds
from lecciones.errors import UsageError
from lecciones.jobs import Limits
from lecciones.limits import FILE_VARIABLE, VARIABLE, chosen_limits, names
from lecciones.messages import LANGUAGES, catalogue
from tests.lecciones.builders import NO, YES, folder_of, form_docx, zipped

_TOLD = re.compile(r'LimitError\("([^"]+)"')
_PAGE = Path(__file__).parents[2] / "docs/limits.md"


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (VARIABLE, FILE_VARIABLE):
        monkeypatch.delenv(name, raising=False)


def test_later_sources_win(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file, then the environment, then the command line; what none names stays."""
    settings = tmp_path / "ajustes.toml"
    settings.write_text('[limits]\nseconds = 1\npages = 2\nfile_bytes = "3 MB"\n', encoding="utf-8")
    monkeypatch.setenv(VARIABLE, "pages=4, archive_depth=5")
    limits = chosen_limits(settings, ["archive_depth=6"])
    assert (limits.seconds, limits.bounds.pages, limits.archive_depth) == (1.0, 4, 6)
    assert limits.file_bytes == 3 * 1024**2
    assert limits.memory_bytes == Limits().memory_bytes
    monkeypatch.setenv(FILE_VARIABLE, str(settings))
    assert chosen_limits().seconds == 1.0


@pytest.mark.parametrize(
    ("pair", "value"),
    [
        ("memory_bytes=4GB", 4 * 1024**3),
        ("memory_bytes=1.5 GiB", 3 * 1024**3 // 2),
        ("memory_bytes=1000", 1000),
        ("seconds=0.5", 0.5),
        ("kernel_isolation=no", False),
        ("kernel_isolation=true", True),
    ],
)
def test_values_are_read(pair: str, value: float) -> None:
    """Sizes with units, seconds with a part, switches as words."""
    assert getattr(chosen_limits(pairs=[pair]), pair.partition("=")[0]) == value


@pytest.mark.parametrize(
    "pair",
    ["pages=0", "pages=-1", "pages=many", "pages=3GB", "pages", "seconds=nan", "nothing=1",
     "kernel_isolation=maybe", "=1"],
)  # fmt: skip
def test_what_makes_no_sense_is_a_usage_error(pair: str) -> None:
    """A limit that is none would be no limit."""
    with pytest.raises(UsageError):
        chosen_limits(pairs=[pair])


@pytest.mark.parametrize("content", ["seconds = ", "limits = 3", "[limits]\npages = true\n"])
def test_a_settings_file_that_is_none_is_told(tmp_path: Path, content: str) -> None:
    """So is one that is not there."""
    place = tmp_path / "ajustes.toml"
    place.write_text(content, encoding="utf-8")
    for file in (place, tmp_path / "none.toml"):
        with pytest.raises(UsageError):
            chosen_limits(file)


def test_every_limit_is_documented_with_its_default() -> None:
    """The page has a row for each limit and for no other."""
    rows = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", _PAGE.read_text("utf-8"), re.MULTILINE))
    assert set(rows) == set(names())
    units = {"Mi": 2**20, "MiB": 2**20, "GiB": 2**30}
    for name, shown in rows.items():
        default = getattr(Bounds() if hasattr(Bounds(), name) else Limits(), name)
        number, _, unit = shown.partition(" ")
        expected = (
            number == "true" if isinstance(default, bool) else int(number) * units.get(unit, 1)
        )
        assert default == expected, name


def test_every_limit_of_a_reader_has_its_words() -> None:
    """The ledger says in Spanish which limit a file is past, whichever reader says so."""
    sources = (_PAGE.parents[1] / "extract").rglob("*.py")
    told = {name for path in sources for name in _TOLD.findall(path.read_text(encoding="utf-8"))}
    assert {"depth", "tags", "characters"} <= told
    for lang in LANGUAGES:
        assert not [name for name in told if f"limit.{name}" not in catalogue(lang)]


def test_members_of_nested_archives_count_together(tmp_path: Path) -> None:
    """A nest of archives past the limit is one row, whatever was read of it before."""
    inner = {f"{n}.zip": zipped({f"{m}.txt": b"hola" for m in range(4)}) for n in range(4)}
    forms = folder_of(
        tmp_path / "in",
        {"nido.zip": zipped(inner), "a.docx": form_docx(YES), "b.docx": form_docx(NO)},
    )
    lecciones.run(forms, tmp_path / "out", limits=Limits(archive_members=10), workers=2)
    rows = lecciones.read_forms(tmp_path / "out").set_index("source_path")
    assert sorted(rows.index) == ["a.docx", "b.docx", "nido.zip"]
    assert rows.loc["nido.zip", "status"] == "unreadable"
    assert "cantidad de archivos" in str(rows.loc["nido.zip", "reason"])
    # With room enough it is read, and the row gives way to those of its members.
    lecciones.run(forms, tmp_path / "out", limits=Limits(archive_members=100))
    again = lecciones.read_forms(tmp_path / "out")
    assert len(again) == 2 + 16


def test_what_a_container_unpacks_to_counts_together(tmp_path: Path) -> None:
    """Members that are each small enough may be too much together."""
    inner = {f"{n}.zip": zipped({"a.txt": b"hola " * 20_000}) for n in range(8)}
    forms = folder_of(tmp_path / "in", {"nido.zip": zipped(inner)})
    lecciones.run(forms, tmp_path / "out", limits=Limits(archive_bytes=300_000))
    (row,) = lecciones.read_forms(tmp_path / "out").itertuples()
    assert (row.source_path, row.status) == ("nido.zip", "unreadable")
