"""Doors of the practice cases: invented, answered for oneself alone, explained at once.

They are not those of the papers: whoever practises meets none of them again in an exam.
"""

from flask import Response

from kernel.access import Permission, requires
from kernel.web import answer, open_work
from quiz.forms.papers import check_choices, check_finished, chosen_all, page_form
from quiz.queries.bank import practice_cases
from quiz.reading.practice import as_asked, explained_case, practice_case
from quiz.views.room import room


@room.route("/quiz/practice/")
@requires(Permission.SIGNED_IN)
def practice() -> Response:
    with open_work() as work:
        cases = practice_cases(work.session, work.now.date())
    return answer("quiz/practice.html", cases=cases)


@room.route("/quiz/practice/<name>", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def practise(name: str) -> Response:
    """Ask the questions of a case, and with the answers sent explain each; nothing is kept."""
    with open_work() as work:
        case = practice_case(work.session, work.now.date(), name)
        asked = as_asked(case)
        form = page_form(asked)
        status, told = 200, []
        if form.is_submitted():
            if form.validate() and check_choices(form, asked) and check_finished(form, asked):
                told = explained_case(work.session, case, chosen_all(form, asked))
            else:
                status = 422
    return answer(
        "quiz/practise.html",
        status=status,
        case=case,
        questions=asked,
        form=form,
        told=told,
    )
