"""Forms of the exam: a page of a paper. Fields are named by position, values are letters."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, SelectMultipleField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from kernel.forms import Form
from quiz.reading import Asked

NOT_OFFERED = _l("Choose among the answers that are offered.")


class BoxesField(SelectMultipleField):  # type: ignore[misc]
    """Several answers, as check boxes. None is an answer too: the question is left open."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def page_form(questions: Sequence[Asked]) -> Form:
    """Return the form of a page of a paper, filled with what was sent or else with what is kept."""
    fields: dict[str, Any] = {
        f"q-{one.position}": (BoxesField if one.several else RadioField)(
            one.stem,
            choices=[SelectChoice(value=letter, label=text) for letter, text in one.choices],
            default=list(one.chosen) if one.several else next(iter(one.chosen), None),
            validators=[Optional()],
            validate_choice=False,
        )
        for one in questions
    }
    form: Form = type("PaperPage", (Form,), fields)()
    return form


def check_choices(form: Form, questions: Sequence[Asked]) -> bool:
    """Check that only letters were sent that were offered; mark the fields that break it."""
    good = True
    for one in questions:
        offered = {letter for letter, _text in one.choices}
        if not set(chosen(form, one)) <= offered:
            form[f"q-{one.position}"].errors = [str(NOT_OFFERED)]
            good = False
    return good


def chosen(form: Form, question: Asked) -> list[str]:
    """Return the letters that a form holds for a question."""
    data = form[f"q-{question.position}"].data
    return list(data) if isinstance(data, list) else [data] if data else []


def chosen_all(form: Form, questions: Sequence[Asked]) -> dict[str, list[str]]:
    """Return position to letters, for all questions of a page; an empty list for an open one."""
    return {str(one.position): chosen(form, one) for one in questions}
