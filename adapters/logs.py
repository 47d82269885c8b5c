"""Structured logs: one JSON object a line, with a stable action and ids, and never anybody's words."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

_OURS = ("action", "delivery", "fault", "input", "tick", "status", "workspace", "process", "path", "error", "code")
"""The only extra fields that are written; whatever else a call carries stays out."""


class Lines(logging.Formatter):
    """Writes the time (UTC), the level, the logger, our own fixed sentence and the allowed fields."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "room": record.name,
        }
        # Sentences of libraries may carry a person's words: theirs are left out, their place is enough.
        if record.name.startswith("interlude"):
            told["said"] = record.getMessage()
        told |= {name: str(getattr(record, name)) for name in _OURS if hasattr(record, name)}
        if record.exc_info and record.exc_info[1] is not None:
            told |= _fault(record.exc_info[1])
        return json.dumps(told, ensure_ascii=False)


def _fault(exc: BaseException) -> dict[str, str]:
    """The kind of failure and where it happened; its text may quote somebody and is left out."""
    trace = exc.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
    return {"fault": type(exc).__name__, "where": where}


def set_up(level: str) -> None:
    """Send everything to standard error in this shape; libraries only from WARNING on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("interlude").setLevel(level)
