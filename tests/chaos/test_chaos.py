"""Twenty kills over the three shapes; and the run notices when the product could not ask."""

from __future__ import annotations

import pytest

from tests.chaos.plan import SHAPES
from tests.chaos.run import Result, Wish, run

pytestmark = pytest.mark.chaos

KILLS = {"sqlite1": 6, "sqlite2": 6, "postgres3": 8}
"""`python -m tests.chaos --kills 200` is the published run."""


async def _run(shape: str, *, blind: bool = False) -> Result:
    found = await run(SHAPES[shape], Wish(KILLS[shape], seconds=12, each=5, inputs_a_second=2, blind=blind))
    assert sum(found.kills.values()) >= KILLS[shape]
    assert found.tally.inputs
    assert found.tally.occurrences >= 20
    return found


@pytest.mark.parametrize("shape", SHAPES)
async def test_kills_at_any_moment_lose_nothing_and_double_nothing(shape: str) -> None:
    found = await _run(shape)

    print(f"{shape}: {found.kills.total()} kills, {found.tally.messages} messages, {found.tally.doubts.total()} doubts")
    assert (found.tally.lost, found.tally.doubled) == ([], [])


async def test_a_platform_that_shows_nothing_makes_doubles() -> None:
    found = await _run("sqlite1", blind=True)

    assert found.tally.doubled
