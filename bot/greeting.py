"""The first message to a person: once, at a kind hour."""

from bot.people import Person
from bot.turn import Prompt


def prompt(person: Person) -> Prompt:
    """The first message's delivery; its key makes it happen once in a person's life here."""
    return Prompt("welcome", person, "welcome", f"welcome:{person.id}")
