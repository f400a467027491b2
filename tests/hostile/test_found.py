"""What the fuzzer and the attack files found, each as small as it gets."""

from __future__ import annotations

import tracemalloc
import zipfile
from io import BytesIO

import pytest

from extract import formats, html, pdf
from extract.errors import DamagedError, ExtractError, LimitError
from extract.signatures import is_headless_pdf
from tests.hostile.pdfs import one_page, stream


def test_a_box_beside_the_page_is_not_measured() -> None:
    """A square drawn off the page cannot be seen, and is no fault of the reader."""
    square = stream(b"1 w 900 700 10 10 re S BT /F 12 Tf 72 700 Td (hola) Tj ET")
    document = pdf.read(one_page(square))
    assert document.page_count == 1


def test_long_numbers_in_a_text_are_no_objects_of_a_pdf() -> None:
    """Looking for a PDF without its head takes no time that grows with the square."""
    assert not is_headless_pdf(b"&#" + b"9" * 60_000 + b";")
    assert is_headless_pdf(b"12 0 obj\n<<>>\nendobj\n")


def test_cells_that_push_all_others_right_are_refused() -> None:
    """Cells that reach down to the table's end and across a thousand columns add up."""
    page = b"<table>" + b"<tr><td rowspan=65534 colspan=1000>x" * 10 + b"</table>"
    with pytest.raises(LimitError, match="columns"):
        html.read(b"<html>" + page)


def test_a_tag_without_end_is_refused() -> None:
    """The parser compares each attribute of a tag with each other one."""
    tag = b"<p " + b" ".join(b"a%d=1" % n for n in range(30_000)) + b">"
    with pytest.raises(LimitError, match="attributes"):
        html.read(b"<html>" + tag)


def test_the_types_of_a_package_are_not_unpacked_whole() -> None:
    """A bomb in the part that says what the file is costs nothing."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b" " * 40 * 2**20)
        archive.writestr("mimetype", b" " * 40 * 2**20)
        archive.writestr("content.xml", b"x")
    tracemalloc.start()
    try:
        formats.sniff(buffer.getvalue())
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 30 * 2**20


@pytest.mark.parametrize("name", ["mimetype", "META-INF/manifest.xml", "[Content_Types].xml"])
def test_a_broken_first_part_is_no_fault_of_the_reader(name: str) -> None:
    """Its compressed bytes are damaged: the file is, and that is said."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, bytes(range(256)) * 40)
        archive.writestr("content.xml", b"x")
    data = bytearray(buffer.getvalue())
    at = data.index(name.encode()) + len(name)
    data[at : at + 40] = b"\xff" * 40
    with pytest.raises(ExtractError):
        formats.read(bytes(data))


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_a_part_with_a_wrong_checksum_is_damage(kind: str) -> None:
    """A bit that flipped in the body of an office file costs the file, never changes its words."""
    buffer = BytesIO()
    body = "word/document.xml" if kind == "docx" else "content.xml"
    text = b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'/>"
    with zipfile.ZipFile(buffer, "w") as archive:
        if kind == "odt":
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        else:
            archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(body, text)
    changed = buffer.getvalue().replace(b"<w:document xmlns:w=", b"<w:document xmlns:v=", 1)
    with pytest.raises(DamagedError):
        formats.read(changed)
