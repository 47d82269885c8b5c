"""Public holidays of a country or a part of it, worked out on this machine: nothing is asked over the network.

The `holidays` package (vacanza) knows about 250 countries; a region is an ISO code such as NZ, CA-ON or GB-ENG.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import holidays

NONE = ""
"""No region is known: then no day is a holiday."""


@lru_cache(maxsize=1024)
def valid(region: str) -> bool:
    """Whether this is a country, or a part of one, whose holidays are known. "" is valid: no region."""
    country, _, part = region.partition("-")
    known = _countries()
    if region != region.upper() or country not in known:
        return region == NONE
    return part in known[country] if "-" in region else True


@lru_cache(maxsize=1)
def _countries() -> dict[str, list[str]]:
    return holidays.list_supported_countries()


def is_holiday(region: str, day: date) -> bool:
    """Whether the offices of this region are closed on this day. A region nobody knows has no holidays."""
    return bool(region) and day in _of_year(region, day.year)


@lru_cache(maxsize=4096)
def _of_year(region: str, year: int) -> frozenset[date]:
    country, _, part = region.partition("-")
    if not valid(region):
        return frozenset()
    return frozenset(holidays.country_holidays(country, subdiv=part or None, years=year, expand=False))
