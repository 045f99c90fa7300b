"""The ballot's doors: fill it in, check your answers, cast it, keep the receipt."""

from collections.abc import Iterator, Mapping

from flask import Response
from flask_babel import format_decimal
from flask_babel import gettext as _

from jury import actions
from jury.ballot import Choice, Finding
from jury.forms import ANSWERS, FINDINGS, ISSUE, ballot_form
from jury.queries import receipts
from jury.reading.seats import SeatPage
from jury.views.padding import padded
from jury.views.room import known, room
from jury.views.seats import look_again
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


@room.route("/jury/cases/<ref>/ballot", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def ballot(ref: str) -> Response:
    with open_work() as work:
        case = look_again(work, known(ref))
    form = form_of(case)
    if not form.is_submitted():
        if not case.may_cast:
            return see("jury.case", ref=ref)  # which says what comes first
        form["key"].data = new_id()
        return paper(case, form)
    step = form["step"].data
    if not case.may_cast and step != "cast":  # one sent again may find its receipt
        return paper(case, form, 409, Conflict(NOT_NOW))
    if not form.validate():
        return paper(case, form, 422)
    if step == "cast":
        return cast(case, form)
    return paper(case, form) if step == "change" else checked(case, form)


def cast(case: SeatPage, form: Form) -> Response:
    """Cast what the form says. Refused, the form comes back with all that was filled in."""
    try:
        with open_work() as work:
            actions.cast_ballot(work, case.ref, fields_of(form), form["key"].data or "")
    except Refusal as refusal:
        return paper(case, form, refusal.status, refusal=refusal)
    notice(_("Your ballot is cast. Thank you."))
    return see("jury.receipt", ref=case.ref)


def checked(case: SeatPage, form: Form) -> Response:
    """Answer with "check your answers": the ballot travels in the page and is kept nowhere.

    Whoever sees no more of the connection than how much was sent learns nothing of the choice.
    """
    values = {name: form[name].data or "" for name in carried_names(form)}
    slack = DIFFER * len(values)
    return padded(checking(case, values), checking(case, anyones(case, values)), slack)


def checking(case: SeatPage, values: Values) -> Response:
    """Return the page that says `values` back."""
    carried = [(name, value) for name, value in values.items() if value]
    rows = list(said(case, values))
    return answer("jury/ballot.html", case=case, checking=True, rows=rows, carried=carried)


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
    """Answer with the ballot paper as it is filled in."""
    return answer("jury/ballot.html", status=status, case=case, form=form, refusal=refusal)


def form_of(case: SeatPage) -> Form:
    """Return the ballot paper of a case."""
    issues = {clause.clause_id: f"{clause.number} {clause.title}" for clause, _why in case.clauses}
    tiers = {tier: yuan(tier) for tier in case.file.tiers} if case.file.asks_tier else {}
    return ballot_form(issues, tiers)


def carried_names(form: Form) -> list[str]:
    """Return the names of the fields that make a ballot."""
    return [name for name in form._fields if name in CARRIED or name.startswith(ISSUE)]


def fields_of(form: Form) -> dict[str, str]:
    """Return what the form says, by the names of its fields."""
    return {name: form[name].data or "" for name in carried_names(form) if name != "key"}


def said(case: SeatPage, values: Values) -> Iterator[tuple[str, str]]:
    """Yield what the juror is about to say, line by line."""
    for clause, _why in case.clauses:
        found = values[f"{ISSUE}{clause.clause_id}"]
        words = str(FINDINGS[Finding(found)]) if found else _("no answer")
        yield f"{clause.number} {clause.title}", words
    yield _("Your vote"), str(ANSWERS[Choice(values["choice"])])
    if values.get("tier") and values["choice"] == Choice.UPHOLD:
        yield _("The amount"), yuan(int(values["tier"]))
    yield _("Your reason"), values["reason"] or _("none")


def yuan(fen: int) -> str:
    """Return an amount in fen as it reads."""
    return str(_("%(amount)s yuan", amount=format_decimal(fen / 100 if fen % 100 else fen // 100)))


@room.route("/jury/cases/<ref>/receipt")
@requires(Permission.SIGNED_IN)
def receipt(ref: str) -> Response:
    with open_work() as work:
        case = look_again(work, known(ref))
        text = last_receipt(work, ref)
    return answer("jury/receipt.html", case=case, text=text)


@room.route("/jury/cases/<ref>/receipt.txt")
@requires(Permission.SIGNED_IN)
def receipt_text(ref: str) -> Response:
    with open_work() as work:
        text = last_receipt(work, known(ref))
    named = f"attachment; filename={ref}-receipt.txt"
    return Response(text, mimetype="text/plain", headers={"Content-Disposition": named})


def last_receipt(work: Work, ref: str) -> str:
    """Return the receipt of the asker's ballot that counts; raises Missing without one."""
    found = receipts(work.session, work.actor.account, ref)
    if not found:
        raise Missing()
    return found[-1]
