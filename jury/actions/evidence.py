"""What the jury hands down for the bundle of a case: who was looked at in the draw, who was left
out. The log's room knows no jury."""

from audit.actions import attach
from audit.entry import canonical
from jury.queries import CAP, draw_of, excluded_of, leaf_proofs
from kernel.work import Work


def hand_down(work: Work, ref: str) -> None:
    """Attach `roll.jsonl` and `excluded.json` of a case that is over; nothing without a draw."""
    draw = draw_of(work.session, ref)
    if draw is None or draw.state != "drawn":
        return
    ords = sorted({row[1] for row in (*draw.stream, *draw.further)})
    lines = [
        canonical({"leaf": leaf.encode().decode(), "proof": [one.hex() for one in proof]}) + b"\n"
        for leaf, proof in leaf_proofs(work.session, draw.epoch, ords)
    ]
    attach(work, ref, "roll.jsonl", b"".join(lines))
    excluded: dict[str, list[str]] = {"cap": [], "conflict": []}
    for pseudonym, reason in excluded_of(work.session, draw).items():
        excluded["cap" if reason == CAP else "conflict"].append(pseudonym)
    attach(work, ref, "excluded.json", canonical(excluded))
