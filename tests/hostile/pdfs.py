"""PDF files: actions, loops, trees and boxes without measure, and filters that grow."""

from __future__ import annotations

import zlib

_WEB = b"http://127.0.0.1:9/lecciones"


def pdf(objects: list[bytes], *, trailer: bytes = b"", xref: bool = True) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalog."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    at = len(out)
    if xref:
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer <</Root 1 0 R /Size %d %s>>\n" % (len(objects) + 1, trailer)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % at)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<</Length %d %s>>\nstream\n%s\nendstream" % (len(data), entries, data)


def one_page(
    content: bytes,
    *,
    page: bytes = b"",
    catalog: bytes = b"",
    more: tuple[bytes, ...] = (),
    box: bytes = b"0 0 612 792",
) -> bytes:
    """A PDF of one page; `content` is object 4, `more` begins with object 6."""
    return pdf(
        [
            b"<</Type /Catalog /Pages 2 0 R %s>>" % catalog,
            b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
            b"<</Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R "
            b"/Resources <</Font <</F 5 0 R>> /XObject <</X 6 0 R>>>> %s>>" % (box, page),
            content,
            b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
            *more,
        ]
    )


def files() -> dict[str, bytes]:
    """The PDF files."""
    text = stream(b"BT /F 12 Tf 72 700 Td (hola) Tj ET")
    return {
        "pdf-javascript.pdf": one_page(
            text, catalog=b"/OpenAction <</S /JavaScript /JS (while(true){app.alert(1)})>>"
        ),
        "pdf-launch.pdf": one_page(text, catalog=b"/OpenAction <</S /Launch /F (/bin/sh)>>"),
        "pdf-uri.pdf": one_page(text, catalog=b"/OpenAction <</S /URI /URI (%s)>>" % _WEB),
        "pdf-submits.pdf": one_page(
            text,
            page=b"/AA <</O <</S /SubmitForm /F <</FS /URL /F (%s)>>>>>>" % _WEB,
            catalog=b"/AcroForm <</Fields [] /XFA 6 0 R>>",
            more=(stream(b"<xdp><script>x</script></xdp>"),),
        ),
        "pdf-remote-stream.pdf": one_page(
            b"<</Length 0 /F <</FS /URL /F (%s)>>>>\nstream\n\nendstream" % _WEB
        ),
        "pdf-file-stream.pdf": one_page(b"<</Length 0 /F (/etc/passwd)>>\nstream\n\nendstream"),
        "pdf-embedded.pdf": one_page(
            text,
            catalog=b"/Names <</EmbeddedFiles <</Names [(a.exe) <</F (a.exe) /EF <</F 6 0 R>>>>]>>>>",
            more=(stream(b"MZ" + b"\0" * 9000, b"/Type /EmbeddedFile"),),
        ),
        "pdf-kids-cycle.pdf": pdf(
            [
                b"<</Type /Catalog /Pages 2 0 R>>",
                b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
                b"<</Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R>>",
            ]
        ),
        "pdf-count-lies.pdf": pdf(
            [b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [] /Count 2147483647>>"]
        ),
        "pdf-million-pages.pdf": _million_pages(),
        "pdf-many-pages.pdf": _many_pages(400),
        "pdf-deep-pages.pdf": _deep_pages(20_000),
        "pdf-huge-box.pdf": one_page(text, box=b"-1e9 -1e9 1e9 1e9"),
        "pdf-nan-box.pdf": one_page(text, box=b"0 0 nan 1e400"),
        "pdf-empty-box.pdf": one_page(text, box=b"0 0 0 0"),
        "pdf-flate-bomb.pdf": one_page(
            stream(zlib.compress(b"q " * 150_000_000, 9), b"/Filter /FlateDecode")
        ),
        "pdf-flate-chain.pdf": one_page(
            stream(
                zlib.compress(zlib.compress(zlib.compress(b"0" * 400_000_000, 9), 9), 9),
                b"/Filter [/FlateDecode /FlateDecode /FlateDecode]",
            )
        ),
        "pdf-hex-chain.pdf": one_page(
            stream(b"30" * 500_000, b"/Filter [%s]" % (b"/ASCIIHexDecode " * 1000))
        ),
        "pdf-lzw.pdf": one_page(
            stream(b"\x80\x0b\x60\x50\x22\x0c" * 300_000, b"/Filter /LZWDecode")
        ),
        "pdf-predictor.pdf": one_page(
            stream(
                zlib.compress(b"\2" * 50_000_000, 9),
                b"/Filter /FlateDecode /DecodeParms <</Predictor 15 /Colors 2147483647 "
                b"/BitsPerComponent 32 /Columns 2147483647>>",
            )
        ),
        "pdf-run-length.pdf": one_page(stream(b"\x81q" * 2_000_000, b"/Filter /RunLengthDecode")),
        "pdf-image-bomb.pdf": one_page(
            stream(b"q 600 0 0 700 0 0 cm /X Do Q"),
            more=(
                stream(
                    zlib.compress(b"\0" * 100_000_000, 9),
                    b"/Type /XObject /Subtype /Image /Width 100000 /Height 100000 "
                    b"/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode",
                ),
            ),
        ),
        "pdf-form-is-itself.pdf": one_page(
            stream(b"/X Do"),
            more=(
                stream(
                    b"/X Do /X Do",
                    b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] "
                    b"/Resources <</XObject <</X 6 0 R>>>>",
                ),
            ),
        ),
        "pdf-forms-double.pdf": _doubling(24),
        "pdf-saves-without-end.pdf": one_page(stream(b"q " * 2_000_000)),
        "pdf-many-paths.pdf": one_page(stream(b"0 0 m 9 9 l S " * 400_000)),
        "pdf-many-boxes.pdf": one_page(
            stream(b"".join(b"%d %d 9 9 re S " % (n % 600, n % 780) for n in range(150_000)))
        ),
        "pdf-many-words.pdf": one_page(
            stream(b"BT /F 1 Tf 9 700 Td " + b"(a b c d) Tj " * 150_000 + b"ET")
        ),
        "pdf-bad-fonts.pdf": pdf(
            [
                b"<</Type /Catalog /Pages 2 0 R>>",
                b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
                b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
                b"/Resources <</Font <</F 5 0 R>>>>>>",
                text,
                b"<</Type /Font /Subtype /TrueType /BaseFont /X /FontDescriptor 6 0 R /ToUnicode 8 0 R>>",
                b"<</Type /FontDescriptor /FontName /X /FontFile2 7 0 R /FontBBox [0 0 0 0]>>",
                stream(b"\0\1\0\0\xff\xff" + bytes(range(256)) * 40),
                stream(b"begincmap 1 beginbfrange <00> <ffffffff> <0000> endbfrange endcmap"),
            ]
        ),
        "pdf-font-is-itself.pdf": pdf(
            [
                b"<</Type /Catalog /Pages 2 0 R>>",
                b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
                b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
                b"/Resources <</Font <</F 5 0 R>>>>>>",
                text,
                b"<</Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] "
                b"/CharProcs <</h 6 0 R /o 6 0 R>> /Encoding <</Differences [97 /h /o]>> "
                b"/FirstChar 97 /LastChar 98 /Widths [9 9] /Resources <</Font <</F 5 0 R>>>>>>",
                stream(b"BT /F 9 Tf (ab) Tj ET"),
            ]
        ),
        "pdf-field-cycle.pdf": one_page(
            text,
            page=b"/Annots [6 0 R]",
            catalog=b"/AcroForm <</Fields [6 0 R]>>",
            more=(
                b"<</Type /Annot /Subtype /Widget /FT /Tx /T (a) /Rect [9 9 99 99] /P 3 0 R "
                b"/Parent 7 0 R /Kids [7 0 R]>>",
                b"<</T (b) /Parent 6 0 R /Kids [6 0 R]>>",
            ),
        ),
        "pdf-many-annotations.pdf": one_page(
            text,
            page=b"/Annots [%s]" % (b"6 0 R " * 100_000),
            more=(b"<</Type /Annot /Subtype /FreeText /Contents (x) /Rect [9 9 99 99]>>",),
        ),
        "pdf-outline-cycle.pdf": one_page(
            text,
            catalog=b"/Outlines 6 0 R",
            more=(b"<</First 6 0 R /Last 6 0 R /Next 6 0 R /Title (x)>>",),
        ),
        "pdf-length-is-itself.pdf": one_page(b"<</Length 4 0 R>>\nstream\nq Q\nendstream"),
        "pdf-reference-cycle.pdf": pdf([b"<</Type /Catalog /Pages 2 0 R>>", b"3 0 R", b"2 0 R"]),
        "pdf-xref-loop.pdf": one_page(text).replace(
            b"/Root 1 0 R /Size", b"/Prev 9 /XRefStm 9 /Root 1 0 R /Size"
        ),
        "pdf-prev-is-itself.pdf": _prev_is_itself(),
        "pdf-no-xref.pdf": pdf(
            [b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [] /Count 0>>"], xref=False
        ),
        "pdf-deep-arrays.pdf": one_page(text, catalog=b"/X " + b"[" * 500_000),
        "pdf-deep-dictionaries.pdf": one_page(text, catalog=b"/X " + b"<</X " * 200_000),
        "pdf-object-stream-loop.pdf": pdf(
            [
                b"<</Type /Catalog /Pages 2 0 R>>",
                stream(b"2 0 3 9 <<>> <<>>", b"/Type /ObjStm /N 2 /First 8 /Extends 2 0 R"),
            ]
        ),
        "pdf-only-header.pdf": b"%PDF-1.7\n" + b"%\xff" * 100_000,
    }


def _million_pages() -> bytes:
    """A page tree of three levels whose leaves are one page, a hundred times at each level."""
    return pdf(
        [
            b"<</Type /Catalog /Pages 2 0 R>>",
            b"<</Type /Pages /Kids [%s] /Count 1000000>>" % (b"3 0 R " * 100),
            b"<</Type /Pages /Parent 2 0 R /Kids [%s] /Count 10000>>" % (b"4 0 R " * 100),
            b"<</Type /Pages /Parent 3 0 R /Kids [%s] /Count 100>>" % (b"5 0 R " * 100),
            b"<</Type /Page /Parent 4 0 R /MediaBox [0 0 612 792]>>",
        ]
    )


def _many_pages(count: int) -> bytes:
    kids = b"".join(b"%d 0 R " % (3 + n) for n in range(count))
    page = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 612 792]>>"
    tree = b"<</Type /Pages /Kids [%s] /Count %d>>" % (kids, count)
    return pdf([b"<</Type /Catalog /Pages 2 0 R>>", tree, *[page] * count])


def _deep_pages(depth: int) -> bytes:
    levels = [
        b"<</Type /Pages /Kids [%d 0 R] /Count 1 /Parent %d 0 R>>" % (n + 3, n + 1)
        for n in range(depth)
    ]
    page = b"<</Type /Page /Parent %d 0 R /MediaBox [0 0 612 792]>>" % (depth + 1)
    return pdf([b"<</Type /Catalog /Pages 2 0 R>>", *levels, page])


def _doubling(levels: int) -> bytes:
    """Each form draws the next one twice: sixteen million drawings in 24 levels."""
    forms = [
        stream(
            b"/X Do /X Do" if level < levels else b"0 0 m 9 9 l S",
            b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] "
            b"/Resources <</XObject <</X %d 0 R>>>>" % (7 + level),
        )
        for level in range(levels + 1)
    ]
    return one_page(stream(b"/X Do"), more=tuple(forms))


def _prev_is_itself() -> bytes:
    data = one_page(stream(b""))
    at = data.rfind(b"xref\n0")
    return data.replace(b"/Root 1 0 R /Size", b"/Prev %d /Root 1 0 R /Size" % at)
