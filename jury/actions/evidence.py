"""What the jury hands down for the bundle of a case: who was looked at in the draw, who was left
out, and what a draw by types chose from. The log's room knows no jury."""

from audit.actions import attach
from audit.entry import canonical
from audit.reasons import CAP
from jury.models import DrawExclusion
from jury.queries import draw_of, excluded_of, leaf_proofs, strata_of
from kernel.work import Work


def hand_down(work: Work, ref: str) -> None:
    """Attach `roll.jsonl` and `excluded.json` of a case that is over, and `lottery.json` of a draw
    by types; nothing without a draw."""
    draw = draw_of(work.session, ref)
    if draw is None or draw.state != "drawn":
        return
    ords = {row[1] for row in (*draw.stream, *draw.further)}
    if draw.lottery is not None:
        places = strata_of(work.session, draw.epoch).values()
        ords |= {end for one in places for end in (one[0], one[-1])}
        attach(work, ref, "lottery.json", canonical(draw.lottery))
    lines = [
        canonical({"leaf": leaf.encode().decode(), "proof": [one.hex() for one in proof]}) + b"\n"
        for leaf, proof in leaf_proofs(work.session, draw.epoch, sorted(ords))
    ]
    attach(work, ref, "roll.jsonl", b"".join(lines))
    excluded = {
        "cap": list(excluded_of(work.session, draw, DrawExclusion.reason == CAP)),
        "conflict": list(excluded_of(work.session, draw, DrawExclusion.reason != CAP)),
    }
    attach(work, ref, "excluded.json", canonical(excluded))
