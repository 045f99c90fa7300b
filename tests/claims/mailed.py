"""All the mail that there is at a moment: as if a day had just begun, and every time ended soon."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

import claims.jobs
import claims.queries.reminding
import jury.jobs
import jury.queries.reminding
import members.jobs
from kernel.models import Outbox
from members.models import Digest
from tests.databases import OpenWork


def mailer(app: Flask, work: OpenWork, patch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """Return what posts all mail and returns it, as it would be sent."""
    for soon in (claims.queries.reminding, jury.queries.reminding):
        patch.setattr(soon, "AHEAD", timedelta(days=99))

    def mailed() -> list[str]:
        with work() as w:
            w.session.execute(sa.delete(Outbox))
            yesterday = w.now.date() - timedelta(days=1)
            w.session.execute(sa.update(Digest).values(looked_on=yesterday, told={}))
        with app.app_context():
            while members.jobs.daily_digest():
                pass
            claims.jobs.remind()
            jury.jobs.remind()
        with work(writing=False) as w:
            rows = w.session.scalars(sa.select(Outbox)).all()
        return [f"{row.subject}\n{row.body}" for row in rows]

    return mailed
