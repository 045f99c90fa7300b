"""Doors of the members' room: the people, for admins."""

from datetime import datetime
from typing import Any

from flask import Response, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from kernel.access import Permission, requires
from kernel.actor import Actor, Role
from kernel.errors import N_, Conflict, Malformed
from kernel.mail import standing
from kernel.web import answer, notice, open_work, see
from members import actions, queries
from members.actions.leaving import erase_member
from members.desk import Waiting
from members.forms import ErasureForm, RoleForm
from members.member import ref_in
from members.views.room import room


@room.route("/people/")
@requires(Permission.ADMINISTER)
def people() -> Response:
    search = request.args.get("search", "")[:80]
    with open_work() as work:
        found = queries.people(work.session, search)
        roles = queries.roles_by_account(work.session, [one.id for one in found])
        counts = queries.count_by_role(work.session)
    return answer(
        "members/people.html",
        "found",
        people=found,
        roles=roles,
        search=search,
        counts=counts,
        most=queries.PEOPLE_AT_ONCE,
    )


@room.route("/people/<ref>", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def person(ref: str) -> Response:
    form = RoleForm()
    with open_work() as work:
        found = queries.account_by_ref(work.session, ref)
        if form.validate_on_submit():
            actions.grant_role(work, found.id, Role(form.role.data))
        roles = sorted(queries.roles_of(work.session, found.id))
    if form.is_submitted() and not form.errors:
        notice(_("The role is granted, and the log says by whom."))
        return see("members.person", ref=ref)
    status = 422 if form.is_submitted() else 200
    return answer("members/person.html", status=status, person=found, roles=roles, form=form)


@room.route("/people/<ref>/withdrawal", methods=["POST"])
@requires(Permission.ADMINISTER)
def withdraw_role(ref: str) -> Response:
    form = RoleForm()
    if not form.validate():
        raise Malformed(N_("There is no such role."))
    with open_work() as work:
        found = queries.account_by_ref(work.session, ref)
        actions.withdraw_role(work, found.id, Role(form.role.data))
    notice(_("The role is withdrawn."))
    return see("members.person", ref=ref)


@room.route("/people/<ref>/erasure", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def erasure(ref: str) -> Response:
    """Erase what is kept of a member who leaves; the reference is typed once more."""
    form = ErasureForm()
    with open_work() as work:
        found = queries.account_by_ref(work.session, ref)
    page: dict[str, Any] = {"person": found, "form": form}
    if form.validate_on_submit() and ref_in(form.ref.data) != ref:
        form.ref.errors = [_("This is not the reference of this member.")]
    if not form.is_submitted() or form.errors:
        return answer("members/erasure.html", status=422 if form.errors else 200, **page)
    try:
        with open_work() as work:
            erase_member(work, found.id)
    except Conflict as refusal:
        return answer("members/erasure.html", status=refusal.status, refusal=refusal, **page)
    notice(_("Erased. Of this member only the reference %(ref)s is kept.", ref=ref))
    return see("members.people")


def waiting(session: Session, actor: Actor, now: datetime) -> list[Waiting]:
    """What waits for an admin: mail that does not arrive; the people and their roles."""
    if Role.ADMIN not in actor.roles:
        return []
    counts = queries.count_by_role(session)
    detail = _(
        "%(accounts)s accounts, %(certified)s of them certified.",
        accounts=counts["accounts"],
        certified=counts["certified"],
    )
    people = Waiting(_("People and their roles"), detail, "/people/", 0)
    mail = standing(session)
    if not mail.needs_somebody(now):
        return [people]
    detail = _(
        "Waiting: %(waiting)s. Given up in a week: %(given_up)s.",
        waiting=mail.waiting,
        given_up=mail.given_up,
    )
    return [Waiting(_("Mail does not reach members"), detail, "/people/mail"), people]
