"""The demo plays in the past: of that nobody gets mail today."""

import dataclasses
from datetime import timedelta

from home.stage import at
from kernel.mail import post_to
from kernel.work import ground, unit_of_work
from tests.kernel.mailbox import SERVER


def test_what_is_played_is_told_in_no_mail(app, clock):
    here = app.extensions["venire"]
    by_mail = dataclasses.replace(here.settings, smtp_url=SERVER)
    app.extensions["venire"] = dataclasses.replace(here, settings=by_mail)
    with app.app_context():
        with at(clock.now - timedelta(days=9)), unit_of_work() as work:
            assert not post_to(work, "kim@plan.example", "Subject", "Hello", "then")
        assert ground().settings.smtp_url == SERVER
        with unit_of_work() as work:
            assert post_to(work, "kim@plan.example", "Subject", "Hello", "now")
