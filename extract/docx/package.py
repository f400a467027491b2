"""The zip around a Word (or LibreOffice) file: its parts, their relationships, their limits.

Open Packaging Conventions (ISO/IEC 29500-2). Parts are parsed without network, without
entities and without document types, and only the parts asked for are ever unpacked.
"""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import unquote

from extract.bounds import bounds
from extract.docx.names import to_transitional
from extract.errors import DamagedError, EncryptedError, LimitError
from extract.signatures import ZIP_FAULTS

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

RATIO_FROM_BYTES = 10 * 2**20
"""Parts from this size on are held to `Bounds.part_ratio`."""
MAX_ENTRIES = 20_000

_CONTENT_TYPES = "[content_types].xml"
_ENCRYPTED_FLAG = 0x1


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship of a part: `kind` is the last word of its type, `target` a part's name."""

    id: str
    kind: str
    target: str
    external: bool


class Package:
    """The parts of such a file by name; errors carry `format_name`.

    Raises:
        DamagedError: the zip cannot be opened.
        LimitError: it has more entries than `MAX_ENTRIES`.
    """

    def __init__(self, data: bytes, format_name: str = "docx") -> None:
        self._format = format_name
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except ZIP_FAULTS as error:
            raise DamagedError("zip", format_name=format_name) from error
        infos = self._zip.infolist()
        if len(infos) > MAX_ENTRIES:
            raise LimitError("zip_entries", format_name=self._format)
        self._infos = {_plain(info.filename): info for info in infos}
        self._unpacked_bytes = 0

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._infos

    @property
    def names(self) -> list[str]:
        """The names of all parts, in lower case."""
        return list(self._infos)

    def main_part(self) -> str:
        """The name of the part with the document's body.

        Raises:
            DamagedError: there is none.
        """
        for relation in self._root_relations():
            if relation.kind == "officeDocument" and relation.target in self:
                return relation.target
        named = [name for name, kind in self._types() if kind.endswith(".main+xml")]
        for name in [*named, "word/document.xml"]:
            if name in self:
                return name
        raise DamagedError("no_document_part", format_name=self._format)

    def content_type(self, name: str) -> str:
        """The content type of a part, in lower case; "" where none is declared."""
        types = dict(self._types())
        ending = "." + name.rpartition(".")[2].lower()
        return types.get(_plain(name), types.get(ending, ""))

    def relations(self, part: str) -> dict[str, Relation]:
        """The relationships of a part by their id; none where the part has none.

        Raises:
            DamagedError: the relationships cannot be parsed.
            LimitError: see `raw`.
        """
        folder, _, name = part.rpartition("/")
        path = posixpath.join(folder, "_rels", name + ".rels")
        if path not in self:
            return {}
        found = (_relation(folder, element) for element in self.xml(path))
        return {relation.id: relation for relation in found}

    def xml(self, name: str) -> Element:
        """The parsed part, Strict names made transitional.

        Raises:
            DamagedError: the part is missing, or its zip entry or XML is broken.
            EncryptedError: the entry has a password.
            LimitError: it is too large or too deep, or declares entities.
        """
        return root_of(self.raw(name), self._format)

    def raw(self, name: str) -> bytes:
        """The bytes of a part.

        Raises:
            DamagedError: the part is missing or its zip entry is broken.
            EncryptedError: the entry has a password.
            LimitError: it is past `part_bytes`, `part_ratio` or `package_bytes` of `Bounds`.
        """
        info = self._infos.get(_plain(name))
        if info is None:
            raise DamagedError("part_missing", format_name=self._format)
        self._check(info)
        try:
            return self._zip.read(info)
        except ZIP_FAULTS as error:
            raise DamagedError("zip_entry", format_name=self._format) from error

    def _check(self, info: zipfile.ZipInfo) -> None:
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise EncryptedError(self._format, format_name=self._format)
        self._unpacked_bytes += info.file_size
        most = bounds()
        if info.file_size > most.part_bytes or self._unpacked_bytes > most.package_bytes:
            raise LimitError("unpacked_bytes", format_name=self._format)
        if info.file_size > max(RATIO_FROM_BYTES, most.part_ratio * info.compress_size):
            raise LimitError("compression_ratio", format_name=self._format)

    def _root_relations(self) -> list[Relation]:
        try:
            return list(self.relations("").values())
        except DamagedError:
            return []

    def _types(self) -> list[tuple[str, str]]:
        if _CONTENT_TYPES not in self:
            return []
        try:
            root = parse(self.raw(_CONTENT_TYPES))
        except DamagedError:
            return []
        return [
            (
                _plain(e.get("PartName") or "." + (e.get("Extension") or "")),
                (e.get("ContentType") or "").lower(),
            )
            for e in root
        ]


def root_of(data: bytes, format_name: str = "docx") -> Element:
    """The root of an XML part as `parse` gives it, Strict names made transitional; raises alike."""
    root = parse(data, format_name)
    to_transitional(root)
    return root


def parse(data: bytes, format_name: str = "docx") -> Element:
    """The root of an XML part; comments and processing instructions are left out.

    Raises:
        DamagedError: it is not well formed.
        LimitError: it is nested too deep, holds a text too long, or declares entities.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,  # LibreOffice gives two lists one xml:id now and then, drawn by lot
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if any(word in str(error).lower() for word in ("depth", "huge", "amplification", "loop")):
            raise LimitError("xml", format_name=format_name) from None
        raise DamagedError("xml", format_name=format_name) from None
    doctype = root.getroottree().docinfo.internalDTD
    # the stubs do not know DTD.entities
    if doctype is not None and doctype.entities():  # type: ignore[union-attr]
        raise LimitError("xml_entities", format_name=format_name)
    return root


def _relation(folder: str, element: Element) -> Relation:
    external = element.get("TargetMode") == "External"
    target = element.get("Target") or ""
    if not external:
        target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
    kind = (element.get("Type") or "").rpartition("/")[2]
    return Relation(element.get("Id") or "", kind, target, external)


def _plain(name: str) -> str:
    """Part names are compared without case, slash direction and leading slash."""
    return name.replace("\\", "/").lstrip("/").lower()
