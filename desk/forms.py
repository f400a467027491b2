"""The queue, and each form in it beside its page: looking, deciding, taking back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from corpus import queue
from corpus.errors import ConflictError, DecisionError
from corpus.queue import QueueState
from desk.bodies import BodyError
from desk.pages import numbers
from desk.views import PAGE_ROWS, Filters, form_view, reading_of, subject_of
from lecciones import review
from lecciones.errors import UsageError
from lecciones.jobs import Look
from lecciones.messages import format_name, reason, say
from schemas.records import Status
from schemas.rulings import Decision, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from corpus.decisions import Subject
    from corpus.queue import Survey
    from corpus.store import Store
    from desk.office import Office
    from desk.pages import Pages
    from schemas.reading import FormReading
    from schemas.rulings import Ruling

_VERDICTS = {"yes": Verdict.YES, "no": Verdict.NO, "not_a_form": Verdict.NOT_A_FORM}
_WITHOUT_PAGE = ("no", "not_a_form")
_VALUE = "value-"


class Forms:
    """The handlers. What blocks runs in a thread; nothing is kept between two requests."""

    def __init__(self, office: Office, pages: Pages) -> None:
        self._office = office
        self._pages = pages

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
        form = await self._pages.trusted(request)
        return await run_in_threadpool(self._decide, request, _subject(request), form)

    async def undo(self, request: Request) -> Response:
        """Takes the last decision on a form back, and shows it."""
        form = await self._pages.trusted(request)
        return await run_in_threadpool(self._undo, request, _subject(request), form)

    def _queue(self, request: Request) -> Response:
        filters = Filters.of(request.query_params)
        start = PAGE_ROWS * (max(1, numbers(request, "page")["page"]) - 1)
        with self._office.store() as store:
            seen = queue.survey(store)
            counts = tallied(store, seen)
            rows = queue.waiting(store, filters.wanted, start=start, most=PAGE_ROWS + 1, seen=seen)
            last = self._last_done(request, store)
        lang = self._pages.lang(request)
        return self._pages.page(
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
        lang = self._pages.lang(request)
        with self._office.store() as store:
            row = queue.one(store, subject)
            if row is None:
                raise BodyError(404, "desk.unknown_form")
            ruling = store.ruling(subject)
            history = store.history(subject)
            places = queue.places(store, subject.sha256)
            surveyed = queue.survey(store)
            order = surveyed.order(filters.wanted)
            counts = tallied(store, surveyed)
            last = self._last_done(request, store)
        seen = self._office.viewer.see(subject.sha256, places)
        reading = reading_of(seen, subject)
        view = None if reading is None else form_view(seen, reading, ruling, lang, typed)
        here = order.index(subject) if subject in order else None
        at = here if here is not None else filters.at
        return self._pages.page(
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
        lang = self._pages.lang(request)
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


def tallied(store: Store, seen: Survey) -> dict[str, int]:
    """How many forms are open, decided, waiting, in all, and not yet published."""
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
