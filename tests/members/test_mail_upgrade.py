"""Whoever was a member before there was mail takes a digest, until they say that they do not."""

from datetime import date

import sqlalchemy as sa

from tests.upgrading import filled, reflected, rows_of, steps_since

BEFORE = "2026_12_13"


def test_members_of_before_take_mail(bare, flask_says):
    engine = bare.extensions["venire"].engine
    flask_says("db", "upgrade", BEFORE)
    accounts, tries = reflected(engine, "account"), reflected(engine, "door_try")
    with engine.begin() as there:
        for letter in "AB":
            row = filled(accounts, id=letter * 22, ref=letter, email=f"{letter}@village.example")
            there.execute(sa.insert(accounts), row)
    flask_says("db", "upgrade")
    found = {row.account_id[0]: (row.looked_on, row.told) for row in rows_of(engine, "digest")}
    assert found == dict.fromkeys("AB", (date(2026, 1, 1), {}))
    with engine.begin() as there:
        for door in ("mail", "join"):
            there.execute(sa.insert(tries), filled(tries, id=door, door=door))
    flask_says("db", "downgrade", steps_since(BEFORE))
    assert [row.door for row in rows_of(engine, "door_try")] == ["join"]
    flask_says("db", "upgrade")
