"""The word bench: one amendment, side by side with what it changes; and the page for a clash."""

from typing import Any

from flask import Response
from flask_babel import gettext as _

from kernel.access import Permission, requires
from kernel.errors import Malformed, Missing, Refusal
from kernel.forms import Form
from kernel.web import answer, htmx, notice, open_work, see, takes
from kernel.work import Work
from rules import actions
from rules.amendment import Amendment
from rules.forms.bench import HUNK, REWRITE, REWRITTEN, conflict_form, edition_of
from rules.forms.words import REASON, WAIVE, keyed, proposal, words_form
from rules.models import AmendmentRow
from rules.queries.revisions import amendment_row, revision_by_ref
from rules.queries.weighing import Weighed
from rules.reading.bench import clause_choices, section_choices
from rules.reading.words import Words, carried, clash, proposed, units_of, words_page
from rules.text.merge import Take, settle
from rules.views.room import room

LARGEST = 16_000_000  # bytes: a whole book pasted by mistake comes back with a clear word
BENCH = "/rules/bench/<ref>/amendments/<amendment_id>"


@room.route(BENCH, methods=["GET", "POST"])
@requires(Permission.EDIT_RULES)
@takes(LARGEST)
def words(ref: str, amendment_id: str) -> Response:
    """Show an amendment; a POST looks at what is typed (step `look`) or saves it."""
    with open_work() as work:
        row = the_row(work, ref, amendment_id)
        page = words_page(work.session, revision_by_ref(work.session, ref), row.value)
        form = form_of(work, row, page)
        state = revision_by_ref(work.session, ref).state
    if not form.is_submitted():
        form["edition"].data = str(row.edition)
        return bench(ref, state, page, form)
    if not form.validate():
        return bench(ref, state, page, form, 422)
    try:
        typed = proposal(form, page.amendment)
    except ValueError as error:
        return bench(ref, state, page, form, 422, Malformed(str(error)))
    if form["step"].data == "look" or htmx:
        return looked_at(ref, state, page, form, typed)
    return save(ref, state, page, form, typed)


def looked_at(ref: str, state: str, page: Words, form: Form, typed: Amendment) -> Response:
    """Answer with the redline of what is typed. Nothing is saved."""
    with open_work() as work:
        looked = proposed(work.session, typed)
    return bench(ref, state, page, form, looked=looked)


def save(ref: str, state: str, page: Words, form: Form, typed: Amendment) -> Response:
    """Save the words, and with them the reasons and waivers. Refused, all that was typed stays."""
    try:
        with open_work() as work:
            old = units_of(work.session, page.amendment)
            actions.amend(work, ref, typed, edition_of(form["edition"]))
            new = units_of(work.session, typed)
            reasons = {one.unit.key: one.reason for one in page.units if one.reason}
            given = carried(old, new, {**reasons, **keyed(form, REASON)})
            there = {one.unit.key: one for one in unit_rows(work, ref, typed.id)}
            for key, reason in given.items():
                if key in there and there[key].reason != reason:
                    actions.give_reason(work, ref, typed.id, key, reason)
            waive(work, ref, keyed(form, WAIVE))
    except Refusal as refusal:
        return bench(ref, state, page, form, refusal.status, refusal)
    notice(_("Saved."))
    return see(".words", ref=ref, amendment_id=typed.id)


def unit_rows(work: Work, ref: str, amendment_id: str) -> tuple[Weighed, ...]:
    """Return the changes of an amendment as it is saved now."""
    revision = revision_by_ref(work.session, ref)
    row = amendment_row(work.session, revision, amendment_id)
    return words_page(work.session, revision, row.value).units


def waive(work: Work, ref: str, given: dict[str, str]) -> None:
    """Let findings stand. One whose words are gone meanwhile needs no leave any more."""
    for key, reason in given.items():
        try:
            actions.waive_finding(work, ref, key, reason)
        except Missing:
            continue


def bench(
    ref: str,
    state: str,
    page: Words,
    form: Form,
    status: int = 200,
    refusal: Refusal | None = None,
    looked: Any = None,
) -> Response:
    """Answer with the word bench, or, where htmx asked, with the redline of what is typed."""
    return answer(
        "rules/words.html",
        "look" if looked is not None else None,
        status=status,
        ref=ref,
        state=state,
        page=page,
        form=form,
        refusal=refusal,
        proposed=page.proposed if looked is None else looked,
        looked=looked is not None,
    )


def the_row(work: Work, ref: str, amendment_id: str) -> AmendmentRow:
    """Return an amendment of a revision; raises Missing."""
    return amendment_row(work.session, revision_by_ref(work.session, ref), amendment_id)


def form_of(work: Work, row: AmendmentRow, page: Words) -> Form:
    """Return the form of an amendment with a field for each reason and each doubt."""
    doubts = {one.waiver_key: one.quote for had in page.proposed for one, _why in had.doubts}
    form = words_form(
        row.value,
        section_choices(work.session),
        clause_choices(work.session),
        {one.unit.key: _("Why this changes") for one in page.units},
        {key: _("Why “%(quote)s” may stand", quote=quote[:60]) for key, quote in doubts.items()},
    )
    if not form.is_submitted():
        for one in page.units:
            form[f"{REASON}{one.unit.key}"].data = one.reason
        for had in page.proposed:
            for finding, why in had.doubts:
                form[f"{WAIVE}{finding.waiver_key}"].data = why
    return form


@room.route(f"{BENCH}/conflict", methods=["GET", "POST"])
@requires(Permission.EDIT_RULES)
def conflict(ref: str, amendment_id: str) -> Response:
    """Bring an amendment up to words that the clause has got meanwhile."""
    with open_work() as work:
        row = the_row(work, ref, amendment_id)
        amendment, edition = row.value, row.edition
        found = clash(work.session, amendment)
    if found is None:
        return see(".words", ref=ref, amendment_id=amendment_id)
    form = conflict_form(found.rebased.hunks)
    if not form.is_submitted():
        form["title"].data, form["edition"].data = found.title, str(edition)
    page: dict[str, Any] = {"ref": ref, "amendment": amendment, "clash": found, "form": form}
    if not form.validate_on_submit():
        return answer("rules/conflict.html", status=422 if form.is_submitted() else 200, **page)
    try:
        text = settle(found.rebased.hunks, choices_in(form))
        with open_work() as work:
            actions.settle(work, ref, amendment_id, form["title"].data or "", text)
    except Refusal as refusal:
        return answer("rules/conflict.html", status=refusal.status, refusal=refusal, **page)
    notice(_("Your words stand on the present text now. Look at them once more."))
    return see(".words", ref=ref, amendment_id=amendment_id)


def choices_in(form: Form) -> list[Take | str]:
    """Return what was chosen for each place on which the changes differ, in their order."""
    chosen: list[Take | str] = []
    for field in form:
        if field.name.startswith(HUNK):
            other = form[REWRITE + field.name.removeprefix(HUNK)].data or ""
            chosen.append(other if field.data == REWRITTEN else Take(field.data))
    return chosen
