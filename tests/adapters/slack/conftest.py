from collections.abc import AsyncIterator

import pytest

from tests.contract.slack_probe import SlackProbe


@pytest.fixture
async def slack() -> AsyncIterator[SlackProbe]:
    """A door that is open, and a Slack at its far side."""
    probe = SlackProbe()
    await probe.start()
    yield probe
    await probe.stop()
