"""The ballot's doors: fill it in, check your answers, cast it, keep the receipt."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from flask import Response, request
from flask_babel import format_decimal
from flask_babel import gettext as _

from jury import actions
from jury.ballot import Choice, Finding
from jury.casefile import CaseFile
from jury.forms import ANSWERS, FINDINGS, ISSUE, ballot_form
from jury.queries import paper_of, receipts, tied_until
from jury.reading.clauses import Disputed
from jury.reading.seats import SeatPage
from jury.views.padding import padded
from jury.views.room import known, room
from jury.views.seats import look_again
from jury.views.since import opened
from kernel.access import Permission, requires
from kernel.db import new_id
from kernel.errors import N_, Conflict, Missing, Refusal
from kernel.forms import Form
from kernel.web import answer, notice, open_work, see
from kernel.work import Work

NOT_NOW = N_("No ballot can be cast in this case now. Its page says how it stands.")
CARRIED = ("choice", "tier", "reason", "key")  # and the findings
DIFFER = 256  # bytes: more than two answers to one question differ by on a page

Values = Mapping[str, str]


class Judged(Protocol):
    """What a ballot is on: a file, and its clauses in the versions that govern it."""

    @property
    def file(self) -> CaseFile: ...
    @property
    def clauses(self) -> list[Disputed]: ...


@room.route("/jury/cases/<ref>/ballot", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def ballot(ref: str) -> Response:
    if request.form.get("step") == "cast":
        return cast(known(ref))
    with open_work() as work:
        case = look_again(work, known(ref))
    form = form_of(case, case.standard.early)
    if not form.is_submitted():
        if not case.may_cast:
            return see("jury.case", ref=ref)  # which says what comes first
        form["key"].data = new_id()
        return paper(case, form)
    if not case.may_cast:
        return paper(case, form, 409, Conflict(NOT_NOW))
    if not form.validate():
        return paper(case, form, 422)
    return paper(case, form) if form["step"].data == "change" else checked(case, form)


def cast(ref: str) -> Response:
    """Cast what the form says, without a page around it: one sent again may find its receipt.

    Refused, the form comes back on its page with all that was filled in.
    """
    try:
        refusal, is_cast = None, put_into_the_box(ref)
    except Refusal as found:
        refusal, is_cast = found, False
    if is_cast:
        notice(_("Your ballot is cast. Thank you."))
        return see("jury.receipt", ref=ref)
    with open_work() as work:
        case = look_again(work, ref)
    form = form_of(case, case.standard.early)
    form.validate()  # which says what is wrong beside each field
    return paper(case, form, refusal.status if refusal else 422, refusal)


def put_into_the_box(ref: str) -> bool:
    """Cast what the form says; return False where it is not filled in as it must be."""
    with open_work() as work:
        file, early = paper_of(work.session, ref, work.actor.account)
        form = ballot_form(dict.fromkeys(file.issues, ""), dict.fromkeys(tiers_of(file), ""), early)
        if not form.validate():
            return False
        values, key = fields_of(form), form["key"].data or ""
        cites, final = cites_of(form), final_of(form)
        actions.cast_ballot(work, ref, values, key, cites, final, opened(ref))
        return True


def checked(case: SeatPage, form: Form) -> Response:
    """Answer with "check your answers": the ballot travels in the page and is kept nowhere.

    Whoever sees no more of the connection than how much was sent learns nothing of the choice.
    """
    values = {name: form[name].data or "" for name in carried_names(form)}
    like = checking(case, anyones(case, values), case.file.issues, case.standard.early)
    found = checking(case, values, cites_of(form), final_of(form))
    return padded(found, like, DIFFER * len(values))


def checking(case: SeatPage, values: Values, cites: Sequence[str], final: bool = False) -> Response:
    """Return the page that says `values` back, the clauses that the reason rests on, and whether it
    is the last word."""
    carried = [(name, value) for name, value in values.items() if value]
    carried += [("cites", clause) for clause in cites]
    rows = list(said(case, values, cites))
    if final:
        carried.append(("final", "y"))
        rows.append((_("Your last word"), _("yes, you will not change it")))
    return answer(
        "jury/ballot.html", case=case, checking=True, rows=rows, carried=carried, final=final
    )


def anyones(case: SeatPage, values: Values) -> Values:
    """Return `values` with answers that are the same whatever the juror chose."""
    same = {name: str(Finding.UNCLEAR) for name in values if name.startswith(ISSUE)}
    same["choice"] = Choice.UPHOLD
    if case.file.asks_tier:
        same["tier"] = str(max(case.file.tiers))
    return {**values, **same}


def paper(
    case: SeatPage, form: Form, status: int = 200, refusal: Refusal | None = None
) -> Response:
    """Answer with the ballot paper as it is filled in, of a length that does not tell how."""

    def page(of: Form) -> Response:
        return answer("jury/ballot.html", status=status, case=case, form=of, refusal=refusal)

    if not form.is_submitted():
        return page(form)
    blank = type(form)(formdata=None)
    blank["reason"].data = form["reason"].data
    return padded(page(form), page(blank), DIFFER * len(blank._fields))


def form_of(case: Judged, early: bool = False) -> Form:
    """Return the ballot paper of a case. early: whether it asks for a last word."""
    issues = {clause.clause_id: f"{clause.number} {clause.title}" for clause, _why in case.clauses}
    return ballot_form(issues, {tier: yuan(tier) for tier in tiers_of(case.file)}, early)


def tiers_of(file: CaseFile) -> tuple[int, ...]:
    """Return the sums to choose from, in fen."""
    return file.tiers if file.asks_tier else ()


def carried_names(form: Form) -> list[str]:
    """Return the names of the fields that make a ballot."""
    return [name for name in form._fields if name in CARRIED or name.startswith(ISSUE)]


def fields_of(form: Form) -> dict[str, str]:
    """Return what the form says, by the names of its fields."""
    return {name: form[name].data or "" for name in carried_names(form) if name != "key"}


def cites_of(form: Form) -> list[str]:
    """Return the clauses that the reason rests on, each once."""
    return list(dict.fromkeys(form["cites"].data or ()))


def final_of(form: Form) -> bool:
    """Whether the form says that it is the last word."""
    return "final" in form and bool(form["final"].data)


def said(case: Judged, values: Values, cites: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield what the juror is about to say, line by line."""
    called = {one.clause_id: f"{one.number} {one.title}" for one, _why in case.clauses}
    for clause_id, name in called.items():
        found = values[f"{ISSUE}{clause_id}"]
        yield name, str(FINDINGS[Finding(found)]) if found else _("no answer")
    yield _("Your vote"), str(ANSWERS[Choice(values["choice"])])
    if values.get("tier") and values["choice"] == Choice.UPHOLD:
        yield _("The amount"), yuan(int(values["tier"]))
    yield _("Your reason"), values["reason"] or _("none")
    named = "\n".join(name for clause_id, name in called.items() if clause_id in cites)
    yield _("It rests on"), named or _("no clause in particular")


def yuan(fen: int) -> str:
    """Return an amount in fen as it reads."""
    return str(_("%(amount)s yuan", amount=format_decimal(fen / 100 if fen % 100 else fen // 100)))


@room.route("/jury/cases/<ref>/receipt")
@requires(Permission.SIGNED_IN)
def receipt(ref: str) -> Response:
    with open_work() as work:
        case = look_again(work, known(ref))
        until = tied_until(work.session, ref)
        text = None if case.voted and is_past(work, until) else last_receipt(work, ref)
    return answer("jury/receipt.html", case=case, text=text, until=until)


@room.route("/jury/cases/<ref>/receipt.txt")
@requires(Permission.SIGNED_IN)
def receipt_text(ref: str) -> Response:
    with open_work() as work:
        text = last_receipt(work, known(ref))
    named = f"attachment; filename={ref}-receipt.txt"
    return Response(text, mimetype="text/plain", headers={"Content-Disposition": named})


def last_receipt(work: Work, ref: str) -> str:
    """Return the receipt of the asker's ballot that counts; raises Missing without one, and once
    nobody is led to it any more, whether or not the worker has been round."""
    found = receipts(work.session, work.actor.account, ref)
    if not found or is_past(work, tied_until(work.session, ref)):
        raise Missing()
    return found[-1]


def is_past(work: Work, until: datetime | None) -> bool:
    return until is not None and until <= work.now
