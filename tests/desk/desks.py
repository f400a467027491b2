"""A desk over a small dataset, served as it is, and asked as a browser asks it."""

from __future__ import annotations

import http.client
import re
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import lecciones
from desk.office import Setting
from desk.server import served
from tests.lecciones.builders import BOTH, NO, UNMARKED, YES, folder_of, form_docx, zipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from desk.office import Office
    from desk.server import Served

WHO = "Revisora de Prueba"


@dataclass(frozen=True)
class Answer:
    """What the desk answered."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        """The answer as text."""
        return self.content.decode("utf-8", "replace")


@dataclass
class Desk:
    """A desk that is being served, with a client that was let in, and its dataset."""

    served: Served
    out: Path
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def office(self) -> Office:
        """The desk's state."""
        return self.served.office

    @property
    def host(self) -> str:
        """The desk's address."""
        return urlsplit(self.served.link).netloc

    @property
    def origin(self) -> str:
        """The desk's origin."""
        return f"http://{self.host}"

    def ask(self, method: str, address: str, body: bytes | None = None, **headers: str) -> Answer:
        """One request with just these headers (`_` for `-`), and the cookies that were given."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies and "cookie" not in told:
            told["cookie"] = "; ".join([f"{name}={text}" for name, text in self.cookies.items()])
        connection = http.client.HTTPConnection(self.host, timeout=60)
        try:
            connection.request(method, address, body, told)
            answer = connection.getresponse()
            found = Answer(
                answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
            )
        finally:
            connection.close()
        return found

    def enter(self) -> Answer:
        """Follows the start link."""
        link = urlsplit(self.served.link)
        answer = self.ask("GET", f"{link.path}?{link.query}")
        name, _, value = answer.headers["set-cookie"].partition(";")[0].partition("=")
        self.cookies[name] = value
        return answer

    def get(self, address: str) -> Answer:
        """A page."""
        return self.ask("GET", address)

    def token(self) -> str:
        """What the forms of the desk's pages carry."""
        address = "/" if self.office.setting.inbox else self.address("si.docx")
        found = re.search(r'name="token" value="(\w+)"', self.get(address).text)
        assert found is not None
        return found[1]

    def post(self, address: str, **fields: str) -> Answer:
        """A form sent from the desk's own page; redirects are not followed."""
        body = urlencode({"token": self.token(), **fields}).encode()
        kind = "application/x-www-form-urlencoded"
        return self.ask("POST", address, body, origin=self.origin, content_type=kind)

    def address(self, path: str) -> str:
        """The page of the form that the ledger has at a path."""
        ledger = lecciones.read_forms(self.out).set_index("source_path")
        return f"/forms/{ledger.loc[path, 'source_sha256']!s}/1"

    def seen(self, address: str) -> str:
        """The version that the page at an address shows."""
        found = re.search(r'name="seen" value="(\d+)"', self.get(address).text)
        assert found is not None
        return found[1]

    def values(self, address: str) -> dict[str, str]:
        """The texts in the fields of a page, by their names."""
        fields = re.findall(
            r'<textarea[^>]* name="([^"]+)"[^>]*>\n(.*?)</textarea>',
            self.get(address).text,
            re.DOTALL,
        )
        return {name: unescape(text) for name, text in fields}

    def decide(self, path: str, action: str, **values: str) -> Answer:
        """Presses a button on a form's page, having typed these values."""
        address = self.address(path)
        typed = {f"value-{name}": text for name, text in values.items()}
        fields = {**self.values(address), **typed}
        return self.post(f"{address}/decide", action=action, seen=self.seen(address), **fields)

    def published(self) -> dict[str, str]:
        """Topic and review of the lessons, once what goes on beside the pages is done."""
        self.office.wait(60)
        self.post("/publish")
        self.office.wait(60)
        frame = lecciones.read_lessons(self.out)
        return dict(zip(frame["topic"], frame["review"], strict=True))


def small_dataset(folder: Path) -> Path:
    """One published form, one without a mark, one with both in an archive, one refused."""
    folder_of(
        folder / "in",
        {
            "si.docx": form_docx(YES, "Uno"),
            "sin.docx": form_docx(UNMARKED, "Dos"),
            "z.zip": zipped({"ambas.docx": form_docx(BOTH, "Tres")}),
            "no.docx": form_docx(NO, "Cuatro"),
        },
    )
    lecciones.run(folder / "in", folder / "out", workers=1)
    return folder / "out"


@contextmanager
def opened_desk(
    out: Path, inbox: Path | None = None, *, lang: str = "es", port: int = 0, enter: bool = True
) -> Iterator[Desk]:
    """A desk over a dataset, served in a thread; its client has followed the start link."""
    with served(Setting(out, WHO, lang, inbox), port) as one:
        thread = threading.Thread(target=one.run)
        thread.start()
        desk = Desk(one, out)
        try:
            while not one.server.started:
                time.sleep(0.01)
            if enter:
                desk.enter()
            yield desk
        finally:
            one.office.wait(60)
            one.server.should_exit = True
            thread.join()
