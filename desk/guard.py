"""Who may ask the desk for anything: the browser that got the start link, on this machine.

    Host      must be the desk's own address: no other name may lead here (DNS rebinding)
    cookie    `HttpOnly`, `SameSite=Strict`, given for the token in the start link
    Origin    of everything that changes something must be the desk itself
    token     in every form that changes something: a cookie alone does nothing (CSRF)

Nothing that is shown may be kept by the browser (`no-store`), framed, or run a script that
is not the desk's own.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from lecciones.messages import say

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "lecciones_desk"
POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'none'"
)
"""For the report and the readme of the dataset, which carry their own styles and no script."""

_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_SAFE = ("GET", "HEAD")
_START = "/start"
_OPEN = "/static/"


@dataclass(frozen=True, slots=True)
class Keys:
    """The secrets of one start of the desk."""

    start: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    session: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    @property
    def form(self) -> str:
        """What every form that changes something has to carry."""
        return hmac.new(self.session.encode(), b"form", "sha256").hexdigest()

    def fits_form(self, given: str) -> bool:
        """Whether a form carries it; told in constant time."""
        return hmac.compare_digest(given.encode("utf-8", "replace"), self.form.encode())


class Guard:
    """ASGI middleware: lets nobody else in, and puts the headers on all that goes out."""

    def __init__(self, app: ASGIApp, *, keys: Keys, hosts: tuple[str, ...], lang: str) -> None:
        self._app = app
        self._keys = keys
        self._hosts = hosts
        # Cookies know no ports: two desks in one browser must not have one name.
        self._cookie = f"{COOKIE}_{hosts[0].rpartition(':')[2]}"
        self._lang = lang

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
            elif scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
                headers.setdefault("Content-Security-Policy", POLICY)
            await send(message)

        answer = self._refusal(scope)
        await (answer or self._app)(scope, receive, with_headers)

    def _refusal(self, scope: Scope) -> Response | None:
        """The answer for whoever is not let in, or came with the start link; else None."""
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return self._told(421, "desk.refused_host")
        path, method = scope["path"], scope["method"]
        if path == _START and method == "GET":
            return self._started(scope)
        if not path.startswith(_OPEN) and not self._knows(headers):
            return self._told(403, "desk.refused_link")
        if method not in _SAFE and not self._own_origin(headers, hosts[0]):
            return self._told(403, "desk.refused_origin")
        return None

    def _started(self, scope: Scope) -> Response:
        from urllib.parse import parse_qs

        query = parse_qs(scope["query_string"].decode("ascii", "replace"))
        given = query.get("key", [""])[0]
        if not hmac.compare_digest(given.encode("utf-8", "replace"), self._keys.start.encode()):
            return self._told(403, "desk.refused_link")
        answer = RedirectResponse("/", 303)
        answer.set_cookie(
            self._cookie, self._keys.session, httponly=True, samesite="strict", path="/"
        )
        return answer

    def _knows(self, headers: Headers) -> bool:
        try:
            cookies = SimpleCookie(headers.get("cookie", ""))
        except CookieError:
            return False
        given = cookies[self._cookie].value if self._cookie in cookies else ""
        return hmac.compare_digest(given.encode("utf-8", "replace"), self._keys.session.encode())

    @staticmethod
    def _own_origin(headers: Headers, host: str) -> bool:
        origins = headers.getlist("origin")
        if origins:
            return origins == [f"http://{host}"]
        return headers.get("sec-fetch-site") == "same-origin"

    def _told(self, status: int, code: str) -> Response:
        return PlainTextResponse(say(code, self._lang) + "\n", status)
