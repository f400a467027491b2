"""Pictures as arrays: connected pieces, and dark ground for light letters."""

from __future__ import annotations

import numpy as np
import pytest

from extract.ocr.engine import has_dark_ground
from extract.ocr.picture import Pieces, components


@pytest.mark.parametrize("share", [0.0, 0.003, 0.05])
def test_pieces_are_those_of_the_whole_mask(share: float) -> None:
    """Bare rows and margins that are passed over change neither pieces nor places."""
    mask = np.where(np.random.default_rng(0).random((301, 400)) < share, 255, 0).astype(np.uint8)
    mask[::7], mask[:, :30], mask[:, 390:] = 0, 0, 0
    pieces = Pieces(mask)
    _, stats, middles = components(mask)
    found = np.column_stack([pieces.stats, pieces.middles]).round(6)
    wanted = np.column_stack([stats, middles])[1:].round(6)
    assert sorted(map(tuple, found)) == sorted(map(tuple, wanted))
    for number, (x, y, width, height, area) in enumerate(pieces.stats.tolist()):
        own = pieces.own(number)
        assert own.shape == (height, width)
        assert np.count_nonzero(own & (mask[y : y + height, x : x + width] > 0)) == area


def test_a_painted_cell_is_a_dark_ground_and_letters_are_none() -> None:
    """Lines are tried as light on dark only where something is dark enough."""
    page = np.full((200, 600), 250, np.uint8)
    for x in range(60, 500, 12):
        page[90:110, x : x + 5] = 20  # strokes of letters
    assert not has_dark_ground(page, 200)
    page[130:180, 40:300] = 40
    assert has_dark_ground(page, 200)
