"""Web pages, text and mail: depth, length, style rules, remote parts and scripts."""

from __future__ import annotations

_WEB = "http://127.0.0.1:9/lecciones"


def files(form: bytes) -> dict[str, bytes]:
    """The pages and mails; `form` is a form with No, attached to some."""
    page = b"<!DOCTYPE html><html><body>%s</body></html>"
    return {
        "html-deep.html": page % (b"<div>" * 100_000),
        "html-deep-tables.html": page % (b"<table><tr><td>" * 30_000),
        "html-long-line.html": page % (b"<p>" + b"x" * 50_000_000),
        "html-many-attributes.html": page
        % (b"<p " + b" ".join(b"a%d=1" % n for n in range(1_000_000)) + b">x"),
        "html-many-tags.html": page % (b"<b></b>" * 400_000),
        "html-css-bomb.html": b"<style>" + b"a b c d e{color:red}" * 4000 + b"</style>"
        + b"<a><b><c><d><e>x" * 2000,
        "html-css-open.html": b"<style>" + b"/*" * 500_000 + b"{" * 500_000 + b"</style><p>x",
        "html-span-bomb.html": page
        % (b"<table>" + b"<tr><td rowspan=65534 colspan=1000>x" * 3000 + b"</table>"),
        "html-entity-bomb.xhtml": b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(
            b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
        )
        + b"]><html xmlns='http://www.w3.org/1999/xhtml'><body>&j;</body></html>",
        "html-xxe.xhtml": b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM '
        b'"file:///etc/passwd">]><html xmlns="http://www.w3.org/1999/xhtml"><body>&x;</body></html>',
        "html-remote.html": page
        % (f'<img src="{_WEB}.png"><link rel=stylesheet href="{_WEB}.css"><script src="{_WEB}.js">'
           f'</script><iframe src="{_WEB}"></iframe><object data="{_WEB}"></object>').encode(),
        "html-refresh.html": f'<meta http-equiv=refresh content="0;url={_WEB}"><base href="{_WEB}">x'
        .encode(),
        "html-script.html": page % b"<script>document.body.innerHTML='S&iacute; [x]'</script>hola",
        "html-huge-number-entity.html": page % (b"&#" + b"9" * 100_000 + b";"),
        "html-unclosed-comment.html": page % (b"<!--" * 300_000),
        "html-unclosed-attribute.html": page % (b"<p class='" + b"<p class=" * 300_000),
        "html-bad-charset.html": b'<meta charset="utf-7"><p>+ADw-script+AD4-' + b"\xff\xfe" * 5000,
        "text-long-line.txt": b"|" * 20_000_000,
        "text-many-lines.txt": b"| a | b |\n|---|---|\n" * 200_000,
        "text-stars.txt": b"*" * 3_000_000 + b"_" * 3_000_000,
        "text-escapes.txt": b"\x1b]0;owned\x07\x1b[2J\x1b[31m" * 1000,
        "mail-many-parts.eml": _mail(b"".join(_part(b"a%d.docx" % n, b"x") for n in range(15_000))),
        "mail-nested.eml": _nested(60),
        "mail-climbs.eml": _mail(_part(b"../../../tmp/lecciones-was-here.docx", form)),
        "mail-long-header.eml": b"From: a@b.co\r\nTo: " + b"c@d.co, " * 500_000
        + b"\r\nSubject: x\r\n\r\nhola",
        "mail-bad-charset.eml": _mail(b"--b\r\nContent-Type: text/plain; charset=no-such\r\n"
                                      b"Content-Transfer-Encoding: base64\r\n\r\n!!!!\r\n"),
        "mhtml-no-end.mhtml": b"From: <Saved by Blink>\r\nSnapshot-Content-Location: x\r\n"
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n" * 2000,
    }  # fmt: skip


def _mail(parts: bytes) -> bytes:
    return (
        b"From: a@ejemplo.gov.co\r\nTo: b@ejemplo.gov.co\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + parts + b"--b--\r\n"
    )


def _part(name: bytes, content: bytes) -> bytes:
    from base64 import encodebytes

    return (
        b'--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="'
        + name + b'"\r\nContent-Transfer-Encoding: base64\r\n\r\n' + encodebytes(content) + b"\r\n"
    )  # fmt: skip


def _nested(depth: int) -> bytes:
    data = _mail(b"--b\r\nContent-Type: text/plain\r\n\r\nhola\r\n")
    for _ in range(depth):
        data = (
            b"From: a@b.co\r\nTo: c@d.co\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
            b"Content-Type: message/rfc822\r\n\r\n" + data
        )
    return data
