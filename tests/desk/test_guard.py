"""Attacks on the desk: refused, and nothing is written or decided."""

from __future__ import annotations

import contextlib
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from desk.bodies import UPLOAD_BYTES, safe_parts
from tests.desk.desks import opened_desk, small_dataset
from tests.lecciones.builders import SAID, YES, form_docx

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.desk.desks import Answer, Desk

FORM = "application/x-www-form-urlencoded"


def state_of(folder: Path) -> dict[str, bytes]:
    """Every file under a folder with its bytes, but for the store, which opening touches."""
    return {
        str(p.relative_to(folder)): p.read_bytes()
        for p in folder.rglob("*")
        if p.is_file() and "store.sqlite" not in p.name
    }


@pytest.fixture
def unchanged(desk: Desk) -> Iterator[Desk]:
    """A desk on which nothing may have been decided when the test ends."""
    before = state_of(desk.out.parent)
    address = desk.address("sin.docx")
    yield desk
    assert desk.seen(address) == "0"
    assert state_of(desk.out.parent) == before


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "evil.example:80", "127.0.0.1:1", "", "[::1]:80"]
)
def test_a_foreign_host_gets_nothing(unchanged: Desk, host: str) -> None:
    """A name that was bent to this machine (DNS rebinding) shows no page, with cookie or not."""
    for address in (
        "/queue",
        "/static/desk.js",
        f"/start?{unchanged.served.link.partition('?')[2]}",
    ):
        answer = unchanged.ask("GET", address, host=host)
        assert answer.status == 421
        assert "sin.docx" not in answer.text
        assert "set-cookie" not in answer.headers


def test_two_hosts_are_refused(unchanged: Desk) -> None:
    """Whatever a proxy would make of it."""
    name, _, port = unchanged.host.partition(":")
    with socket.create_connection((name, int(port)), timeout=10) as line:
        line.sendall(
            f"GET /queue HTTP/1.1\r\nHost: {unchanged.host}\r\nHost: evil.example\r\n\r\n".encode()
        )
        assert b"sin.docx" not in line.recv(65536)


@pytest.mark.parametrize("cookie", ["", "lecciones_desk=", "lecciones_desk=x", "a=b;;=\x7f"])
def test_without_the_cookie_there_is_no_page(unchanged: Desk, cookie: str) -> None:
    """Only the start link gives it; pictures, data and pages all ask for it."""
    address = unchanged.address("sin.docx")
    for path in ("/", "/queue", address, f"{address}/pages/1.png", "/work.json",
                 "/dataset/lessons.csv", "/dataset/restricted/report.html"):  # fmt: skip
        answer = unchanged.ask("GET", path, cookie=cookie)
        assert answer.status == 403
        assert SAID not in answer.text
    answer = unchanged.ask("POST", f"{address}/decide", b"action=yes&seen=0", cookie=cookie,
                           origin=unchanged.origin, content_type=FORM)  # fmt: skip
    assert answer.status == 403


@pytest.mark.parametrize("query", ["", "?key=", "?key=x", "?key=%ff%00", "?key=a&key=b"])
def test_a_wrong_start_link_gives_no_cookie(unchanged: Desk, query: str) -> None:
    """And says how to get in."""
    answer = unchanged.ask("GET", f"/start{query}", cookie="")
    assert answer.status == 403
    assert "set-cookie" not in answer.headers
    assert "enlace" in answer.text


def test_two_desks_in_one_browser_do_not_lock_each_other_out(desk: Desk) -> None:
    """A browser keeps one set of cookies for all ports of this machine."""
    with opened_desk(desk.out) as second:
        desk.cookies |= second.cookies
        second.cookies |= desk.cookies
        assert desk.get("/queue").status == second.get("/queue").status == 200


def test_the_cookie_is_strict_and_out_of_reach_of_scripts(desk: Desk) -> None:
    """And it is not the token of the link."""
    cookie = desk.enter().headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert desk.served.link.partition("key=")[2] not in cookie


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", "https://127.0.0.1:1", "http://localhost", "", None],
)
def test_a_foreign_origin_changes_nothing(unchanged: Desk, origin: str | None) -> None:
    """Even with the cookie and the right token; without an origin the browser has to vouch."""
    address, token = unchanged.address("sin.docx"), unchanged.token()
    body = urlencode({"token": token, "action": "yes", "seen": "0"}).encode()
    headers = {"content_type": FORM, "sec_fetch_site": "cross-site"}
    if origin is not None:
        headers["origin"] = origin
    for path in (f"{address}/decide", f"{address}/undo", "/publish", "/run", "/files"):
        assert unchanged.ask("POST", path, body, **headers).status == 403


@pytest.mark.parametrize("token", ["", "x", "0" * 64, "ñ"])
def test_a_wrong_form_token_changes_nothing(unchanged: Desk, token: str) -> None:
    """The cookie alone decides nothing (CSRF)."""
    address = unchanged.address("sin.docx")
    for path in (f"{address}/decide", f"{address}/undo", "/publish"):
        body = urlencode({"token": token, "action": "yes", "seen": "0"}).encode()
        answer = unchanged.ask("POST", path, body, origin=unchanged.origin, content_type=FORM)
        assert answer.status == 403


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"action": "yes"}', "application/json"),
        (b"action=yes", "text/plain"),
        (b"a=1&" * 300, FORM),
        (b"\xff\xfe", FORM),
    ],
)
def test_what_is_no_form_changes_nothing(unchanged: Desk, body: bytes, kind: str) -> None:
    """Told in a sentence, with a status that says whose fault it is."""
    address = f"{unchanged.address('sin.docx')}/decide"
    answer = unchanged.ask("POST", address, body, origin=unchanged.origin, content_type=kind)
    assert 400 <= answer.status < 500
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("action", ["", "delete", "YES", "yes\0"])
def test_an_unknown_button_decides_nothing(unchanged: Desk, action: str) -> None:
    """Neither a wrong name nor none."""
    address = unchanged.address("sin.docx")
    assert unchanged.post(f"{address}/decide", action=action, seen="0").status == 422


@pytest.mark.parametrize(
    "path",
    [
        "/dataset/../../etc/passwd",
        "/dataset/%2e%2e/%2e%2e/in/si.docx",
        "/dataset/restricted/store.sqlite",
        "/dataset//etc/passwd",
        "/static/../app.py",
        "/static/%2e%2e%2fapp.py",
        "/forms/" + "0" * 64 + "/1",
        "/forms/" + "0" * 64 + "/1/pages/1.png",
        "/forms/..%2f..%2fetc%2fpasswd/1",
        "/forms/" + "0" * 64 + "/99999999999999999999",
        "/forms/" + "0" * 64 + "/-1",
        "/forms/" + "0" * 64 + "/١",
        "/in/si.docx",
    ],
)  # fmt: skip
def test_no_path_from_outside_is_opened(unchanged: Desk, path: str) -> None:
    """Neither of the dataset's folder nor of the machine."""
    from urllib.parse import quote

    answer = unchanged.ask("GET", quote(path, safe="/%.?"))
    assert answer.status == 404
    assert b"root:" not in answer.content
    assert b"SQLite" not in answer.content


@pytest.mark.parametrize("page", ["0.png", "-1.png", "99999.png", "..png", "1.png%00", "x"])
def test_a_page_that_is_not_there_is_not_found(unchanged: Desk, page: str) -> None:
    """Whatever stands for its number."""
    assert unchanged.get(f"{unchanged.address('sin.docx')}/pages/{page}").status == 404


@pytest.mark.parametrize(
    "query",
    ["?state=x", "?at=x", "?at=999999999999", "?page=0", "?page=99999999", "?done=x-y",
     "?reason=' OR 1=1 --", "?entity=%27%22%3E%3Cscript%3E", "?state=all&page=-3", "?done=%ff"],
)  # fmt: skip
def test_odd_addresses_give_a_page(unchanged: Desk, query: str) -> None:
    """And nothing that came with them is markup on it."""
    for path in ("/queue", unchanged.address("sin.docx")):
        answer = unchanged.get(path + query.replace(" ", "%20").replace("'", "%27"))
        assert answer.status == 200
        assert "<script>" not in answer.text


def test_every_answer_forbids_keeping_framing_and_foreign_scripts(desk: Desk) -> None:
    """Pages, pictures, faults and the report alike."""
    address = desk.address("si.docx")
    for path in ("/queue", address, f"{address}/pages/1.png", "/nada", "/static/desk.js",
                 "/dataset/restricted/report.html", "/work.json"):  # fmt: skip
        headers = desk.get(path).headers
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "frame-ancestors 'none'" in policy
        scripts = [part for part in policy.split("; ") if part.startswith("script-src")]
        assert scripts in ([], ["script-src 'self'"])
        assert "server" not in headers


def test_no_page_carries_a_script_or_style_of_its_own(desk: Desk) -> None:
    """So that the policy can forbid them all."""
    for path in ("/queue", desk.address("si.docx"), "/work", "/nada"):
        text = desk.get(path).text
        assert "<style" not in text
        assert " style=" not in text
        assert " onclick" not in text
        assert text.count("<script") == text.count('<script src="/static/desk.js" defer>') == 1


def test_markup_in_names_and_values_stays_text(tmp_path: Path) -> None:
    """In the file's name, in an answer, and in what a person types."""
    attack = "\"><script>alert(1)</script>' onmouseover=x &lt;"
    name = "si.docx"
    out = small_dataset(tmp_path)
    import lecciones

    (tmp_path / "in/<img src=x onerror=alert(1)>.docx").write_bytes(form_docx(YES, attack))
    lecciones.run(tmp_path / "in", out, workers=1)
    with opened_desk(out) as desk:
        pages = [desk.get("/queue?state=all").text]
        pages += [desk.get(desk.address("<img src=x onerror=alert(1)>.docx")).text]
        answer = desk.decide(name, "save", lesson=attack, completed_on=attack)
        assert answer.status == 422
        pages += [answer.text]
        assert desk.decide(name, "save", lesson=attack).status == 303
        pages += [desk.get(desk.address(name)).text, desk.get("/queue?state=decided").text]
    for text in pages:
        assert "<script>alert" not in text
        assert "<img src=x" not in text
    assert "&lt;img src=x onerror=alert(1)&gt;.docx" in pages[0]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&#39; onmouseover=x &amp;lt;" in pages[1]


def upload(desk: Desk, files: dict[str, bytes], **how: str) -> Answer:
    """Files handed in, as a browser does it."""
    mark = "----limite"
    token = how.get("token", desk.token()).encode()
    parts: list[tuple[str, str | None, bytes]] = [("token", None, token)]
    parts += [("file", name, data) for name, data in files.items()]
    if how.get("order") == "token last":
        parts.reverse()
    body = b""
    for field, name, data in parts:
        told = f'; filename="{name}"' if name is not None else ""
        body += f'--{mark}\r\nContent-Disposition: form-data; name="{field}"{told}\r\n\r\n'.encode()
        body += data + b"\r\n"
    body += b"" if how.get("cut") else f"--{mark}--\r\n".encode()
    kind = f"multipart/form-data; boundary={mark}"
    return desk.ask("POST", "/files", body, origin=desk.origin, content_type=kind)


def inbox_of(desk: Desk) -> dict[str, bytes]:
    """What lies in the inbox, hidden files too."""
    inbox = desk.office.setting.inbox
    assert inbox is not None
    return {
        p.relative_to(inbox).as_posix(): p.read_bytes() for p in inbox.rglob("*") if p.is_file()
    }


def test_files_that_are_handed_in_lie_in_the_inbox(whole_desk: Desk) -> None:
    """With their folders; the same bytes once, other bytes of one name beside it."""
    answer = upload(whole_desk, {"enero/Año (1).docx": b"uno", "b.pdf": b"dos"})
    assert answer.status == 303
    assert upload(whole_desk, {"b.pdf": b"dos"}).headers["location"] == "/?new=0&known=1&over=0"
    assert upload(whole_desk, {"b.pdf": b"tres"}).status == 303
    assert inbox_of(whole_desk) == {
        "enero/Año (1).docx": b"uno", "b.pdf": b"dos", "b (2).pdf": b"tres"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../fuera.docx", ("fuera.docx",)),
        ("..\\..\\fuera.docx", ("fuera.docx",)),
        ("/etc/passwd", ("etc", "passwd")),
        ("C:\\Users\\a.docx", ("C_", "Users", "a.docx")),
        ("a/../../b.docx", ("a", "b.docx")),
        ("CON.docx", ("_CON.docx",)),
        ("a\x00b.docx", ("a_b.docx",)),
        ("a\u202excod.exe", ("a_xcod.exe",)),
        ("nombre. .", ("nombre",)),
        (".oculto", None),
        (".git/config", None),
        ("~$a.docx", None),
        ("", None),
        ("...", None),
        ("/".join("abcdefghij"), None),
    ],
)
def test_names_from_outside_become_harmless(name: str, kept: tuple[str, ...] | None) -> None:
    """Nothing leaves the inbox, hides in it, or names a device."""
    assert safe_parts(name) == kept


def test_a_long_name_keeps_its_ending() -> None:
    """And fits any file system."""
    parts = safe_parts("ñ" * 400 + ".docx")
    assert parts is not None
    assert len(parts[0].encode()) <= 150
    assert parts[0].endswith(".docx")


@pytest.mark.parametrize(
    "how", [{"token": "x"}, {"token": ""}, {"order": "token last"}, {"cut": "yes"}], ids=str
)
def test_files_of_a_foreign_or_torn_form_are_not_written(
    whole_desk: Desk, how: dict[str, str]
) -> None:
    """The token comes before the first byte of a file; half a form is none."""
    assert upload(whole_desk, {"a.docx": b"x" * 200_000}, **how).status in (400, 403)
    assert inbox_of(whole_desk) == {}


def test_a_huge_upload_is_refused_unread(whole_desk: Desk) -> None:
    """A gigabyte is announced: the answer comes at once, and nothing is written."""
    kind = "multipart/form-data; boundary=x"
    answer = whole_desk.ask("POST", "/files", b"--x\r\n", origin=whole_desk.origin,
                            content_type=kind, content_length=str(2**30))  # fmt: skip
    assert answer.status == 413
    assert "512 MB" in answer.text
    assert inbox_of(whole_desk) == {}


def test_a_huge_upload_that_does_not_say_so_is_stopped(
    whole_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chunk after chunk without a length: at the limit it ends, and nothing is left."""
    assert UPLOAD_BYTES < 2**30
    monkeypatch.setattr("desk.bodies.UPLOAD_BYTES", 2**20)
    name, _, port = whole_desk.host.partition(":")
    cookie = "; ".join(f"{k}={v}" for k, v in whole_desk.cookies.items())
    head = (
        f"POST /files HTTP/1.1\r\nHost: {whole_desk.host}\r\nOrigin: {whole_desk.origin}\r\n"
        f"Cookie: {cookie}\r\nContent-Type: multipart/form-data; boundary=x\r\n"
        "Transfer-Encoding: chunked\r\n\r\n"
    )
    first = (
        f'--x\r\nContent-Disposition: form-data; name="token"\r\n\r\n{whole_desk.token()}\r\n'
        '--x\r\nContent-Disposition: form-data; name="file"; filename="a.docx"\r\n\r\n'
    ).encode()
    with socket.create_connection((name, int(port)), timeout=30) as line:
        line.sendall(head.encode() + b"%x\r\n%s\r\n" % (len(first), first))
        with contextlib.suppress(OSError):  # it hangs up once it has answered
            for _ in range(64):
                line.sendall(b"%x\r\n%s\r\n" % (2**16, b"y" * 2**16))
        answer = line.recv(4096)
    assert b" 413 " in answer.partition(b"\r\n")[0]
    assert inbox_of(whole_desk) == {}


def test_a_file_over_its_limit_takes_all_with_it(
    whole_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Either all of what was handed in is taken or nothing."""
    monkeypatch.setattr("desk.bodies.FILE_BYTES", 1000)
    assert upload(whole_desk, {"a.docx": b"bien", "b.docx": b"x" * 2000}).status == 413
    assert inbox_of(whole_desk) == {}


def test_without_an_inbox_nothing_is_taken(unchanged: Desk) -> None:
    """A desk that only reviews has no door for files, and starts no run."""
    assert upload(unchanged, {"a.docx": b"x"}).status == 404
    assert unchanged.post("/run").status == 404


def test_only_this_machine_is_served(desk: Desk) -> None:
    """The port is bound to the loopback interface and to no other."""
    assert desk.served.listening.getsockname()[0] == "127.0.0.1"
