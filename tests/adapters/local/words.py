"""The words of content/phrases/local.toml, as the door gets them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]


def phrases(table: dict[str, Any] | None = None, prefix: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Every key with its two languages."""
    table = tomllib.loads((ROOT / "content/phrases/local.toml").read_text("utf-8")) if table is None else table
    for name, value in table.items():
        key = f"{prefix}.{name}".lstrip(".")
        if "en" in value:
            yield key, value
        else:
            yield from phrases(value, key)


WORDS = {lang: {key: both[lang] for key, both in phrases()} for lang in ("en", "fr")}
