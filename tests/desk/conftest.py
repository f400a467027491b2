"""A desk for the tests of this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.desk.desks import opened_desk, small_dataset

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.desk.desks import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk that reviews a small dataset."""
    with opened_desk(small_dataset(tmp_path)) as one:
        yield one


@pytest.fixture
def whole_desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk for the whole job: an inbox, and no dataset yet."""
    with opened_desk(tmp_path / "datos", tmp_path / "formularios") as one:
        yield one
