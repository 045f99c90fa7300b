"""Forms of the exam: a page of a paper. Fields are named by position, values are letters."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, SelectChoice
from wtforms.validators import Optional

from kernel.forms import Boxes, Form
from quiz.reading import Asked

ANSWER = re.compile(r"q-[0-9]{1,3}=[a-f][1-6]?|asked=[0-9]{1,3}")
NO_ANSWER = _l("Choose an answer, the likeliest where you do not know.")
NOT_IN_ORDER = _l("Give each thing a place of its own.")
NOT_OFFERED = _l("Choose among the answers that are offered.")


class OrderField(Field):  # type: ignore[misc]
    """Things to be put in order: a select for each, with its place. What is open stays open.

    Sent as one value for each thing, a letter with a place (`b1`), or with none (`b`).
    """

    def __init__(self, label: str, *, choices: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(label, **more)
        self.things = choices
        self.letters = {letter for letter, _thing in choices}
        self.places = [str(place) for place in range(1, len(choices) + 1)]

    def process_formdata(self, values: list[str]) -> None:
        """Keep what was sent, without the things that have no place yet.

        What is no such thing stays, to be refused: it must not pass for an answer taken back.
        """
        self.data = [value for value in values if value not in self.letters]

    def place_of(self, letter: str) -> str:
        """Return the place given to a thing, or nothing."""
        return next((one[1:] for one in self.data or () if one[:1] == letter), "")


def page_form(questions: Sequence[Asked]) -> Form:
    """Return the form of a page of a paper, filled with what was sent or else with what is kept."""
    fields = {f"q-{one.position}": _field(one) for one in questions}
    form: Form = type("PaperPage", (Form,), fields)()
    if form.is_submitted():
        for one in _not_sent(questions):
            form[f"q-{one.position}"].process(None)
    return form


def sent(questions: Sequence[Asked]) -> list[Asked]:
    """Return those questions that the form which was sent speaks of; the others stay as they are.

    `asked` names the questions that stood in it: a box left empty is sent by no browser, and
    takes an answer back.
    """
    stood = set(request.form.getlist("asked"))
    return [
        one
        for one in questions
        if str(one.position) in stood or f"q-{one.position}" in request.form
    ]


def answers_sent() -> list[tuple[str, str]]:
    """Return name and value of whatever was sent that has the form of an answer."""
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if ANSWER.fullmatch(f"{name}={value}")
    ]


def _not_sent(questions: Sequence[Asked]) -> list[Asked]:
    there = sent(questions)
    return [one for one in questions if one not in there]


def _field(one: Asked) -> Field:
    if one.ordering:
        return OrderField(one.stem, choices=one.choices, default=list(one.chosen))
    several: dict[str, Any] = {"default": list(one.chosen)}
    single: dict[str, Any] = {"default": next(iter(one.chosen), None)}
    return (Boxes if one.several else RadioField)(
        one.stem,
        choices=[SelectChoice(value=letter, label=text) for letter, text in one.choices],
        validators=[Optional()],
        validate_choice=False,
        **(several if one.several else single),
    )


def check_choices(form: Form, questions: Sequence[Asked]) -> bool:
    """Check that only what was offered was sent; mark the fields that break it."""
    good = True
    for one in questions:
        if not set(chosen(form, one)) <= _offered(one):
            form[f"q-{one.position}"].errors = [str(NOT_OFFERED)]
            good = False
    return good


def check_finished(form: Form, questions: Sequence[Asked]) -> bool:
    """Check that no order is left half given, where it is judged at once; mark those that are."""
    good = True
    for one in questions:
        if replace(one, chosen=tuple(chosen(form, one))).unfinished:
            form[f"q-{one.position}"].errors = [str(NOT_IN_ORDER)]
            good = False
    return good


def check_all_answered(form: Form, questions: Sequence[Asked]) -> bool:
    """Check that each question, where it is judged at once, has an answer; mark the others."""
    good = check_finished(form, questions)
    for one in questions:
        if not chosen(form, one):
            form[f"q-{one.position}"].errors = [str(NO_ANSWER)]
            good = False
    return good


def _offered(one: Asked) -> set[str]:
    letters = [letter for letter, _text in one.choices]
    if not one.ordering:
        return set(letters)
    return {f"{letter}{place}" for letter in letters for place in range(1, len(letters) + 1)}


def chosen(form: Form, question: Asked) -> list[str]:
    """Return the letters that a form holds for a question."""
    data = form[f"q-{question.position}"].data
    return list(data) if isinstance(data, list) else [data] if data else []


def chosen_all(form: Form, questions: Sequence[Asked]) -> dict[str, list[str]]:
    """Return position to letters, for all questions of a page; an empty list for an open one."""
    return {str(one.position): chosen(form, one) for one in questions}
