"""Cases, draws and seats of before come along into rows with room for every kind, and back."""

import pytest
import sqlalchemy as sa

from tests.upgrading import WHO, filled, reflected, rows_of, steps_since

BEFORE = "2026_12_10"


def test_a_roll_and_an_employer_come_along_and_back(bare, flask_says) -> None:
    engine = bare.extensions["venire"].engine
    flask_says("db", "upgrade", "2026_12_13")
    with engine.begin() as there:
        for name, values in {
            "roll": {"epoch": 1, "size": 1},
            "account": {"id": WHO, "employer": " The  MILL", "inviter_id": None},
        }.items():
            table = reflected(engine, name)
            there.execute(sa.insert(table), filled(table, **values))
    before = {name: rows_of(engine, name) for name in ("roll", "account")}
    flask_says("db", "upgrade")
    [roll], [account] = rows_of(engine, "roll"), rows_of(engine, "account")
    assert roll.published_leaf is None
    assert (account.employer_key, account.hospital_key) == ("the mill", None)
    remark = reflected(engine, "roll_remark")
    half = filled(remark, epoch=1, account_id=WHO, upheld=True, answer=None)
    with pytest.raises(sa.exc.IntegrityError), engine.begin() as there:
        there.execute(sa.insert(remark), half)
    flask_says("db", "downgrade", steps_since("2026_12_13"))
    assert before == {name: rows_of(engine, name) for name in ("roll", "account")}


def test_a_case_with_its_draw_and_seats_comes_along_and_back(bare, flask_says) -> None:
    engine = bare.extensions["venire"].engine
    flask_says("db", "upgrade", BEFORE)
    of_case = {"case_ref": "C-2026-0001", "epoch": 1}
    tables = {
        "roll": {"epoch": 1, "size": 1},
        "jury_case": {"ref": "C-2026-0001", "stage": "drawn"},
        "draw": of_case | {"number": 1, "state": "drawn"},
        "seat": of_case | {"ord": 0, "account_id": WHO, "number": 1, "state": "accepted"},
        "replacement": of_case | {"place": 1, "number": 1, "why": "silent"},
    }
    with engine.begin() as there:
        for name, values in tables.items():
            table = reflected(engine, name)
            known = {key: value for key, value in values.items() if key in table.columns}
            there.execute(sa.insert(table), filled(table, **known))
    before = {name: rows_of(engine, name) for name in tables}
    flask_says("db", "upgrade")
    [roll], [case], [draw] = (rows_of(engine, name) for name in ("roll", "jury_case", "draw"))
    assert (roll.usable_from, case.mode, draw.kind) == (roll.built_at, "drawn", "house")
    for wrong in (
        "UPDATE draw SET kind = 'beacon'",
        "UPDATE jury_case SET mode = 'stratified'",
        "UPDATE jury_case SET epoch = 1",
        "UPDATE seat SET state = 'alternate'",
        "UPDATE replacement SET why = 'lost'",
    ):
        with pytest.raises(sa.exc.IntegrityError), engine.begin() as there:
            there.execute(sa.text(wrong))
    flask_says("db", "downgrade", steps_since(BEFORE))
    assert before == {name: rows_of(engine, name) for name in tables}
