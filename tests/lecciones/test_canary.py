"""A word planted in every form without a clear Sí is found nowhere afterwards."""

from __future__ import annotations

import sys
from random import Random
from typing import TYPE_CHECKING

import pytest

from benchmarks.canary.forms import plant
from benchmarks.canary.kills import Place, kill_revocations, kill_runs

if TYPE_CHECKING:
    from pathlib import Path


def test_nothing_of_what_is_withheld_is_left_anywhere(tmp_path: Path) -> None:
    """300 forms: every byte under DIR and the temporary folder, Parquet unpacked, and stdout.

    The same for lessons that were published and then revoked, by the next thing that is said.
    """
    place = Place(tmp_path)
    planted = plant(place.forms, 300, Random(20_252))  # noqa: S311  # data, no secret
    said = place.call(*place.run_arguments())
    with_yes = [one for one in planted if one.consented]
    forbidden = {one.canary for one in planted if not one.consented}
    assert f"{len(with_yes)} lecciones publicadas" in said
    assert place.leaks(forbidden, said) == set()
    assert place.leaks({one.canary for one in with_yes}) == {one.canary for one in with_yes}
    for one in with_yes[:3]:
        forbidden.add(one.canary)
        said = place.call("revoke", str(place.out), one.source)
        assert place.leaks(forbidden, said) == set()
    assert "Todo está" in place.call("verify", str(place.out))
    assert f"{len(with_yes) - 3} lecciones" in place.call(*place.run_arguments())
    assert place.leaks(forbidden) == set()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_nothing_is_left_after_a_kill(tmp_path: Path) -> None:
    """Runs and revocations killed at random moments; the benchmark does it a hundred times."""
    place = Place(tmp_path)
    rng = Random(20_253)  # noqa: S311  # data, no secret
    planted = plant(place.forms, 60, rng)
    runs = kill_runs(place, planted, 6, rng)
    assert (runs.kills, runs.leaks) == (6, 0)
    revocations = kill_revocations(place, planted, 3, rng)
    assert (revocations.kills + revocations.ended_first, revocations.leaks) == (3, 0)
