"""What was kept of decided cases tells who could be drawn: nobody who rested."""

import sqlalchemy as sa
from flask import Flask

from tests.upgrading import Flasks, filled, reflected, steps_since

REF = "C-2026-0004"
KIND = "age=any;experience=some;tenure=any"


def test_who_rested_is_counted_out(bare: Flask, flask_says: Flasks) -> None:
    engine = bare.extensions["venire"].engine
    flask_says("db", "upgrade", "2027_01_01")
    pids = [f"{number:032x}" for number in range(4)]
    leaves = [
        {
            "epoch": 2,
            "ord": at,
            "account_id": pid[-22:],
            "pseudonym": pid,
            "stratum": KIND,
            "next_free_epoch": 3 if at < 2 else 0,
        }
        for at, pid in enumerate(pids)
    ]
    rows = [
        ("jury_case", {"ref": REF, "stage": "drawn", "mode": "drawn"}),
        ("roll", {"epoch": 2, "size": 4}),
        *(("roll_leaf", leaf) for leaf in leaves),
        (
            "draw",
            {
                "case_ref": REF,
                "number": 1,
                "epoch": 2,
                "state": "drawn",
                "kind": "house",
                "commitment": "c",
            },
        ),
        ("draw_exclusion", {"case_ref": REF, "draw": 1, "pseudonym": pids[3]}),
        ("verdict", {"case_ref": REF}),
        ("case_stratum", {"case_ref": REF, "name": KIND, "roll": 4, "eligible": 3}),
    ]
    with engine.begin() as there:
        for name, values in rows:
            table = reflected(engine, name)
            there.execute(sa.insert(table), filled(table, **values))

    def eligible() -> int:
        with engine.begin() as there:
            return there.scalar(sa.select(reflected(engine, "case_stratum").c.eligible))

    flask_says("db", "upgrade")
    assert eligible() == 1
    flask_says("db", "downgrade", steps_since("2027_01_01"))
    assert eligible() == 3
