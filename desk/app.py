"""The desk's pages: queue, form, handing in, run and report."""

from __future__ import annotations

import mimetypes
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from corpus import queue
from corpus.errors import ConflictError, CorpusError, DecisionError
from corpus.queue import QueueState
from desk.bodies import BodyError, read_form, receive_files
from desk.guard import REPORT_POLICY, Guard, Keys
from desk.office import BusyError, Office
from desk.views import PAGE_ROWS, Filters, form_view, reading_of, subject_of
from lecciones import review
from lecciones.errors import LeccionesError, UsageError
from lecciones.jobs import Look
from lecciones.messages import LANGUAGES, format_name, reason, say
from lecciones.printable import printable
from schemas.records import Status
from schemas.rulings import Decision, Verdict

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.requests import Request

    from corpus.decisions import Subject
    from corpus.queue import Survey
    from corpus.store import Store
    from schemas.reading import FormReading
    from schemas.rulings import Ruling

    Handler = Callable[[Request], Awaitable[Response]]

_FILES = (
    "lessons.csv", "lessons.parquet", "answers.parquet", "derived.parquet", "LEEME.html",
    "CHANGES.csv", "datapackage.json", "croissant.json", "restricted/report.html",
    "restricted/forms.csv", "restricted/contacts.parquet", "restricted/concerns.csv",
)  # fmt: skip
_STATIC = {"desk.css": "text/css; charset=utf-8", "desk.js": "text/javascript; charset=utf-8",
           "desk.svg": "image/svg+xml"}  # fmt: skip
_LANG_COOKIE = "lecciones_lang"
_VERDICTS = {"yes": Verdict.YES, "no": Verdict.NO, "not_a_form": Verdict.NOT_A_FORM}
_WITHOUT_PAGE = ("no", "not_a_form")
_VALUE = "value-"


def make_app(office: Office, keys: Keys, hosts: tuple[str, ...]) -> Starlette:
    """The desk as an ASGI application, guarded; `hosts` are the addresses that lead to it."""
    desk = Desk(office, keys)
    routes = [
        Route("/", desk.guarded(desk.home)),
        Route("/queue", desk.guarded(desk.queue)),
        Route("/forms/{sha256}/{number}", desk.guarded(desk.form)),
        Route("/forms/{sha256}/{number}/pages/{page}", desk.guarded(desk.page)),
        Route("/forms/{sha256}/{number}/decide", desk.guarded(desk.decide), methods=["POST"]),
        Route("/forms/{sha256}/{number}/undo", desk.guarded(desk.undo), methods=["POST"]),
        Route("/files", desk.guarded(desk.files), methods=["POST"]),
        Route("/run", desk.guarded(desk.run), methods=["POST"]),
        Route("/publish", desk.guarded(desk.publish), methods=["POST"]),
        Route("/work", desk.guarded(desk.work)),
        Route("/work.json", desk.guarded(desk.progress)),
        Route("/language/{lang}", desk.guarded(desk.language)),
        Route("/dataset/{name:path}", desk.guarded(desk.dataset)),
        Route("/static/{name}", desk.static),
    ]
    guard = Middleware(Guard, keys=keys, hosts=hosts, lang=office.setting.lang)
    return Starlette(routes=routes, middleware=[guard], exception_handlers={404: desk.not_found})


class Desk:
    """The handlers. What blocks runs in a thread; nothing is kept between two requests."""

    def __init__(self, office: Office, keys: Keys) -> None:
        self._office = office
        self._keys = keys
        self._pages = Environment(
            loader=PackageLoader("desk", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._pages.filters["printable"] = printable
        self._static = {
            name: (Path(__file__).parent / "static" / name).read_bytes() for name in _STATIC
        }

    def guarded(self, handler: Handler) -> Handler:
        """The handler, its faults told on a page."""

        async def told(request: Request) -> Response:
            try:
                return await handler(request)
            except BusyError:
                return self._busy(request)
            except BodyError as error:
                return self._fault(request, say(error.code, self._lang(request)), error.status)
            except UsageError as error:
                if error.code == "no_dataset":
                    return self._fault(request, say("desk.no_dataset", self._lang(request)), 404)
                return self._fault(request, error.sentence(self._lang(request)), 422)
            except LeccionesError as error:
                return self._fault(request, error.sentence(self._lang(request)), 503)
            except DecisionError as error:
                sentence = say(f"error.decision_{error.code}", self._lang(request))
                return self._fault(request, sentence, 409)
            except CorpusError as error:
                sentence = say("error.store", self._lang(request), path="", detail=error.code)
                return self._fault(request, sentence, 503)

        return told

    async def home(self, request: Request) -> Response:
        """Handing in, running, and what there is to do."""
        setting = self._office.setting
        if setting.inbox is None:
            return RedirectResponse("/queue", 303)
        counts = await run_in_threadpool(self._counts)
        sources = [str(path) for path in setting.sources]
        return self._page(
            request, "home", title="desk.home", counts=counts, sources=sources,
            inbox=str(setting.inbox), handed=_numbers(request, "new", "known", "over"),
            has_dataset=self._office.has_dataset,
        )  # fmt: skip

    async def queue(self, request: Request) -> Response:
        """A page of what waits for a person."""
        return await run_in_threadpool(self._queue, request)

    async def form(self, request: Request) -> Response:
        """One form beside its page."""
        subject = _subject(request)
        return await run_in_threadpool(self._form, request, subject)

    async def page(self, request: Request) -> Response:
        """A page's picture, drawn this moment."""
        subject = _subject(request)
        number = request.path_params["page"].removesuffix(".png")
        turn = request.query_params.get("turn", "0")
        if not (number.isascii() and number.isdigit() and 0 < int(number[:6]) < 10**5):
            raise BodyError(404, "desk.not_found")
        quarters = int(turn) if turn in ("0", "1", "2", "3") else 0
        return await run_in_threadpool(self._picture, subject, int(number), quarters)

    async def decide(self, request: Request) -> Response:
        """Keeps what a person decided, and goes on to the next form."""
        form = await self._trusted(request)
        return await run_in_threadpool(self._decide, request, _subject(request), form)

    async def undo(self, request: Request) -> Response:
        """Takes the last decision on a form back, and shows it."""
        form = await self._trusted(request)
        return await run_in_threadpool(self._undo, request, _subject(request), form)

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
        await self._trusted(request)
        if not self._office.setting.sources:
            raise BodyError(404, "desk.not_found")
        await run_in_threadpool(self._office.start_run)
        return RedirectResponse("/work", 303)

    async def publish(self, request: Request) -> Response:
        """Begins a publishing."""
        await self._trusted(request)
        if not self._office.has_dataset:
            raise UsageError("no_dataset", path="")
        await run_in_threadpool(self._office.start_publishing)
        return RedirectResponse("/work", 303)

    async def work(self, request: Request) -> Response:
        """What is being done beside the pages, and what came of it."""
        lang = self._lang(request)
        task = self._office.task
        fault = task.fault.sentence(lang) if task.fault else ""
        return self._page(request, "work", title="desk.work", task=task, fault=fault)

    async def progress(self, request: Request) -> Response:
        """The same for the page's script."""
        task = self._office.task
        lang = self._lang(request)
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
            answer.set_cookie(_LANG_COOKIE, lang, httponly=True, samesite="strict", path="/")
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
        return self._fault(request, say("desk.not_found", self._lang(request)), 404)

    def _counts(self) -> dict[str, int] | None:
        if not self._office.has_dataset:
            return None
        try:
            with self._office.store() as store:
                return _tallied(store, queue.survey(store))
        except BusyError:
            return None

    def _queue(self, request: Request) -> Response:
        filters = Filters.of(request.query_params)
        start = PAGE_ROWS * (max(1, _numbers(request, "page")["page"]) - 1)
        with self._office.store() as store:
            seen = queue.survey(store)
            counts = _tallied(store, seen)
            rows = queue.waiting(store, filters.wanted, start=start, most=PAGE_ROWS + 1, seen=seen)
            last = self._last_done(request, store)
        lang = self._lang(request)
        return self._page(
            request, "queue", title="desk.queue", filters=filters, counts=counts,
            rows=rows[:PAGE_ROWS], more=len(rows) > PAGE_ROWS, start=start,
            states=list(QueueState), entities=seen.entities(filters.wanted.state),
            reasons=[
                (code, say(f"desk_why.{code}", lang), count)
                for code, count in seen.reasons(filters.wanted.state)
            ],
            why=lambda code: say(f"desk_why.{code}", lang) if code else "",
            page=start // PAGE_ROWS + 1, last=last,
        )  # fmt: skip

    def _form(
        self,
        request: Request,
        subject: Subject,
        *,
        typed: Mapping[str, str] | None = None,
        fault: str = "",
        status: int = 200,
    ) -> Response:
        filters = Filters.of(request.query_params)
        lang = self._lang(request)
        with self._office.store() as store:
            row = queue.one(store, subject)
            if row is None:
                raise BodyError(404, "desk.unknown_form")
            ruling = store.ruling(subject)
            history = store.history(subject)
            places = queue.places(store, subject.sha256)
            surveyed = queue.survey(store)
            order = surveyed.order(filters.wanted)
            counts = _tallied(store, surveyed)
            last = self._last_done(request, store)
        seen = self._office.viewer.see(subject.sha256, places)
        reading = reading_of(seen, subject)
        view = None if reading is None else form_view(seen, reading, ruling, lang, typed)
        here = order.index(subject) if subject in order else None
        at = here if here is not None else filters.at
        return self._page(
            request, "form", title="desk.form", status=status, row=row, view=view,
            ruling=ruling, history=history, fault=fault, filters=filters, counts=counts,
            at=at, count=len(order), number=None if here is None else here + 1,
            before=_neighbour(order, at, -1, here), after=_neighbour(order, at, 1, here),
            missing="" if reading is not None else _missing(seen.code, seen.detail, lang),
            format=format_name(row.source_format, lang), last=last,
            reason=reason(row.reason, row.reason_detail, lang),
            may_save=row.consent == "yes" and row.status in (Status.PUBLISHED, Status.DUPLICATE),
        )  # fmt: skip

    def _last_done(self, request: Request, store: Store) -> dict[str, Any] | None:
        """The form decided on just before, so that it can be undone from here."""
        sha256, _, number = request.query_params.get("done", "").partition("-")
        subject = subject_of(sha256, number)
        row = None if subject is None else queue.one(store, subject)
        if row is None or not row.version:
            return None
        return {"row": row, "standing": any(not s.undone for s in store.history(row.subject))}

    def _picture(self, subject: Subject, number: int, quarters: int) -> Response:
        with self._office.store() as store:
            places = queue.places(store, subject.sha256)
        if not places:
            raise BodyError(404, "desk.not_found")
        wanted = Look(subject.sha256, number, quarters)
        picture = self._office.viewer.page(wanted, places)
        if picture is None:
            raise BodyError(404, "desk.not_found")
        return Response(picture.png, media_type="image/png")

    def _decide(self, request: Request, subject: Subject, form: Mapping[str, str]) -> Response:
        lang = self._lang(request)
        typed = {
            name.removeprefix(_VALUE): text
            for name, text in form.items()
            if name.startswith(_VALUE)
        }
        try:
            before = self._settle(subject, form.get("action", ""), typed, _version(form))
        except ConflictError:
            return self._form(
                request, subject, typed=typed, fault=say("desk.conflict", lang), status=409
            )
        except (UsageError, DecisionError) as error:
            sentence = (
                error.sentence(lang)
                if isinstance(error, UsageError)
                else say(f"error.decision_{error.code}", lang)
            )
            return self._form(request, subject, typed=typed, fault=sentence, status=422)
        answer = self._on(request, subject)
        if before in (Status.PUBLISHED, Status.DUPLICATE) and form.get("action") in _WITHOUT_PAGE:
            self._office.start_publishing()  # what is withdrawn leaves the dataset at once
        return answer

    def _settle(self, subject: Subject, action: str, typed: Mapping[str, str], seen: int) -> Status:
        """Keeps the decision; the form's status before it."""
        with self._office.store() as store:
            row = queue.one(store, subject)
            ruling = store.ruling(subject)
            places = queue.places(store, subject.sha256)
            roots = queue.roots(store)
            contacts = store.settings.contacts
        if row is None:
            raise DecisionError("unknown_form")
        decision = Decision(_VERDICTS.get(action))
        if action not in _WITHOUT_PAGE:
            shown = self._office.viewer.see(subject.sha256, places)
            reading = reading_of(shown, subject)
            if reading is None:
                raise UsageError("desk_page_gone")
            decision = _decision(action, typed, reading, ruling, contacts=contacts)
        hands = self._office.viewer.hands(roots)
        with self._office.store() as store:
            review.settle(
                store, self._office.setting.folder, subject, decision,
                self._office.setting.who, seen=seen, hands=hands,
            )  # fmt: skip
        return row.status

    def _on(self, request: Request, subject: Subject) -> Response:
        """To the next form of the queue, or to the queue where there is none."""
        filters = Filters.of(request.query_params)
        with self._office.store() as store:
            order = queue.survey(store).order(filters.wanted)
        at = filters.at or 0
        following = at + 1 if subject in order else at
        done = f"{subject.sha256}-{subject.form_number}"
        if following >= len(order):
            return RedirectResponse(f"/queue{filters.query(done=done)}", 303)
        key = order[following]
        query = filters.query(at=following, done=done)
        return RedirectResponse(f"/forms/{key.sha256}/{key.form_number}{query}", 303)

    def _undo(self, request: Request, subject: Subject, form: Mapping[str, str]) -> Response:
        filters = Filters.of(request.query_params)
        with self._office.store() as store:
            before = queue.one(store, subject)
            roots = queue.roots(store)
        hands = self._office.viewer.hands(roots)
        with self._office.store() as store:
            review.undo(
                store, self._office.setting.folder, subject, self._office.setting.who,
                seen=_version(form), hands=hands,
            )  # fmt: skip
            after = queue.one(store, subject)
        shared = (Status.PUBLISHED, Status.DUPLICATE)
        if before and before.status in shared and (after is None or after.status not in shared):
            self._office.start_publishing()
        query = filters.query(at=filters.at, undone=1)
        return RedirectResponse(f"/forms/{subject.sha256}/{subject.form_number}{query}", 303)

    async def _trusted(self, request: Request) -> dict[str, str]:
        """The fields of a form that carries the session's token.

        Raises:
            BodyError: it is no form, is too large, or carries another.
        """
        form = await read_form(request)
        if not self._keys.fits_form(form.get("token", "")):
            raise BodyError(403, "desk.refused_origin")
        return form

    def _busy(self, request: Request) -> Response:
        return self._page(request, "busy", title="desk.busy", status=503, task=self._office.task)

    def _fault(self, request: Request, sentence: str, status: int) -> Response:
        return self._page(request, "fault", title="desk.fault", status=status, sentence=sentence)

    def _page(
        self, request: Request, name: str, *, title: str, status: int = 200, **details: object
    ) -> HTMLResponse:
        lang = self._lang(request)
        task = self._office.task
        shown = {
            "lang": lang,
            "say": partial(_say, lang),
            "page_title": say(title, lang),
            "token": self._keys.form,
            "who": self._office.setting.who,
            "has_inbox": self._office.setting.inbox is not None,
            "working": task.state == "running",
            "undone": request.query_params.get("undone") == "1",
            "counts": None,
            "last": None,
            **details,
        }
        text = self._pages.get_template(f"{name}.html.j2").render(shown)
        return HTMLResponse(text, status)

    def _lang(self, request: Request) -> str:
        chosen = request.cookies.get(_LANG_COOKIE, "")
        return chosen if chosen in LANGUAGES else self._office.setting.lang


def _decision(
    action: str,
    typed: Mapping[str, str],
    reading: FormReading,
    ruling: Ruling | None,
    *,
    contacts: bool,
) -> Decision:
    """What a button and what was typed beside it decide."""
    if action not in ("yes", "save", "confirm"):
        raise UsageError("desk_no_action")
    confirming = action == "confirm"
    values = review.decided_values(typed, reading, ruling, confirming=confirming, contacts=contacts)
    verdict = None if action == "save" else Verdict.YES
    return Decision(verdict, values, confirming)


def _tallied(store: Store, seen: Survey) -> dict[str, int]:
    found = seen.tally()
    return {
        "open": found.open,
        "decided": found.decided,
        "waiting": found.waiting,
        "all": found.all,
        "unpublished": queue.unpublished(store),
    }


def _neighbour(
    order: list[Subject], at: int | None, step: int, here: int | None
) -> tuple[Subject, int] | None:
    """The form before or after this one, and its place in the queue."""
    if not order or at is None:
        return None
    index = at + step
    if here is None and step == 1:
        index = at  # this form has left the queue: the next one moved up
    return (order[index], index) if 0 <= index < len(order) else None


def _missing(code: str, detail: str, lang: str) -> str:
    """Why there is no page to look at."""
    if code in ("gone", "changed"):
        return say(f"desk.{code}", lang)
    return reason(code, detail, lang) if code else say("desk.form_not_found", lang)


def _subject(request: Request) -> Subject:
    found = subject_of(request.path_params["sha256"], request.path_params["number"])
    if found is None:
        raise BodyError(404, "desk.unknown_form")
    return found


def _version(form: Mapping[str, str]) -> int:
    told = form.get("seen", "")
    if not (told.isascii() and told.isdigit() and len(told) < 16):
        raise BodyError(400, "desk.bad_form")
    return int(told)


def _numbers(request: Request, *names: str) -> dict[str, int]:
    query = parse_qs(request.url.query)
    told = {name: query.get(name, [""])[0] for name in names}
    return {n: int(t) if t.isascii() and t.isdigit() and len(t) < 8 else 0 for n, t in told.items()}


def _say(lang: str, code: str, **details: object) -> str:
    return say(code, lang, **details)
