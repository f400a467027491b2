"""Files that are odd, damaged or hostile."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from extract import docx
from extract.bounds import Bounds
from extract.docx import package
from extract.errors import DamagedError, ExtractError, LimitError
from extract.model import SourceFormat
from tests.extract.docx import build
from tests.extract.docx.build import p, tbl, tr

_GOOD = build.docx(p("hola"))
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_HOSTILE = Path(__file__).parents[3] / "../shared/hostile/files"


def _with(name: str, content: str | bytes) -> bytes:
    return build.docx(p("hola"), extra={name: content})


_BOMB = (
    '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    f'<w:document xmlns:w="{build.W_SPACE}"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p>'
    "</w:body></w:document>"
)
_DEEP = "<w:sdt><w:sdtContent>" * 200 + "</w:sdtContent></w:sdt>" * 200
_BROKEN = [
    (_GOOD[:200], DamagedError),
    (_GOOD[: len(_GOOD) // 2], DamagedError),
    (b"PK\x03\x04 word/ nothing", DamagedError),
    (_with("word/document.xml", "<w:document"), DamagedError),
    (_with("word/document.xml", ""), DamagedError),
    (_with("word/document.xml", "<other/>"), DamagedError),
    (_with("word/document.xml", _BOMB), LimitError),
    (build.docx(_DEEP), LimitError),
    (build.zipped({"[Content_Types].xml": "<Types/>"}), DamagedError),
    (build.zipped({"_rels/.rels": build.relationships({"officeDocument": "x.xml"})}), DamagedError),
]


@pytest.mark.parametrize(("data", "error"), _BROKEN)
def test_broken_file(data: bytes, error: type[ExtractError]) -> None:
    """A file that gives no document says why, and its content stays out of the message."""
    with pytest.raises(error) as caught:
        docx.read(data)
    assert "hola" not in str(caught.value)


@pytest.mark.parametrize("cut", [60, 300, -1, -30])
def test_cut_off_file_is_accepted(cut: int) -> None:
    """A Word file whose end is missing is still known as one, so that it is called damaged."""
    assert docx.accepts(_GOOD[:cut])


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"<html>", build.zipped({"a.txt": "word"}), b"PK\x03\x04xl/"]
)
def test_other_formats_are_not_accepted(data: bytes) -> None:
    """What is no Word file is left to others."""
    assert not docx.accepts(data)


def test_main_part_by_relationship_and_by_type() -> None:
    """The document part may have any name; the relationships or the content types tell it."""
    body = f"<w:document {build.NAMESPACES}><w:body>{p('hola')}</w:body></w:document>"
    moved = {
        "_rels/.rels": build.relationships({"officeDocument": "/word/document2.xml"}),
        "word\\document2.xml": body,
        "[Content_Types].xml": "<Types><a ContentType='wordprocessingml'/></Types>",
    }
    assert docx.accepts(build.zipped(moved))
    assert build.shown(docx.read(build.zipped(moved))) == "hola"


def test_strict_namespaces() -> None:
    """A file saved as Strict Open XML reads like any other."""
    strict = build.docx(p("hola", build.box("1", "☒")))
    entries = {
        "word/document.xml": package.Package(strict)
        .raw("word/document.xml")
        .replace(build.W_SPACE.encode(), _STRICT.encode())
    }
    document = docx.read(build.docx("", extra={**entries}))
    assert build.shown(document) == "hola{on}"


@pytest.mark.parametrize("kind", ["styles", "numbering", "footnotes", "header", "comments"])
def test_damaged_secondary_part_costs_only_itself(kind: str) -> None:
    """The body is read although another part is broken, and the loss is noticed."""
    data = build.docx(p("hola"), extra={f"word/{kind}.xml": "<broken"}, **{kind: ""})
    document = docx.read(data)
    assert build.shown(document) == "hola"
    assert build.codes(document) == ["part_damaged"]
    assert document.format is SourceFormat.DOCX


def test_compression_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part that unpacks to far more than it packs is refused before it is unpacked."""
    monkeypatch.setattr(package, "RATIO_FROM_BYTES", 10_000)
    with pytest.raises(LimitError):
        docx.read(build.docx(p("a" * 200_000)))


def test_size_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parts together may unpack to so many bytes and no more."""
    monkeypatch.setattr(package, "bounds", lambda: Bounds(package_bytes=500))
    with pytest.raises(LimitError):
        docx.read(_GOOD)


def test_macros_are_left_alone() -> None:
    """A file with macros reads like any other; that it has them is noticed."""
    document = docx.read(_with("word/vbaProject.bin", b"\x00"))
    assert build.shown(document) == "hola"
    assert build.codes(document) == ["macros_ignored"]


_DEPTH = ["embedded_document_ignored"]
_CHUNK = "<w:altChunk r:id='aFChunk'/>"


@pytest.mark.parametrize(
    ("name", "content", "expected", "codes"),
    [
        ("a.html", b"<p>Entidad</p>", "antes\nEntidad\nfin", []),
        ("a.txt", "Alcaldía".encode("cp1252"), "antes\nAlcaldía\nfin", []),
        ("a.rtf", b"{\\rtf}", "antes\nfin", ["embedded_document_ignored"]),
        ("a.docx", build.docx(p("dentro") + "<w:altChunk/>"), "antes\ndentro\nfin", _DEPTH),
        ("a.docx", b"PK", "antes\nfin", ["part_damaged"]),
        ("gone.html", b"", "antes\nfin", ["part_damaged"]),
    ],
)
def test_embedded_document(name: str, content: bytes, expected: str, codes: list[str]) -> None:
    """An embedded page or text is read in its place; what cannot be read is noticed."""
    extra: dict[str, str | bytes] = {
        "word/_rels/document.xml.rels": build.relationships({"aFChunk": name})
    }
    if content:
        extra["word/" + name] = content
    document = docx.read(build.docx(p("antes") + _CHUNK + p("fin"), extra=extra))
    assert build.shown(document) == expected
    assert build.codes(document) == codes


def _hostile() -> list[Path]:
    endings = (".docx", ".dotx", ".docm")
    if not _HOSTILE.is_dir():
        return []
    return sorted(f for f in _HOSTILE.iterdir() if f.name.lower().endswith(endings))


@pytest.mark.skipif(not _hostile(), reason="the collection of odd real files is not here")
def test_odd_real_files() -> None:
    """Whatever the file, reading gives a document or one of our own errors."""
    read = 0
    for path in _hostile():
        try:
            docx.read(path.read_bytes())
            read += 1
        except ExtractError:
            pass
    assert read > 40


def test_typical_form_is_quick() -> None:
    """A form of two pages takes a few milliseconds (a generous bound against a slow machine)."""
    rows = [tr(f"Pregunta {i}", p("Respuesta de prueba. " * 20) * 4) for i in range(15)]
    data = build.docx(tbl(*rows))
    docx.read(data)
    start = time.perf_counter()
    docx.read(data)
    assert time.perf_counter() - start < 0.1
