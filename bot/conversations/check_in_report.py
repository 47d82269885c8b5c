"""What people answered to check-ins, for those who were named as readers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from itertools import groupby

from bot import access, people
from bot.answers import Answer
from bot.desk import Desk
from bot.inputs import Chose, Input, Replace
from bot.messages import Block, Message, Prose, Run
from bot.pack import Question
from bot.people import Person
from bot.turn import Turn, say

LOOK_BACK = timedelta(days=35)
MOST = 12


async def asked(desk: Desk, heard: Input) -> Turn:
    return say(await report(desk))


async def pressed(desk: Desk, args: tuple[str, ...], chose: Chose) -> Turn:
    return Turn(now=Replace(await report(desk)))


async def report(desk: Desk) -> Message:
    """One paragraph a person who answered, newest last. Whoever did not answer is not mentioned."""
    given = await access.check_ins(desk.tx, desk.me, desk.now - LOOK_BACK)
    if not given:
        return desk.line("check_in.none_yet")
    known = await people.find(desk.tx, desk.here, {answer.person for answer in given})
    by_round = sorted(given, key=lambda a: (a.subject, a.person))
    rounds = [list(group) for _, group in groupby(by_round, key=lambda a: (a.subject, a.person))][-MOST:]
    lines = [_paragraph(desk, known[group[0].person], group) for group in rounds if group[0].person in known]
    return desk.message(*lines, desk.note("check_in.report_private"), title=desk.text("check_in.report_title"))


def _paragraph(desk: Desk, person: Person, given: list[Answer]) -> Block:
    asked = {question.id: question for questions in desk.pack.check_ins.values() for question in questions}
    said = [_one(desk, answer, asked) for answer in given]
    return Prose((Run(f"{person.name}: ", bold=True), Run(" ".join(said))))


def _one(desk: Desk, answer: Answer, asked: Mapping[str, Question]) -> str:
    if answer.words:
        return desk.text("check_in.report_words", words=answer.words)
    question = asked.get(answer.question)
    if question is None:
        return answer.value
    return f"{question.words[desk.lang]} {question.label(answer.value, desk.lang)}."


PRESSES = {"check_in_report.show": pressed}
COMMANDS = {"check_ins": asked}
