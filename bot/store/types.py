"""Column types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, TypeAlias

from sqlalchemy import JSON, BigInteger, Dialect, Row
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")

AnyRow: TypeAlias = Row[*tuple[Any, ...]]
"""A row whose columns are known by name only."""

_MICROSECOND = 1_000_000


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_number(moment: datetime) -> int:
    """Microseconds since 1970. Raises ValueError for a moment without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be stored")
    since = moment - _EPOCH
    return (since.days * 86_400 + since.seconds) * _MICROSECOND + since.microseconds


class Instant(TypeDecorator[datetime]):
    """A moment, always aware and in UTC, kept as microseconds since 1970.

    SQLite's own date type drops the offset without a word (facts/time-and-delivery.md, section 6.3); a number cannot.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else to_number(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        seconds, micro = divmod(int(value), _MICROSECOND)
        return datetime.fromtimestamp(seconds, UTC).replace(microsecond=micro)
