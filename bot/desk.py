"""One open transaction handed to a conversation, with everything it may use: who, when, words and buttons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.buttons import Button, Buttons
from bot.messages import Block, Choice, Choices, Message, Note, Prose
from bot.moment import Moment
from bot.pack import Pack
from bot.people import Community, Person
from bot.questions import Asked

LANGUAGES = ("en", "fr")


@dataclass(frozen=True, slots=True)
class Desk:
    """`person` is who spoke, or who is spoken to; None for somebody we do not know. `lang` is the language to use.

    `asked` is the question that was open to them when they spoke.
    """

    tx: AsyncConnection
    pack: Pack
    buttons: Buttons
    moment: Moment
    community: Community | None
    person: Person | None
    lang: str
    asked: Asked | None = None

    @property
    def now(self) -> datetime:
        return self.moment.now

    @property
    def me(self) -> Person:
        """The person. Only for conversations that strangers never reach."""
        assert self.person is not None
        return self.person

    @property
    def here(self) -> str:
        """The community's id. Only for conversations that strangers never reach."""
        assert self.community is not None
        return self.community.id

    def facing(self, person: Person) -> Desk:
        """The same desk, turned to another person: their language, their buttons."""
        return replace(self, person=person, lang=person.language)

    def speaking(self, lang: str) -> Desk:
        """The same desk in another language, for somebody who asked in it; empty changes nothing."""
        return replace(self, lang=lang) if lang in LANGUAGES else self

    def text(self, key: str, **values: object) -> str:
        return self.pack.text(key, self.lang, **values)

    def prose(self, key: str, **values: object) -> Prose:
        return self.pack.prose(key, self.lang, **values)

    def note(self, key: str, **values: object) -> Note:
        return self.pack.note(key, self.lang, **values)

    def city(self, zone: str) -> str:
        return self.pack.city(zone, self.lang)

    def button(self, verb: str, *args: str, anybody: bool = False) -> str:
        """A packed button of this person's, or one that anybody in a channel may press."""
        mine = "" if anybody or self.person is None else self.person.id
        community = "" if self.community is None else self.community.id
        return self.buttons.pack(Button(verb, args, community, mine), self.moment.real)

    def choice(
        self, key: str, verb: str, *args: str, primary: bool = False, form: bool = False, **values: object
    ) -> Choice:
        """A button with the phrase `key` as its label; `form` says it opens a form."""
        return Choice(self.text(key, **values), self.button(verb, *args), primary, form)

    def message(self, *blocks: Block | None, title: str = "") -> Message:
        """A private message of these blocks; None stands for a block left out."""
        return Message(tuple(block for block in blocks if block is not None), self.lang, title)

    def line(self, key: str, *options: Choice, **values: object) -> Message:
        """A message of one paragraph and perhaps a row of buttons."""
        return self.message(self.prose(key, **values), Choices(options) if options else None)
