"""What every table is made with: one metadata, random ids, the columns that bind a row to its community and person."""

from __future__ import annotations

import secrets
from itertools import count

from sqlalchemy import Column, ForeignKey, MetaData, String

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


_NUMBERS = count(secrets.randbits(52))


def new_id() -> str:
    """A random id of 20 characters (80 bits)."""
    return secrets.token_hex(10)


def ordered_id() -> str:
    """An id of 20 characters: what one process makes one after the other lies side by side in an index, so that many
    rows touch few pages. It begins at a random number in each process, and tells nothing but that order."""
    return f"{next(_NUMBERS) % 2**52:013x}{secrets.randbits(28):07x}"


def id_column() -> Column[str]:
    return Column("id", String(20), primary_key=True, default=new_id)


def community_column() -> Column[str]:
    return Column("community", ForeignKey("community.id", ondelete="CASCADE"), nullable=False)


def person_column(name: str = "person", *, nullable: bool = False) -> Column[str]:
    return Column(name, ForeignKey("person.id", ondelete="CASCADE"), nullable=nullable)
