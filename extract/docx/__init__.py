"""Word documents (.docx, .docm, .dotx, .dotm; ISO/IEC 29500 and Office's additions to it).

    zip ──Package──▶ parts ──Styles, Numbering──▶ BodyReader ──InlineReader──▶ blocks
                       └──stories──▶ asides (headers, notes, comments)

Read from the parts themselves: content controls, legacy form fields, text boxes and tracked
changes are all there, as a person sees the document once every change is accepted. Macros
are never touched, and nothing outside the file is fetched.

What an entry control gives: its text stays `Text` with the control's origin; a choice or a
date is a `Field` with the value as shown; a control that is empty, or shows only its prompt,
is one `Field` with the value "".

Notices: `activex_control`, `drawn_shape`, `ink_drawn`, `image_ignored`, `text_box_floats` and
`embedded_object_ignored` (something that cannot be read, or placed, stands there);
`embedded_document_ignored`, `external_part_ignored`, `macros_ignored` (left alone);
`field_unclosed`, `part_damaged`, `symbol_unknown` (lost in part).
"""

from __future__ import annotations

import zipfile
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, TypeVar

from extract.docx import stories
from extract.docx.body import BodyReader
from extract.docx.names import W, child
from extract.docx.numbering import Numbering
from extract.docx.package import Package, root_of
from extract.docx.prompts import own_prompts
from extract.docx.state import State
from extract.docx.styles import Styles
from extract.errors import DamagedError, EncryptedError, ExtractError, LimitError
from extract.model import Document, SourceFormat
from extract.signatures import ZIP_FAULTS, head_of, is_encrypted_office

if TYPE_CHECKING:
    from collections.abc import Callable

    from extract.docx.package import Relation

__all__ = ["accepts", "read", "read_embedded"]

_ZIP_START = b"PK\x03\x04"
_HEAD_BYTES = 2**20
_KEPT_BYTES = 2**20  # of a style sheet that is kept for the documents that follow
_T = TypeVar("_T")
_TYPES_NAME = b"[Content_Types].xml"


def accepts(data: bytes) -> bool:
    """True for a Word file, also one whose zip is cut off; cheap, and never raises."""
    if not data.startswith(_ZIP_START):
        return False
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "word/document.xml" in names:
                return True
            if "[Content_Types].xml" not in names:
                return any(name.lower() == "word/document.xml" for name in names)
            types = head_of(archive, "[Content_Types].xml")
            return b"wordprocessingml" in types or b"ms-word" in types or b"/word/" in types
    except ZIP_FAULTS:
        head = data[:_HEAD_BYTES]
        foreign = b"xl/" in head or b"ppt/" in head
        return b"word/" in head or (_TYPES_NAME in head[:200] and not foreign)


def read(data: bytes) -> Document:
    """The document in the bytes of a Word file; `page_count` is None.

    Raises:
        DamagedError: the zip or its main part is broken or missing.
        EncryptedError: the file or one of its entries has a password.
        LimitError: it is past a limit of size or depth, or declares XML entities.
    """
    return _read(data, embedded=False)


def read_embedded(data: bytes) -> Document:
    """The document in a Word file that stands within another; raises as `read` does."""
    return _read(data, embedded=True)


def _read(data: bytes, *, embedded: bool) -> Document:
    if is_encrypted_office(data):
        raise EncryptedError("docx", format_name="docx")
    try:
        return _document(Package(data), embedded=embedded)
    except RecursionError:
        raise LimitError("depth", format_name="docx") from None


def _document(package: Package, *, embedded: bool) -> Document:
    part = package.main_part()
    root = package.xml(part)
    body = child(root, "body")
    if root.tag != W + "document" or body is None:
        raise DamagedError("no_body", format_name="docx")
    state = State(package, part, embedded=embedded)
    state.relations = _relations(state)
    styles = _secondary(state, "styles", _styles_of)
    state.styles = Styles() if styles is None else styles.anew()
    state.numbering = Numbering(_secondary(state, "numbering", root_of))
    glossary = _secondary(state, "glossaryDocument", root_of)
    state.prompts = {} if glossary is None else own_prompts(glossary)
    if any(name.endswith("vbaproject.bin") for name in package.names):
        state.notice("macros_ignored")
    blocks = BodyReader(state).blocks(body, "body")
    stories.read(state)
    return Document(SourceFormat.DOCX, blocks, tuple(state.asides), tuple(state.notices))


def _relations(state: State) -> dict[str, Relation]:
    try:
        return state.package.relations(state.part)
    except DamagedError as error:
        state.notice("part_damaged", f"relationships {error.code}")
        return {}


def _styles_of(data: bytes) -> Styles:
    return _kept_styles(data) if len(data) <= _KEPT_BYTES else Styles(root_of(data))


@lru_cache(maxsize=4)
def _kept_styles(data: bytes) -> Styles:
    """The style sheet in a part's bytes: an entity's forms come from one template and share it."""
    return Styles(root_of(data))


def _secondary(state: State, kind: str, made: Callable[[bytes], _T]) -> _T | None:
    """What is made of a part that the document can be read without.

    None where there is none, with a notice where it is damaged.
    """
    targets = [r.target for r in state.relations.values() if r.kind == kind and not r.external]
    for target in targets:
        try:
            return made(state.package.raw(target))
        except LimitError:
            raise
        except ExtractError as error:
            state.notice("part_damaged", f"{kind} {error.code}")
    return None
