"""Why a file could not be read at all.

    ExtractError                 root: this file gives no Document
    ├── EmptyFileError           no bytes, or only white space
    ├── EncryptedError           needs a password
    ├── DamagedError             of a known format, but broken beyond reading
    ├── UnsupportedFormatError   a format that is not read
    ├── OcrMissingError          a picture, and what reading pictures needs is not installed
    └── LimitError               past a limit of size, pages or depth

An error carries a stable `code` and a `detail` (a format's name, a number), never content
of the file. The words for people are in the application's message catalogue.
"""

from __future__ import annotations


class ExtractError(Exception):
    """Root: the file gives no `Document`. `detail` never holds the file's content."""

    code = "unreadable"

    def __init__(self, detail: str = "", *, format_name: str = "") -> None:
        self.detail = detail
        self.format_name = format_name
        super().__init__(f"{self.code}: {detail}" if detail else self.code)

    def __reduce__(self) -> tuple[object, ...]:
        """Crosses process borders whole."""
        return (_rebuild, (type(self), self.detail, self.format_name))


class EmptyFileError(ExtractError):
    """The file has no bytes, or nothing but white space."""

    code = "empty_file"


class EncryptedError(ExtractError):
    """The file needs a password. `detail` names the format."""

    code = "encrypted"


class DamagedError(ExtractError):
    """The file is of a known format but broken. `detail` says at which step."""

    code = "damaged"


class UnsupportedFormatError(ExtractError):
    """The bytes are of a format that is not read. `detail` names it where it is known."""

    code = "unsupported_format"


class OcrMissingError(ExtractError):
    """A picture of a page, and Tesseract or its Spanish data is missing.

    `detail` says what: `modules`, `tesseract` or `spanish`.
    """

    code = "ocr_missing"


class LimitError(ExtractError):
    """The file is past a limit of size, pages or depth. `detail` names the limit."""

    code = "over_limit"


def _rebuild(kind: type[ExtractError], detail: str, format_name: str) -> ExtractError:
    return kind(detail, format_name=format_name)
