"""Hears distress, and questions about one's own care, in a person's words."""

from bot.safety.screen import Screen

__all__ = ["Screen"]
