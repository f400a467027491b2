"""The desk's application: handing in, running, publishing and the dataset's files."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from corpus import queue
from desk.bodies import BodyError, receive_files
from desk.forms import Forms, tallied
from desk.guard import REPORT_POLICY, Guard, Keys
from desk.office import BusyError, Office
from desk.pages import LANG_COOKIE, Pages, numbers
from lecciones.errors import UsageError
from lecciones.messages import LANGUAGES, say

if TYPE_CHECKING:
    from starlette.requests import Request

_FILES = (
    "lessons.csv", "lessons.parquet", "answers.parquet", "derived.parquet", "LEEME.html",
    "CHANGES.csv", "datapackage.json", "croissant.json", "restricted/report.html",
    "restricted/forms.csv", "restricted/contacts.parquet", "restricted/concerns.csv",
)  # fmt: skip
_STATIC = {"desk.css": "text/css; charset=utf-8", "desk.js": "text/javascript; charset=utf-8",
           "desk.svg": "image/svg+xml"}  # fmt: skip


def make_app(office: Office, keys: Keys, hosts: tuple[str, ...]) -> Starlette:
    """The desk as an ASGI application, guarded; `hosts` are the addresses that lead to it."""
    pages = Pages(office, keys)
    desk, forms, guarded = Desk(office, keys, pages), Forms(office, pages), pages.guarded
    routes = [
        Route("/", guarded(desk.home)),
        Route("/queue", guarded(forms.queue)),
        Route("/forms/{sha256}/{number}", guarded(forms.form)),
        Route("/forms/{sha256}/{number}/pages/{page}", guarded(forms.page)),
        Route("/forms/{sha256}/{number}/decide", guarded(forms.decide), methods=["POST"]),
        Route("/forms/{sha256}/{number}/undo", guarded(forms.undo), methods=["POST"]),
        Route("/files", guarded(desk.files), methods=["POST"]),
        Route("/run", guarded(desk.run), methods=["POST"]),
        Route("/publish", guarded(desk.publish), methods=["POST"]),
        Route("/work", guarded(desk.work)),
        Route("/work.json", guarded(desk.progress)),
        Route("/language/{lang}", guarded(desk.language)),
        Route("/dataset/{name:path}", guarded(desk.dataset)),
        Route("/static/{name}", desk.static),
    ]
    guard = Middleware(Guard, keys=keys, hosts=hosts, lang=office.setting.lang)
    return Starlette(routes=routes, middleware=[guard], exception_handlers={404: desk.not_found})


class Desk:
    """The handlers of the desk itself. What blocks runs in a thread."""

    def __init__(self, office: Office, keys: Keys, pages: Pages) -> None:
        self._office = office
        self._keys = keys
        self._pages = pages
        self._static = {
            name: (Path(__file__).parent / "static" / name).read_bytes() for name in _STATIC
        }

    async def home(self, request: Request) -> Response:
        """Handing in, running, and what there is to do."""
        setting = self._office.setting
        if setting.inbox is None:
            return RedirectResponse("/queue", 303)
        counts = await run_in_threadpool(self._counts)
        sources = [str(path) for path in setting.sources]
        return self._pages.page(
            request, "home", title="desk.home", counts=counts, sources=sources,
            inbox=str(setting.inbox), handed=numbers(request, "new", "known", "over"),
            has_dataset=self._office.has_dataset,
        )  # fmt: skip

    async def files(self, request: Request) -> Response:
        """Takes files into the inbox."""
        inbox = self._office.setting.inbox
        if inbox is None:
            raise BodyError(404, "desk.not_found")
        try:
            handed = await receive_files(request, inbox, self._keys.fits_form)
        except OSError:
            raise BodyError(507, "desk.inbox_not_writable") from None
        return RedirectResponse(
            f"/?new={handed.new}&known={handed.known}&over={handed.passed_over}", 303
        )

    async def run(self, request: Request) -> Response:
        """Begins a run."""
        await self._pages.trusted(request)
        if not self._office.setting.sources:
            raise BodyError(404, "desk.not_found")
        await run_in_threadpool(self._office.start_run)
        return RedirectResponse("/work", 303)

    async def publish(self, request: Request) -> Response:
        """Begins a publishing."""
        await self._pages.trusted(request)
        if not self._office.has_dataset:
            raise UsageError("no_dataset", path="")
        await run_in_threadpool(self._office.start_publishing)
        return RedirectResponse("/work", 303)

    async def work(self, request: Request) -> Response:
        """What is being done beside the pages, and what came of it."""
        lang = self._pages.lang(request)
        task = self._office.task
        fault = task.fault.sentence(lang) if task.fault else ""
        return self._pages.page(request, "work", title="desk.work", task=task, fault=fault)

    async def progress(self, request: Request) -> Response:
        """The same for the page's script."""
        task = self._office.task
        lang = self._pages.lang(request)
        total = "?" if task.total is None else str(task.total)
        told = say("run.progress", lang, done=task.done, total=total)
        return JSONResponse(
            {"state": task.state, "done": task.done, "total": task.total, "told": told}
        )

    async def language(self, request: Request) -> Response:
        """Changes the pages' language, and goes back to the beginning."""
        lang = request.path_params["lang"]
        answer = RedirectResponse("/", 303)
        if lang in LANGUAGES:
            answer.set_cookie(LANG_COOKIE, lang, httponly=True, samesite="strict", path="/")
        return answer

    async def dataset(self, request: Request) -> Response:
        """A file of the dataset, of those that have a name here."""
        name = request.path_params["name"]
        if name not in _FILES:
            raise BodyError(404, "desk.not_found")
        path = self._office.setting.folder / name
        if not path.is_file():
            raise BodyError(404, "desk.not_found")
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        shown = name.endswith(".html")
        headers = {"Content-Security-Policy": REPORT_POLICY} if shown else {}
        return FileResponse(
            path, media_type=kind, headers=headers, filename=None if shown else Path(name).name
        )

    async def static(self, request: Request) -> Response:
        """The style sheet and the script."""
        name = request.path_params["name"]
        if name not in self._static:
            return await self.not_found(request)
        return Response(self._static[name], media_type=_STATIC[name])

    async def not_found(self, request: Request, _error: Exception | None = None) -> Response:
        """There is no such page."""
        return self._pages.fault(request, say("desk.not_found", self._pages.lang(request)), 404)

    def _counts(self) -> dict[str, int] | None:
        if not self._office.has_dataset:
            return None
        try:
            with self._office.store() as store:
                return tallied(store, queue.survey(store))
        except BusyError:
            return None
