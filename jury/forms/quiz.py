"""The form of a case quiz: it asks what a case asks, so it is made for a case."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from jury.casefile import QuizQuestion
from kernel.forms import Form

QUESTION = "question-"


def quiz_form(questions: Sequence[QuizQuestion]) -> Form:
    """Return the form of a case quiz: one set of radios a question; the keys are not in it."""
    fields = {
        f"{QUESTION}{number}": RadioField(
            question.stem,
            choices=[
                SelectChoice(str(place), option) for place, option in enumerate(question.options)
            ],
            validators=[InputRequired(_l("Choose an answer."))],
        )
        for number, question in enumerate(questions)
    }
    form: Form = type("QuizForm", (Form,), fields)()
    return form


def quiz_answers(form: Form) -> list[int]:
    """Return the chosen options of a valid quiz form, in the order of the questions."""
    return [int(field.data) for field in form if field.name.startswith(QUESTION)]
