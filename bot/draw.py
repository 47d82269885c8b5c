"""Counts -> a picture, in a process of its own: `python -m bot.draw` reads JSON and writes a PNG.

Drawing needs a library that stays in memory for good; the child takes it along when it goes.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, BinaryIO, TextIO

FONT = Path(__file__).with_name("fonts") / "DejaVuSans.ttf"
"""Shipped, because Pillow's own font has no accents."""

WIDTH = 720
MARGIN = 28
ROW = 34
BAR_HEIGHT = 22
LABEL_WIDTH = 190
INK, QUIET, BAR, PAPER = "#1d2b36", "#4a5a66", "#1f6f8b", "#ffffff"
"""Dark ink on white: contrast above 7 to 1. The numbers stand beside the bars, so colour carries no meaning."""


def draw(questions: list[dict[str, Any]], out: BinaryIO) -> None:
    """One bar a label for each question. `questions`: {"question": text, "labels": [[label, number], ...]}."""
    from PIL import Image, ImageDraw, ImageFont

    heading, text = ImageFont.truetype(FONT, 20), ImageFont.truetype(FONT, 16)
    height = MARGIN * 2 + sum(ROW * (len(q["labels"]) + 1) + 18 for q in questions) - 18
    image = Image.new("RGB", (WIDTH, height), PAPER)
    pen = ImageDraw.Draw(image)
    most = max([number for q in questions for _, number in q["labels"]] or [1]) or 1
    y = MARGIN
    for q in questions:
        pen.text((MARGIN, y), str(q["question"]), INK, heading)
        y += ROW
        for label, number in q["labels"]:
            _bar(pen, y, str(label), int(number), most, text)
            y += ROW
        y += 18
    image.quantize(16).save(out, "PNG", optimize=True)


def _bar(pen: Any, y: int, label: str, number: int, most: int, font: Any) -> None:
    left = MARGIN + LABEL_WIDTH
    full = WIDTH - MARGIN - left - 44
    pen.text((MARGIN, y + 2), label, QUIET, font)
    length = max(3, round(full * number / most)) if number else 3
    pen.rounded_rectangle((left, y + 3, left + length, y + 3 + BAR_HEIGHT), 5, BAR if number else "#c9d3da")
    pen.text((left + length + 10, y + 2), str(number), INK, font)


def main(source: TextIO, out: BinaryIO) -> None:
    draw(json.load(source), out)


if __name__ == "__main__":
    main(sys.stdin, sys.stdout.buffer)
