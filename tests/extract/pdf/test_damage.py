"""Damage in a PDF is told, wherever it lies, and a whole file is never called damaged."""

from __future__ import annotations

import io
import re
import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract import pdf
from extract.errors import ExtractError, LimitError
from extract.pdf.damage import damages
from extract.pdf.operators import is_whole
from normalize import read_forms
from schemas.reading import Consent
from tests.extract.pdf.sheets import Sheet
from tests.hostile.pdfs import one_page, stream
from tests.normalize.sheets import LABELS, QUESTION

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEXT = b"q BT /F 12 Tf 72 700 Td (S\\355 \\(o\\) [no]) Tj ET Q"


def _told(data: bytes) -> set[str]:
    """The damage that reading a file tells of; `unreadable` where it gives no document."""
    try:
        notices = pdf.read(data).notices
    except ExtractError:
        return {"unreadable"}
    return {notice.detail for notice in notices if notice.code == "damaged"}


def _deflated(content: bytes, cut: int = 0) -> bytes:
    packed = zlib.compress(content)
    return stream(packed[: len(packed) - cut], b"/Filter /FlateDecode")


def _form(*answer: tuple[float, str], compressed: int = 1) -> bytes:
    """A form on one page whose consent question is answered by these words, each at its x."""
    sheet = Sheet(pageCompression=compressed).text(72, 40, "DOCUMENTACIÓN DE LECCIONES APRENDIDAS")
    y = 60.0
    for field, label in LABELS.items():
        sheet.text(72, y, label[:90])
        sheet.text(90, y + 14, f"Respuesta de {field}")
        y += 34
    half = QUESTION.index(" con otras")
    sheet.font("Helvetica", 9).text(72, y, QUESTION[:half], QUESTION[half + 1 :])
    for x, word in answer:
        sheet.text(x, y + 40, word)
    return sheet.data()


_REFUSAL = ((72.0, "Sí"), (90.0, "[  ]"), (130.0, "No"), (150.0, "[X]"))


@pytest.mark.parametrize("compressed", [0, 1])
def test_a_whole_file_has_no_damage(compressed: int) -> None:
    """Packed or not, with a text in nested brackets, several pages, or nothing on them."""
    sheet = Sheet(pageCompression=compressed).text(72, 90, "uno (dos (tres)) 100 % [x")
    sheet.canvas.showPage()
    assert _told(sheet.text(72, 90, "cuatro").data()) == set()
    assert _told(one_page(stream(_TEXT))) == set()
    assert _told(one_page(stream(b""))) == set()


def test_a_file_locked_for_changes_is_whole() -> None:
    """What is encrypted under no password cannot be unpacked here, and is not called damaged."""
    from reportlab.lib.pdfencrypt import StandardEncryption

    locked = StandardEncryption("", ownerPassword="dueño", strength=128)
    assert _told(Sheet(encrypt=locked).text(72, 100, "Tema").data()) == set()


@pytest.mark.parametrize("compressed", [0, 1])
def test_a_file_cut_off_anywhere_is_told(compressed: int) -> None:
    """However much of its end is missing, beyond the closing word."""
    data = _form(*_REFUSAL, compressed=compressed)
    kept = data[: data.rindex(b"%%EOF") - 3]
    for size in range(200, len(kept), 97):
        assert _told(kept[:size]), size


def test_bytes_appended_after_the_end_are_no_damage() -> None:
    """Web servers and mail gateways leave a few, and add no object."""
    assert _told(one_page(stream(_TEXT)) + b"\r\n<!-- 0.2 s -->\0\0") == set()
    assert "cut_off" in _told(one_page(stream(_TEXT)) + b"9 0 obj\n<</Type /Page /Par")


def test_a_changed_byte_in_packed_text_is_told() -> None:
    """Deflate ends with a checksum."""
    good = one_page(_deflated(b" ".join([_TEXT] * 40)))
    start = good.index(b"stream\n") + 9
    end = good.index(b"endstream") - 2
    for at in range(start, end, 3):
        bad = bytearray(good)
        bad[at] ^= 4
        assert _told(bytes(bad)) & {"stream", "unreadable"}, at


def test_packed_text_that_ends_early_is_told() -> None:
    """Without its last bytes; a checksum that the writer left out is another thing."""
    assert "stream" in _told(one_page(_deflated(b" ".join([_TEXT] * 40), cut=9)))
    assert _told(one_page(_deflated(b" ".join([_TEXT] * 40), cut=4))) == set()


@pytest.mark.parametrize(
    "content",
    [
        b"BT /F 12 Tf 72 700 Td (hola) Tj",
        b"q BT /F 12 Tf 72 700 Td (hola) Tj ET",
        b"BT /F 12 Tf 72 700 Td (hola",
        b"BT /F 12 Tf 72 700 Td [(ho) -20 (la) Tj ET",
        b"BT /F 12 Tf 72 700 Td (hola) Tj ET" + b"\0" * 64,
        b"BT /F 12 Tf 72 700 Td (hola) Tq ET",
    ],
)
def test_instructions_that_break_off_are_told(content: bytes) -> None:
    """A tool that mended the file wrote in order what was cut off before."""
    assert _told(one_page(stream(content))) == {"content"}


def test_packed_instructions_may_hold_what_no_reader_knows() -> None:
    """A checksum says that they are as they were written; what was opened must be closed still."""
    odd = b"BT /F 12 Tf 72 700 Td (hola) Tj ET 1 /A verify"
    assert _told(one_page(_deflated(odd))) == set()
    assert _told(one_page(_deflated(odd + b" BT"))) == {"content"}


def test_pixels_among_the_instructions_are_no_damage() -> None:
    """A picture in the line may hold any bytes, brackets among them."""
    image = b"q 9 0 0 9 72 72 cm BI /W 2 /H 2 /CS /G /BPC 8 ID ((([ EI Q "
    assert _told(one_page(stream(image + _TEXT))) == set()


def test_a_page_without_its_instructions_is_told() -> None:
    """It names an object that is not in the file."""
    data = one_page(stream(_TEXT)).replace(b"/Contents 4 0 R", b"/Contents 9 0 R")
    assert "content" in _told(data)


def test_a_table_of_objects_that_had_to_be_rebuilt_is_told() -> None:
    """Bytes were lost or added before it, or it is missing."""
    assert "table" in _told(one_page(stream(_TEXT)).replace(b"1.7", b"1.7\n% a line"))


def test_hostile_brackets_take_no_time() -> None:
    """Lists and texts that are opened a hundred thousand times and never closed."""
    assert not is_whole(b"(a(b)" * 100_000, checked=True)
    assert not is_whole(b"\nID " * 100_000 + b"(", checked=True)
    assert "cut_off" in damages(b"/Contents[" * 100_000 + b"1 0 obj[" * 100_000)


def _drawing(forms: int, content: bytes, *, last: int) -> bytes:
    """A page that draws a chain of forms, each by `content`; the last one draws form `last`."""
    more = []
    for number in range(forms):
        following = 7 + number if number + 1 < forms else last
        named = b"/Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</X %d 0 R>>>>" % following
        more.append(stream(content, b"/Type /XObject " + named))
    return one_page(stream(b"/X Do"), more=tuple(more))


def test_forms_that_draw_without_measure_are_refused() -> None:
    """One that draws itself, and a chain that doubles; a plain chain is read."""
    for data in (_drawing(1, b"/X Do", last=6), _drawing(24, b"/X Do /X Do", last=5)):
        with pytest.raises(LimitError, match="nested_forms"):
            pdf.read(data)
    assert pdf.read(_drawing(5, b"/X Do", last=5)).page_count == 1


def test_bombs_are_refused_before_they_go_off() -> None:
    """Instructions that unpack to hundreds of megabytes, and a picture of ten billion pixels."""
    bomb = zlib.compress(b"q " * 40_000_000, 9)
    with pytest.raises(LimitError, match="unpacked_bytes"):
        pdf.read(one_page(stream(bomb, b"/Filter /FlateDecode")))
    huge = b"/Subtype /Image /Width 100000 /Height 100000 /ColorSpace /DeviceGray"
    with pytest.raises(LimitError, match="pixels"):
        pdf.read(one_page(stream(b"/X Do"), more=(stream(b"0", huge),)))


_WORDS = st.sampled_from(
    [b"BT", b"ET", b"q", b"Q", b"(a\\)b)", b"[", b"]", b"<41>", b"1 0 m", b"Tj"]
)


@given(st.lists(_WORDS))
def test_instructions_are_whole_where_all_is_closed(words: list[bytes]) -> None:
    """As many ends as beginnings, in any order: how a page is drawn is not judged."""
    content = b" ".join(words)
    even = words.count(b"[") == words.count(b"]")
    closed = all(words.count(a) <= words.count(b) for a, b in ((b"BT", b"ET"), (b"q", b"Q")))
    assert is_whole(content, checked=False) == (even and closed)


_PIECES = (
    b"q",
    b"Q",
    b"BT",
    b"ET",
    b" ",
    b"\n",
    b"<00 4F>",
    b"<<",
    b">>",
    b"<",
    b">",
    b"[",
    b"]",
    b"/",
    b"(",
    b")",
    b"%",
    b"Tj",
)


@given(st.lists(st.sampled_from(_PIECES), max_size=14))
def test_a_checksum_changes_nothing_about_what_is_open(pieces: list[bytes]) -> None:
    """Within `BX` unknown operators are no sign: only what stays open is asked for, either way."""
    content = b"BX\n" + b"".join(pieces)
    assert is_whole(content, checked=True) == is_whole(content, checked=False)


def _mended(data: bytes, content: bytes) -> bytes:
    """The file with these instructions for its page, written in order."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import DecodedStreamObject, NameObject

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    page = writer.pages[0]
    plain = DecodedStreamObject()
    plain.set_data(content)
    page[NameObject("/Contents")] = writer._add_object(plain)  # noqa: SLF001
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _verdicts(data: bytes) -> Iterator[Consent]:
    try:
        forms = read_forms(pdf.read(data))
    except ExtractError:
        return
    yield from (form.consent.verdict for form in forms)


def test_a_refusal_that_is_cut_off_behind_the_si_is_never_a_si() -> None:
    """With box, No and cross gone the page shows a lone Sí, wherever exactly it ends."""
    data = _form(*_REFUSAL, compressed=0)
    assert list(_verdicts(data)) == [Consent.NO]
    start, end = data.index(b"(S\\355)"), data.index(b"endstream")
    for at in range(start, end, 5):
        assert Consent.YES not in _verdicts(data[:at]), at
        blanked = data[:at] + b"\0" * (end - at) + data[end:]
        assert Consent.YES not in _verdicts(blanked), at


def test_a_mended_refusal_without_its_end_is_never_a_si() -> None:
    """The same where a tool wrote the shortened page as a file in order, between two texts too."""
    data = _form(*_REFUSAL, compressed=0)

    content = data[data.index(b"stream") + 7 : data.index(b"endstream")]
    start = content.index(b"(S\\355)")
    between = [m.start() for m in re.finditer(rb"(?<=ET)|\n", content) if m.start() > start]
    for at in (*range(start, len(content), 11), *between):
        assert Consent.YES not in _verdicts(_mended(data, content[:at])), at


def test_a_clear_si_stays_one() -> None:
    """A whole file is published: by boxes, in words of its own, and as a lone word that goes on."""
    boxes = ((72.0, "Sí"), (90.0, "[X]"), (130.0, "No"), (150.0, "[  ]"))
    for answer in (boxes, ((72.0, "Sí, autorizo"),)):
        assert list(_verdicts(_form(*answer))) == [Consent.YES]
