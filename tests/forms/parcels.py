"""How a form arrives: alone, or in an archive or mail, with other things around it."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from enum import StrEnum
from random import Random
from typing import TYPE_CHECKING

from tests.forms.compound import Attached, Mail, msg

if TYPE_CHECKING:
    from collections.abc import Callable


class Parcel(StrEnum):
    """What the file lies in."""

    NONE = "alone"
    ZIP = "in-zip"
    ZIP_IN_ZIP = "in-zip-in-zip"
    EML = "in-eml"
    ZIP_IN_EML = "in-zip-in-eml"
    FORWARDED = "in-forwarded-eml"
    MSG = "in-msg"
    FORWARDED_MSG = "in-forwarded-msg"
    EML_BODY = "as-eml-text"  # HTML only: the form is the mail's own text
    MSG_BODY = "as-msg-text"


_ANY = (
    Parcel.ZIP, Parcel.ZIP_IN_ZIP, Parcel.EML, Parcel.ZIP_IN_EML, Parcel.FORWARDED, Parcel.MSG,
    Parcel.FORWARDED_MSG,
)  # fmt: skip
_BODY = (Parcel.EML_BODY, Parcel.MSG_BODY)


def draw_parcel(seed: int, *, html: bool) -> Parcel:
    """The parcel of a seed, for one case in eight; drawn apart from all else."""
    rng = Random(f"parcel {seed}")  # noqa: S311 - data, no secret
    if rng.random() < 0.875:
        return Parcel.NONE
    return rng.choice((*_ANY, *_BODY, *_BODY) if html else _ANY)


def pack(data: bytes, name: str, parcel: Parcel) -> bytes:
    """The file in its parcel."""
    return data if parcel is Parcel.NONE else _PACKERS[parcel](data, name)


_TEXT = "Buen día. Adjunto el formato diligenciado. Quedo atenta."


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0)), content)
    return out.getvalue()


def _message() -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["From"] = "Formato de lecciones", "oficina@ejemplo.gov.co"
    message["To"], message["Date"] = "lecciones@ejemplo.gov.co", "Wed, 01 Jan 2025 08:00:00 -0500"
    return message


def _eml(attachments: dict[str, bytes], html: bytes = b"") -> bytes:
    message = _message()
    if html:
        charset = "windows-1252" if b"windows-1252" in html[:2000] else "utf-8"
        message.set_content(html, maintype="text", subtype="html", cte="base64")
        message.set_param("charset", charset)
    else:
        message.set_content(_TEXT)
    for name, content in attachments.items():
        message.add_attachment(
            content, maintype="application", subtype="octet-stream", filename=name
        )
    if attachments:
        message.set_boundary("=limite-de-partes=")
    return message.as_bytes()


def _forwarded(inner: bytes) -> bytes:
    import email
    from email.policy import default

    message = _message()
    message.set_content(_TEXT)
    message.add_attachment(email.message_from_bytes(inner, policy=default))
    message.set_boundary("=limite-de-fuera=")
    return message.as_bytes()


def _forwarded_msg(data: bytes, name: str) -> bytes:
    inner = Mail("RV: formato", text=_TEXT, attached=(Attached(name, data),))
    return msg(Mail(text=_TEXT, attached=(Attached("reenviado", inner),)))


_PACKERS: dict[Parcel, Callable[[bytes, str], bytes]] = {
    Parcel.ZIP: lambda data, name: _zip({f"Formatos diligenciados/{name}": data}),
    Parcel.ZIP_IN_ZIP: lambda data, name: _zip({"enero.zip": _zip({name: data})}),
    Parcel.EML: lambda data, name: _eml({name: data}),
    Parcel.ZIP_IN_EML: lambda data, name: _eml({"formatos.zip": _zip({name: data})}),
    Parcel.FORWARDED: lambda data, name: _forwarded(_eml({name: data})),
    Parcel.MSG: lambda data, name: msg(Mail(text=_TEXT, attached=(Attached(name, data),))),
    Parcel.FORWARDED_MSG: _forwarded_msg,
    Parcel.EML_BODY: lambda data, _: _eml({}, html=data),
    Parcel.MSG_BODY: lambda data, _: msg(Mail(html=data, codepage=0)),
}
