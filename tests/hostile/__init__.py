"""Home-made attack files: what somebody could mail in to harm the run, the office or its people.

Each module gives names with bytes; a name says what the file tries. `folder` makes what lies
in a folder and is no file.
"""

from __future__ import annotations

import warnings


def attack_files(form: bytes) -> dict[str, bytes]:
    """All of them; `form` is a form with No, which some of them hide."""
    from tests.hostile import archives, office, pages, pdfs

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # names that repeat in an archive are meant
        return archives.files(form) | office.files() | pages.files(form) | pdfs.files()
