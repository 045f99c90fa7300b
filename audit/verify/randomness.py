"""What decided a draw: a secret of the house, a public beacon, or dice and lotteries."""

import re
import unicodedata
from hashlib import sha256
from typing import Any

from . import beacon
from .entries import CaseLog, Line, moment
from .step import NotGiven, need

SHOWN_BY = {"house": None, "beacon": "draw.beacon", "ceremony": "draw.ceremony"}


def check(log: CaseLog) -> str:
    """Check that the randomness of the draw is what was announced; raises Wrong, CannotTell."""
    if log.mode == "assembly":
        raise NotGiven("nobody was drawn, so nothing was left to a lot")
    for line in log.all("draw.committed"):
        _check_announced(line.says["randomness"])
    announced = log.last("draw.committed").says["randomness"]
    shown = log.all("draw.beacon", "draw.ceremony")
    kind = announced["kind"]
    wanted = [SHOWN_BY[kind]] if SHOWN_BY[kind] else []
    need([line.kind for line in shown] == wanted, f"the randomness is not shown as {kind} is")
    used = log.one("draw.result").says["randomness"]
    if kind == "house":
        promised = sha256(b"jury-draw/v1/house\0" + bytes.fromhex(used)).hexdigest()
        same = promised == announced["commitment"]
        need(same, "the secret is not the one that was committed to")
        return "the secret of the house is the one that was committed to"
    if kind == "ceremony":
        return _check_ceremony(announced, shown[0], used)
    return _check_beacon(announced, shown[0], used)


def _check_announced(announced: dict[str, Any]) -> None:
    """Whatever came of the draw, its announcement leaves no choice."""
    if announced["kind"] == "house":
        return
    at = moment(announced["at"])
    if announced["kind"] == "beacon":
        need(announced["chain"] == beacon.CHAIN, "the draw waits for a beacon that is not known")
        wanted = beacon.round_after(at)
        need(announced["round"] == wanted, f"at {announced['at']} one announces round {wanted}")
        return
    source = announced["source"]
    plain = " ".join(unicodedata.normalize("NFC", source).split())
    need(source == plain and 1 <= len(source) <= 200, "the source is not named in one plain line")


def _check_ceremony(announced: dict[str, Any], shown: Line, used: str) -> str:
    digits, source = shown.says["digits"], announced["source"]
    need(re.fullmatch("[0-9]{12,200}", digits), "the digits are not 12 to 200 of 0 to 9")
    need(shown.says["count"] == len(digits), f"{len(digits)} digits are shown as another number")
    made = sha256(b"jury-draw/v1/ceremony\0" + source.encode() + b"\n" + digits.encode())
    need(made.hexdigest() == used, "the randomness is not that of the digits")
    return (
        f"{len(digits)} digits from {source!r}; not proved: that they fell so, and that they were "
        f"announced at {announced['at']}"
    )


def _check_beacon(announced: dict[str, Any], shown: Line, used: str) -> str:
    need(shown.says["round"] == announced["round"], "the beacon's round is not the announced one")
    signature = bytes.fromhex(shown.says["signature"])
    need(sha256(signature).hexdigest() == used, "the randomness is not that of the beacon's round")
    beacon.check(announced["round"], signature)
    return (
        f"the beacon signed round {announced['round']}; not proved: that the draw was announced at "
        f"{announced['at']}"
    )
