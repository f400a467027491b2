"""What all of the desk's pages share: their look, their language, their faults, their token."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from corpus.errors import CorpusError, DecisionError
from desk.bodies import BodyError, read_form
from desk.office import BusyError
from lecciones.errors import LeccionesError, UsageError
from lecciones.messages import LANGUAGES, say
from lecciones.printable import printable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from desk.guard import Keys
    from desk.office import Office

    Handler = Callable[[Request], Awaitable[Response]]

LANG_COOKIE = "lecciones_lang"


class Pages:
    """Makes the pages from their templates, each with what stands on all of them."""

    def __init__(self, office: Office, keys: Keys) -> None:
        self._office = office
        self._keys = keys
        self._templates = Environment(
            loader=PackageLoader("desk", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["printable"] = printable

    def guarded(self, handler: Handler) -> Handler:
        """The handler, its faults told on a page."""

        async def told(request: Request) -> Response:
            try:
                return await handler(request)
            except BusyError:
                return self.busy(request)
            except BodyError as error:
                return self.fault(request, say(error.code, self.lang(request)), error.status)
            except UsageError as error:
                if error.code == "no_dataset":
                    return self.fault(request, say("desk.no_dataset", self.lang(request)), 404)
                return self.fault(request, error.sentence(self.lang(request)), 422)
            except LeccionesError as error:
                return self.fault(request, error.sentence(self.lang(request)), 503)
            except DecisionError as error:
                sentence = say(f"error.decision_{error.code}", self.lang(request))
                return self.fault(request, sentence, 409)
            except CorpusError as error:
                sentence = say("error.store", self.lang(request), path="", detail=error.code)
                return self.fault(request, sentence, 503)

        return told

    async def trusted(self, request: Request) -> dict[str, str]:
        """The fields of a form that carries the session's token.

        Raises:
            BodyError: it is no form, is too large, or carries another.
        """
        form = await read_form(request)
        if not self._keys.fits_form(form.get("token", "")):
            raise BodyError(403, "desk.refused_origin")
        return form

    def busy(self, request: Request) -> Response:
        """The page that says that something else is being done."""
        return self.page(request, "busy", title="desk.busy", status=503, task=self._office.task)

    def fault(self, request: Request, sentence: str, status: int) -> Response:
        """The page that says what is wrong."""
        return self.page(request, "fault", title="desk.fault", status=status, sentence=sentence)

    def page(
        self, request: Request, name: str, *, title: str, status: int = 200, **details: object
    ) -> HTMLResponse:
        """The page of the template `name`; `title` is the code of its title's words."""
        lang = self.lang(request)
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
        text = self._templates.get_template(f"{name}.html.j2").render(shown)
        return HTMLResponse(text, status)

    def lang(self, request: Request) -> str:
        """The language that was chosen for the pages."""
        chosen = request.cookies.get(LANG_COOKIE, "")
        return chosen if chosen in LANGUAGES else self._office.setting.lang


def numbers(request: Request, *names: str) -> dict[str, int]:
    """The numbers of these names in the address, 0 for what is none."""
    query = parse_qs(request.url.query)
    told = {name: query.get(name, [""])[0] for name in names}
    return {n: int(t) if t.isascii() and t.isdigit() and len(t) < 8 else 0 for n, t in told.items()}


def _say(lang: str, code: str, **details: object) -> str:
    return say(code, lang, **details)
