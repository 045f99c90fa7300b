"""Two do the same with an account in one moment: it is done once, and nobody meets an error."""

from datetime import date

import pytest
import sqlalchemy as sa

from audit.entry import parse
from audit.models import QueuedEntry
from kernel.actor import Role
from kernel.errors import Conflict
from members import actions, queries
from members.actions import add_member, grant_qualification, grant_role, withdraw_role
from tests.quiz.test_bench_races import meanwhile
from tests.village import person, settle


@pytest.fixture
def village(work):
    with work() as w:
        cast = settle(w, jurors=1)
        other = queries.actor_of(w.session, person(w, "Ada", Role.ADMIN))
    return cast, other


def told(work, kind):
    with work(writing=False) as w:
        return sum(
            parse(raw)["kind"] == kind for raw in w.session.scalars(sa.select(QueuedEntry.entry))
        )


def test_two_admins_grant_a_role_and_withdraw_it_at_once(work, village):
    cast, other = village
    clara = cast.clara.account
    for act, kind, left in (
        (grant_role, "role.granted", {Role.MEMBER, Role.EDITOR}),
        (withdraw_role, "role.withdrawn", {Role.MEMBER}),
    ):
        before = told(work, kind)
        same = (act, clara, Role.EDITOR)
        assert meanwhile(work, (cast.agnes, *same), (other, *same)) is None
        assert told(work, kind) == before + 1
        with work(writing=False) as w:
            assert queries.roles_of(w.session, clara) == left


def test_two_join_with_one_e_mail_at_once(work, village):
    def joins(w):
        add_member(w, email="noor@village.example", name="Noor", born_on=date(1990, 1, 2))

    cast, other = village
    came = meanwhile(work, (cast.agnes, joins), (other, joins))
    assert isinstance(came, Conflict)
    assert came.message == actions.KNOWN


def test_a_certificate_that_is_granted_twice_at_once_is_the_later(work, village):
    cast, other = village
    clara = cast.clara.account
    first, second = (
        (who, grant_qualification, clara, name, {"quorum": 1})
        for who, name in ((cast.agnes, "first"), (other, "second"))
    )
    assert meanwhile(work, first, second) is None
    with work(writing=False) as w:
        assert queries.qualification(w.session, clara).certificate == "second"
