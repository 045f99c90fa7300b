"""Doors of the auditors' room, which reads nothing but the log."""

from datetime import date, datetime

from flask import Response, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from audit import queries, reading, search, telling, wording
from audit.cells import LEAST
from audit.entry import BadEntry, parse
from audit.figures import EARLIER, EVERY
from audit.forms import REF, CasesForm, RegistryForm
from audit.search import WantedCases, WantedEntries
from audit.views.room import a_number, a_ref, room
from kernel.access import Permission, requires
from kernel.actor import Actor, Role
from kernel.desk import Waiting
from kernel.errors import Missing
from kernel.forms import Form
from kernel.web import answer, open_work

CASES = 50  # on a page
ENTRIES = 20
STEPS = 20
LEAVES = 100  # ballots whose hashes are told at once


@room.route("/audit/")
@requires(Permission.AUDIT)
def cases() -> Response:
    """The cases that have a log, by reference, and those alone that are asked for."""
    form = CasesForm(request.args)
    before = a_ref(request.args["before"]) if "before" in request.args else None
    with open_work() as work:
        form.offer(wording.states(), search.clauses(work.session))
        wanted = form.wanted if form.validate() else WantedCases()
        found = search.cases(work.session, wanted, before, CASES + 1)
    shown = [(one, wording.stage(one.kind, one.outcome)) for one in found[:CASES]]
    return answer(
        "audit/cases.html",
        "cases",
        form=form,
        asked=_asked(form),
        cases=shown,
        older=shown[-1][0].ref if len(found) > CASES else None,
        paged=before is not None,
    )


@room.route("/audit/cases/<ref>")
@requires(Permission.AUDIT)
def case(ref: str) -> Response:
    """What the log of a case says, a few steps at a time."""
    start = a_number(request.args["from"]) if "from" in request.args else 0
    with open_work() as work:
        head = queries.head(work.session, a_ref(ref))
        last = queries.last_entry(work.session, ref)
        if head is None or last is None or start >= head.size:
            raise Missing()
        known = search.case(work.session, ref)
        size = known.size if known else 0
        found = search.steps(work.session, ref, start, STEPS + 1)
        first = parse(queries.entries(work.session, ref, 0, 1)[0])
        checkpoint = queries.checkpoint(work.session, ref)
        stop = found[STEPS].index if len(found) > STEPS else max(size, start)
        told = wording.timeline(found[:STEPS], start, stop)
        taken = reading.taken_up(work.session, ref, [one.first for one in told if one.entry])
        leaves = {
            one.first: queries.leaf_hashes(
                work.session, ref, one.first, min(one.last + 1, one.first + LEAVES)
            )
            for one in told
            if not one.entry
        }
    says = parse(last)
    stage = wording.stage(says["kind"], says.get("outcome"))
    if says.get("stands") == telling.ESTIMATE:
        stage = _("%(outcome)s (an estimate)", outcome=stage)
    return answer(
        "audit/case.html",
        "steps",
        ref=ref,
        question=first["question"],
        steps=told,
        taken={index: (one.index, wording.made(one.after)) for index, one in taken.items()},
        leaves=leaves,
        stage=stage,
        decided=says["kind"] == search.VERDICT,
        no_bundle=_(telling.no_bundle(says)),
        checkpoint=checkpoint,
        size=head.size,
        unread=head.size - size,
        start=start,
        further=stop if stop < size else None,
    )


@room.route("/audit/registry/")
@requires(Permission.AUDIT)
def registry() -> Response:
    """The registry, searched by kind, by what entries name, and by day."""
    form = RegistryForm(request.args)
    before = a_number(request.args["before"]) if "before" in request.args else None
    with open_work() as work:
        form.offer(search.kinds(work.session))
        wanted = form.wanted if form.validate() else WantedEntries()
        found = search.registry(work.session, wanted, before, ENTRIES + 1)
        refs = {line.index: _case_of(line.entry) for line in found[:ENTRIES]}
    return answer(
        "audit/registry.html",
        "entries",
        form=form,
        asked=_asked(form),
        notes=wording.notes(found[:ENTRIES]),
        refs=refs,
        older=found[ENTRIES - 1].index if len(found) > ENTRIES else None,
        paged=before is not None,
    )


@room.route("/audit/figures")
@requires(Permission.AUDIT)
def figures() -> Response:
    """Verdicts by month and by clause; small cells are hidden, and others with them."""
    with open_work() as work:
        found = search.figures(work.session)
    heads = [*(say() for say in wording.OUTCOMES.values()), _("All")]
    names = {EVERY: _("All"), EARLIER: _("Earlier")}
    return answer("audit/figures.html", found=found, heads=heads, names=names, least=LEAST)


def _case_of(raw: bytes) -> str | None:
    """Return the case that an entry tells of, if any."""
    try:
        ref = str(parse(raw).get("case", ""))
    except BadEntry:
        return None
    return ref if REF.fullmatch(ref) else None


def _asked(form: Form) -> dict[str, str]:
    """Return what is asked for as the end of an address; nothing of a form that is not right."""
    if form.errors:
        return {}
    told = {field.name: field.data for field in form if field.data}
    return {
        name: value.isoformat() if isinstance(value, date) else str(value)
        for name, value in told.items()
    }


def waiting(session: Session, actor: Actor, now: datetime) -> list[Waiting]:
    """What waits for an auditor: decided cases of which they have taken nothing."""
    if Role.AUDITOR not in actor.roles:
        return []
    every, decided = search.count_cases(session)
    untaken = search.count_untaken(session, actor.ref)
    if not untaken:
        return []
    detail = _(
        "Of %(untaken)s you have taken neither the bundle nor the votes; %(decided)s of %(all)s "
        "cases are decided.",
        untaken=untaken,
        decided=decided,
        all=every,
    )
    return [Waiting(_("Cases to audit"), detail, "/audit/", untaken)]
