"""A wrong call of the program, said in one sentence: typer's own words are in English only."""

from __future__ import annotations

import os
from itertools import pairwise
from typing import TYPE_CHECKING

from lecciones.messages import LANGUAGES, say

if TYPE_CHECKING:
    from collections.abc import Sequence


def usage_sentence(error: Exception, lang: str) -> str | None:
    """What is wrong with the call and where help is; None for an error of another kind.

    Told by the name of the error's class: typer carries these classes along in newer
    versions and takes them from click in older ones.
    """
    kinds = [kind.__name__ for kind in type(error).__mro__]
    if "ClickException" not in kinds:
        return None
    context = getattr(error, "ctx", None)
    program = getattr(context, "command_path", "") or "lecciones"
    help_line = say("usage.help", lang, program=program)
    return f"{_what(error, kinds, lang)} {help_line}"


def asks_for_help(error: Exception) -> str | None:
    """The help text where the program was called with nothing, else None."""
    if type(error).__name__ != "NoArgsIsHelpError":
        return None
    return str(getattr(error, "message", ""))


def wanted_language(arguments: Sequence[str]) -> str:
    """The language asked for, read before the call is understood."""
    wanted = os.environ.get("LECCIONES_LANG", "")
    for argument, value in pairwise([*arguments, ""]):
        if argument == "--lang":
            wanted = value
        elif argument.startswith("--lang="):
            wanted = argument.removeprefix("--lang=")
    return wanted if wanted in LANGUAGES else LANGUAGES[0]


def _what(error: Exception, kinds: list[str], lang: str) -> str:
    if "MissingParameter" in kinds:
        return say("usage.missing", lang, name=_name_of(error))
    if "NoSuchOption" in kinds:
        return say("usage.no_option", lang, name=str(getattr(error, "option_name", "")))
    if "BadOptionUsage" in kinds:
        return say("usage.bad_option", lang, name=str(getattr(error, "option_name", "")))
    if "BadParameter" in kinds:
        return say("usage.bad_value", lang, name=_name_of(error))
    if "No such command" in str(getattr(error, "message", "")):
        return say("usage.no_command", lang)
    return say("usage.other", lang)


def _name_of(error: Exception) -> str:
    parameter = getattr(error, "param", None)
    options = [name for name in getattr(parameter, "opts", ()) if name.startswith("--")]
    metavar = str(getattr(parameter, "metavar", None) or "")
    return " ".join((*options[:1], metavar)).strip()
