"""What falls due in the claims' room: one claim that fails stops no other."""

import pytest

from claims import vault
from claims.actions import add_paper, file_claim, remove_paper
from claims.jobs import erase_files
from claims.papers import Paper
from claims.timetable import Side
from claims.uploads import judge
from kernel.errors import Missing
from kernel.jobs import Stuck
from tests.claims.filed import FILED
from tests.claims.making import png


@pytest.mark.parametrize("failure", [vault.Damaged("no key"), Missing()])
def test_a_claim_whose_files_cannot_be_erased_keeps_no_others_files(
    app, do, cast, settings, monkeypatch, failure
):
    kept = []
    with monkeypatch.context() as patch:
        patch.setattr(vault, "drop", lambda *_: (_ for _ in ()).throw(OSError("full")))
        for _ in range(2):
            ref = do(cast.clara, file_claim, FILED).ref
            row = do(cast.clara, add_paper, ref, Paper.IDENTITY, judge(png(), "card.png"))
            do(cast.clara, remove_paper, ref, Side.CLAIMANT, row.id)
            kept.append(row.vault_name)
    drop = vault.drop

    def fail_for_the_first(home, claim_id, name):
        if name == kept[0]:
            raise failure
        drop(home, claim_id, name)

    monkeypatch.setattr(vault, "drop", fail_for_the_first)
    with app.app_context(), pytest.raises(Stuck):
        erase_files()
    assert {one.name for one in (settings.home / vault.PAPERS).glob("*")} == {kept[0]}
