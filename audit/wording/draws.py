"""What the entries of a draw say, in plain words."""

from flask_babel import gettext as _

from audit.wording.case import Says, Tells
from audit.wording.times import when


def _committed(says: Says) -> tuple[str, str]:
    roll, count = says["roll"]["size"], says["excluded"]["count"]
    told = _(
        "Before the lot fell: a roll of %(size)s jurors, %(count)s of them excluded.",
        size=roll,
        count=count,
    )
    return _("The draw was announced"), f"{told} {_announced(says['randomness'])}"


def _announced(randomness: Says) -> str:
    kind = randomness["kind"]
    told = _(
        "A secret of the house would decide. From here on it could not be changed; before, the "
        "house could choose among secrets, and nobody could tell."
    )
    if kind == "beacon":
        told = _(
            "Round %(round)s of a public beacon would decide, which came later than %(at)s.",
            round=randomness["round"],
            at=when(randomness["at"]),
        )
    elif kind == "ceremony":
        told = _(
            "These digits would decide, which had not fallen at %(at)s: %(source)s.",
            at=when(randomness["at"]),
            source=randomness["source"],
        )
    return str(told)


def _stratified(says: Says) -> tuple[str, str]:
    return _("The panel had to keep quotas"), _(
        "By age, service and membership the roll has %(strata)s kinds of people (strata). Which "
        "panels keep the quotas, and how likely each is, was fixed before the lot fell: the digest "
        "of that lottery begins %(lottery)s.",
        strata=len(says["strata"]),
        lottery=says["lottery"][:16],
    )


def _voided(says: Says) -> tuple[str, str]:
    return _("The draw was voided"), _(
        "Draw %(draw)s decides nothing, and counts among the void draws. Why: “%(why)s”",
        draw=says["draw"],
        why=says["why"],
    )


def _beacon(says: Says) -> tuple[str, str]:
    return _("The beacon spoke"), _(
        "Its signature of round %(round)s begins %(signature)s. There is only one, and anybody can "
        "check it.",
        round=says["round"],
        signature=says["signature"][:16],
    )


def _ceremony(says: Says) -> tuple[str, str]:
    return _("The digits fell"), _(
        "%(count)s digits were entered: %(digits)s.", count=says["count"], digits=says["digits"]
    )


def _drawn(says: Says) -> tuple[str, str]:
    kinds = [row[2] for row in says["stream"]]
    return _("The panel was drawn"), _(
        "What would decide was known. The draw looked at %(rows)s numbers, filled %(seats)s seats "
        "and named %(alternates)s alternates; the others were skipped for the reasons listed.",
        rows=len(kinds),
        seats=kinds.count("seated"),
        alternates=kinds.count("alternate"),
    )


def _replaced(says: Says) -> tuple[str, str]:
    why = {
        "declined": _("The juror in seat %(seat)s declined.", seat=says["seat"]),
        "silent": _("The juror in seat %(seat)s did not answer in time.", seat=says["seat"]),
        "stepped_down": _("The juror in seat %(seat)s left it.", seat=says["seat"]),
        "challenged": _(
            "A side challenged the juror in seat %(seat)s, and an officer upheld its reason.",
            seat=says["seat"],
        ),
    }[says["why"]]
    then = _("Nobody was left: the seat stays empty.")
    if says["ord"] is not None:
        then = _(
            "Number %(number)s of the roll, the next in line, took it (ord %(ord)s in the log, "
            "which counts from 0).",
            number=says["ord"] + 1,
            ord=says["ord"],
        )
    return _("A seat changed hands"), f"{why} {then}"


TELL: dict[str, Tells] = {
    "draw.committed": _committed,
    "draw.stratified": _stratified,
    "draw.voided": _voided,
    "draw.beacon": _beacon,
    "draw.ceremony": _ceremony,
    "draw.result": _drawn,
    "seat.replaced": _replaced,
}
