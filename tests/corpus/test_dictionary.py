"""The data dictionary."""

from __future__ import annotations

import pytest

from corpus.dictionary import data_dictionary
from schemas.tables import TABLES


@pytest.mark.parametrize("lang", ["es", "en"])
def test_every_column_has_its_line(lang: str) -> None:
    """Each table has its heading and each column one line of four cells."""
    lines = data_dictionary(lang).splitlines()
    rows = [line for line in lines if line.startswith("| `")]
    assert len(rows) == sum(len(table.columns) for table in TABLES)
    assert all(row.count("|") == 5 for row in rows)
    assert [line.split("`")[1] for line in lines if line.startswith("## ")] == [
        table.name for table in TABLES
    ]


def test_the_dictionary_tells_where_a_table_is() -> None:
    """What is not shared is told by its place."""
    text = data_dictionary()
    assert "`restricted/forms.parquet`, `restricted/forms.csv`" in text
    assert "`answers.parquet`." in text
    assert "Valores: `none`, `needed`, `confirmed`, `corrected`." in text
