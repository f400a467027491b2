"""Publishing the dataset and its report: the last step of a run, and of what a person decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lecciones.figures import figures_of
from lecciones.messages import reason
from lecciones.report import ReportNotes, write_report
from lecciones.summary import look_over

if TYPE_CHECKING:
    from pathlib import Path

    from corpus.log import Head
    from corpus.store import Store
    from lecciones.report import Took
    from lecciones.summary import Overview


def publish_all(
    store: Store, folder: Path, lang: str, took: Took | None = None
) -> tuple[Overview, Head]:
    """Writes all tables and the report; what they hold, and the log's head after it.

    `took` is what reading took, None where nothing was read.

    Raises:
        CorpusError: the folder cannot be written or the store not read; the old files stand.
        OSError: the report cannot be written.
    """
    from corpus.publish import publish
    from lecciones import __version__

    published = publish(store, folder, reasons=reason, by=f"lecciones {__version__}")
    overview = look_over(folder)
    notes = ReportNotes(
        published.log,
        store.open_claims(),
        store.sensitive_matters(),
        figures_of(folder, store.decided_days()),
        took,
    )
    write_report(folder, overview, lang, notes)
    return overview, published.log
