"""What two versions of a lesson have in common: keyed digests of its long answers.

The digests are keyed by the store's secret, so that they can be compared in this store and
nowhere else. Each is bound to the entity, the topic and the question: the same words from
another entity, on another topic or as another answer give another digest. Offices copy whole
answers from one form into the next, so that a lesson on another topic is another lesson.
"""

from __future__ import annotations

import hmac
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

LONG = ("situation", "impact", "solutions", "lesson", "recommendation")
COLUMNS = ("entity", "topic", *LONG)
"""The columns of a lesson that are compared."""

_LONG_FROM = 40  # letters and digits: shorter answers ("Se compró estantería.") recur by chance


def kin_keys(values: Mapping[str, str | None], secret: bytes) -> tuple[str, ...]:
    """The digests (hex) of a lesson's long answers, in the order of the form."""
    bound_to = [_bare(values.get("entity")), _bare(values.get("topic"))]
    keys = []
    for column in LONG:
        text = _bare(values.get(column))
        if len(text) >= _LONG_FROM:
            message = "\x1f".join(("kin", *bound_to, column, text)).encode()
            keys.append(hmac.new(secret, message, "sha256").hexdigest())
    return tuple(keys)


def are_kin(own: Collection[str], shared: Collection[str]) -> bool:
    """Whether a lesson with these digests is another version of one that shares some of them.

    At least half of its long answers are word for word the same.
    """
    return bool(shared) and 2 * len(shared) >= len(own)


def _bare(text: str | None) -> str:
    """Letters and digits only, without accents and case."""
    decomposed = unicodedata.normalize("NFKD", text or "").casefold()
    return "".join(char for char in decomposed if char.isalnum())
