"""Claims of before their standard stood in the file: kept from their case, or chosen and asked."""

import pytest
import sqlalchemy as sa

from app import create_app
from tests.databases import settings_for
from tests.test_migrations import filled, reflected, rows_of, steps_since

BEFORE = "2026_12_17"
TEXTS = ("clauses", "parties", "quiz", "tiers")
KIND = {"stage": "frozen", "mode": "drawn"}
# Claims: where each stood, by which standards its cases were opened, and what becomes of both.
CLAIMS = {
    "C-2026-0001": ("prepared", (), "prepared", None),
    "C-2026-0002": ("in_review", (), "prepared", None),
    "C-2026-0003": ("signed_off", (), "prepared", None),
    "C-2026-0004": ("agreed", (), "prepared", None),
    "C-2026-0005": ("frozen", ("band",), "frozen", "band"),
    "C-2026-0006": ("frozen", ("panel", *["band"] * 8, "twelve"), "frozen", "twelve"),
    "C-2026-0007": ("prepared", ("twelve",), "prepared", "twelve"),
    "C-2026-0008": ("in_review", ("twelve",), "in_review", "twelve"),
    "C-2026-0009": ("agreed", ("twelve",), "prepared", "twelve"),
    "C-2026-0010": ("disputed", (), "disputed", None),
    "C-2026-0011": ("withdrawn", ("panel",), "withdrawn", "panel"),
    "C-2026-00070": ("frozen", ("band",), "frozen", "band"),
}

pytestmark = pytest.mark.databases("sqlite", "postgresql")


@pytest.fixture
def app(empty_database, tmp_path):
    """An app on a database without tables."""
    app = create_app(settings_for(tmp_path / "home", empty_database))
    yield app
    app.extensions["venire"].engine.dispose()


@pytest.fixture
def database(app):
    """Run a command of the database: `database("upgrade")`."""

    def run(*words):
        with app.app_context():
            done = app.test_cli_runner().invoke(args=["db", *words], catch_exceptions=False)
        assert done.exit_code == 0, done.output

    return run


def put_in_claims(engine):
    """Put in the claims with their cases, and what was said of one that both agreed to."""
    names = ("account", "claim", "jury_case", "claim_sign_off", "claim_agreement")
    tables = {name: reflected(engine, name) for name in names}

    def put(name, **values):
        there.execute(sa.insert(tables[name]), filled(tables[name], **values))

    with engine.begin() as there:
        for number in (1, 2):
            put("account", id=str(number) * 22, email=str(number), ref=str(number))
        facts = {"decision": "refuse", "claimant_id": "1" * 22} | {name: [] for name in TEXTS}
        for ref, (state, standards, *_after) in CLAIMS.items():
            put("claim", id=ref.ljust(22, "x"), ref=ref, state=state, **facts)
            for number, name in enumerate(standards, 1):
                case = ref if number == 1 else f"{ref}-{number}"
                put("jury_case", ref=case, standard={"name": name}, public_key=b"", **KIND)
        agreed = {"claim_id": "C-2026-0004".ljust(22, "x"), "revision": 1}
        by = {"prepared_by": "1" * 22, "approved_by": "2" * 22}
        put("claim_sign_off", **agreed, **by)
        put("claim_agreement", **agreed, agrees=True)


def test_what_nobody_agreed_to_is_asked_and_a_case_keeps_its_own(app, database):
    engine = app.extensions["venire"].engine
    database("upgrade", BEFORE)
    put_in_claims(engine)
    said = [rows_of(engine, name) for name in ("claim_sign_off", "claim_agreement")]
    before = {row.ref: dict(row._mapping) for row in rows_of(engine, "claim")}
    database("upgrade")
    database("check")
    rows = {row.ref: row for row in rows_of(engine, "claim")}
    became = {ref: (row.state, row.standard) for ref, row in rows.items()}
    assert became == {ref: (then, standard) for ref, (*_before, then, standard) in CLAIMS.items()}
    for ref, (state, _standards, then, _standard) in CLAIMS.items():
        assert rows[ref].revision == (1 if state == then else 2), ref
    assert said == [rows_of(engine, name) for name in ("claim_sign_off", "claim_agreement")]
    for wrong in ("standard = 'mine'", "standard = NULL, state = 'agreed'"):
        with pytest.raises(sa.exc.IntegrityError), engine.begin() as there:
            there.execute(sa.text(f"UPDATE claim SET {wrong}"))
    database("downgrade", steps_since(BEFORE))
    kept = {row.ref: dict(row._mapping) for row in rows_of(engine, "claim")}
    assert kept["C-2026-0004"]["state"] == "prepared", "it is asked again"
    for row in (*before.values(), *kept.values()):
        del row["state"], row["revision"]
    assert kept == before
