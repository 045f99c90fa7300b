"""What was handed down for the bundle of a case, held against what the log of the case says of it.

The log commits to all of it: to `lottery.json` by its digest, to the names in `voters` and in
`excluded.json` by a root over them, to each line of `roll.jsonl` by the root of the roll. Of who is
excluded it tells under the cap their number alone, so two names that changed places are not found.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from audit import merkle
from audit.entry import BadEntry, canonical, strict

Says = Mapping[str, Any]
NAME = 16  # bytes of a pseudonym
_NAMES = rb'((?:"[0-9a-f]{32}"(?:,"[0-9a-f]{32}")*+)?+)'
_EXCLUDED = re.compile(rb'\{"cap":\[' + _NAMES + rb'\],"conflict":\[' + _NAMES + rb"\]\}")
ENDED = {"case.withdrawn", "case.voided"}


class Wrong(Exception):
    """A file is another than the log says."""


def mistakes(log: Sequence[Says], files: Mapping[str, bytes]) -> Iterator[str]:
    """Yield a line for each file that is missing, is another, or that nothing in the log asks for.

    log: the entries of a case in their order, its ballots apart. files: by their path.
    """
    last = {says["kind"]: says for says in log}  # of a kind, the last stays
    wanted = _wanted(log, last)
    for path in sorted(files.keys() - wanted):
        yield f"nothing in this log tells of the attachment {path}"
    # What was withdrawn after its draw was at first left without: it never has a bundle.
    if files or not (log and log[-1]["kind"] in ENDED and "assembly.committed" not in last):
        for path in sorted(wanted - files.keys()):
            yield f"the attachment {path} is missing"
    for path in sorted(wanted & files.keys()):
        try:
            _CHECKS[path](files[path], log, last)
        except Wrong as wrong:
            yield f"the attachment {path} is another than this log tells of: {wrong}"
        except (BadEntry, ValueError, LookupError, TypeError, AttributeError) as error:
            yield f"the attachment {path} cannot be read: {error}"


def _wanted(log: Sequence[Says], last: Mapping[str, Says]) -> set[str]:
    """Return the paths that a bundle of this log needs: of an assembly from its opening on, of a
    panel once the case is over."""
    if "assembly.committed" in last:
        return {"voters", "excluded.json"}
    over = bool(log) and log[-1]["kind"] in {"verdict", *ENDED}
    if not over or "draw.result" not in last:
        return set()
    lottery = {"lottery.json"} if _by_types(last) else set()
    return {"roll.jsonl", "excluded.json"} | lottery


def _by_types(last: Mapping[str, Says]) -> bool:
    """Whether the draw that held was within quotas: one that was given up may have been, too."""
    return last.get("draw.committed", {}).get("mode") == "stratified"


def _base(last: Mapping[str, Says]) -> Says:
    """Return the entry with the roll and the excluded that held."""
    return last.get("assembly.committed") or last["draw.committed"]


def _check_excluded(raw: bytes, _log: Sequence[Says], last: Mapping[str, Says]) -> None:
    found = _EXCLUDED.fullmatch(raw)
    if found is None:
        raise Wrong("it is not written in its one form")
    cap, conflict = (
        [part[at : at + 32].decode() for at in range(1, len(part), 35)] for part in found.groups()
    )
    committed = _base(last)["excluded"]
    _need(cap == sorted(cap) and conflict == sorted(conflict), "it is not in order")
    _need(len(cap) == committed["reasons"].get("cap", 0), "another number is under the cap")
    _check_names(map(bytes.fromhex, sorted(cap + conflict)), committed)


def _check_voters(raw: bytes, _log: Sequence[Says], last: Mapping[str, Says]) -> None:
    _need(len(raw) % NAME == 0, "it is cut off")
    names = (raw[at : at + NAME] for at in range(0, len(raw), NAME))
    _check_names(names, _base(last)["voters"])


def _check_names(names: Iterable[bytes], committed: Says) -> None:
    """The names, in their order, are as many as the log says and lead to the root that it says."""
    edge = merkle.Edge().extended(map(merkle.leaf_hash, names))
    _need(edge.size == committed["count"], f"{edge.size} are there, not {committed['count']}")
    _need(edge.root.hex() == committed["root"], "others are there")


def _check_lottery(raw: bytes, _log: Sequence[Says], last: Mapping[str, Says]) -> None:
    same = sha256(raw).hexdigest() == last["draw.stratified"]["lottery"]
    _need(same, "its digest does not fit")


def _check_roll(raw: bytes, log: Sequence[Says], last: Mapping[str, Says]) -> None:
    roll = _base(last)["roll"]
    shown = [_ord_of(line, roll) for line in raw.splitlines(keepends=True)]
    drawn = {
        row[1]
        for says in log
        if says["kind"] in {"draw.result", "seat.replaced"}
        for row in says["stream"]
    }
    start = 0
    strata = last["draw.stratified"]["strata"] if _by_types(last) else {}
    for _name, count in sorted(strata.items()):
        drawn |= {start, start + count - 1}  # and the two ends of each stratum
        start += count
    _need(shown == sorted(drawn), "it shows others of the roll than were drawn")


def _ord_of(raw: bytes, roll: Says) -> int:
    """Return whom of the roll a line shows, once it is proved into the root of the roll."""
    line = strict(raw)
    _need(raw == canonical(line) + b"\n", "it is not written in its one form")
    leaf, proof = line["leaf"].encode(), [bytes.fromhex(one) for one in line["proof"]]
    at: int = strict(leaf)["ord"]
    try:
        root = bytes.fromhex(roll["root"])
        merkle.check_inclusion(merkle.leaf_hash(leaf), at, roll["size"], proof, root)
    except merkle.BadProof as error:
        raise Wrong(f"place {at} of the roll: {error}") from None
    return at


def _need(truth: bool, wrong: str) -> None:
    if not truth:
        raise Wrong(wrong)


_CHECKS: dict[str, Callable[[bytes, Sequence[Says], Mapping[str, Says]], None]] = {
    "excluded.json": _check_excluded,
    "lottery.json": _check_lottery,
    "roll.jsonl": _check_roll,
    "voters": _check_voters,
}
