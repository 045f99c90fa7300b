"""What the entries of a case say, in plain words; those of its draw are told in `draws`."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from audit.telling import ESTIMATE
from audit.wording.times import when

Says = dict[str, Any]
Tells = Callable[[Says], tuple[str, str]]


def _opened(says: Says) -> tuple[str, str]:
    standard = says["standard"]
    who = _("everybody on the roll may take a seat")
    if standard["seats"]:
        who = _("%(seats)s seats", seats=standard["seats"])
    if says.get("beside_of"):
        who = _("%(who)s beside the assembly %(ref)s", who=who, ref=says["beside_of"])
    return _("The case was opened"), _(
        "“%(question)s” %(clauses)s clauses are in dispute; %(who)s, the poll is open for "
        "%(hours)s hours. The digest of the case file begins %(file)s: from here on the file "
        "cannot change unless an entry “The case went on” names another.",
        question=says["question"],
        clauses=len(says["clauses"]),
        who=who,
        hours=standard["hours"],
        file=says["file"][:16],
    )


def _split(says: Says) -> tuple[str, str]:
    return _("The key was split"), _(
        "%(count)s trustees hold a part of the key each, and nobody holds the whole. After the "
        "poll it takes the parts of %(threshold)s of them to open the box.",
        count=says["count"],
        threshold=says["threshold"],
    )


def _roll(says: Says) -> tuple[str, str]:
    return _("The poll was opened"), _(
        "%(count)s pseudonyms may vote (those who sit and the alternates), from %(opens)s until "
        "%(closes)s. An alternate votes only when a seat has fallen to them.",
        count=len(says["pids"]),
        opens=when(says["opens_at"]),
        closes=when(says["closes_at"]),
    )


def _assembly(says: Says) -> tuple[str, str]:
    return _("The poll was opened to everybody"), _(
        "Of %(size)s on the roll, %(excluded)s are excluded. The other %(voters)s may take a seat "
        "and vote, from %(opens)s until %(closes)s; the list of their pseudonyms is fixed.",
        size=says["roll"]["size"],
        excluded=says["excluded"]["count"],
        voters=says["voters"]["count"],
        opens=when(says["opens_at"]),
        closes=when(says["closes_at"]),
    )


def _halted(says: Says) -> tuple[str, str]:
    why = {
        "evidence": _("There was new evidence."),
        "private_data": _("A juror said that the file shows private data."),
    }[says["why"]]
    return _("The case was halted"), _(
        "%(why)s Nobody can read the file or vote until it goes on.", why=why
    )


def _resumed(says: Says) -> tuple[str, str]:
    told = _("The case file from now on begins %(file)s.", file=says["file"][:16])
    if says["closes_at"] is not None:
        told += " " + _("The poll is open until %(end)s.", end=when(says["closes_at"]))
    void = _("Ballots that were cast on another file do not count; their jurors are asked again.")
    return _("The case went on"), f"{told} {void}"


def _closed(says: Says) -> tuple[str, str]:
    return _("The poll was closed"), ngettext(
        "%(num)s sealed ballot had been cast.",
        "%(num)s sealed ballots had been cast.",
        says["ballots"],
    ) + " " + _(
        "No page had shown any of it. Whoever held the key could have looked: we, or, where the "
        "log says that the key was split, enough trustees together."
    )


def _withdrawn(_says: Says) -> tuple[str, str]:
    return _("The claim was withdrawn"), _(
        "The box stays shut: the key was destroyed and nothing was counted."
    )


def _voided(says: Says) -> tuple[str, str]:
    known = {
        "key lost": _("The key was lost, or too few parts of it came together."),
        "no panel": _("On the whole roll there were too few who could sit."),
    }
    why = known.get(says["why"]) or _("Why: “%(why)s”", why=says["why"])
    return _("The case was voided"), _(
        "The box stays shut and nothing was counted; the claim may come before another panel. "
        "%(why)s",
        why=why,
    )


def _revealed(_says: Says) -> tuple[str, str]:
    return _("The key was shown"), _("With it, anybody can open every ballot and count again.")


def _verdict(says: Says) -> tuple[str, str]:
    numbers = says["numbers"]
    told = _(
        "%(outcome)s: %(uphold)s to uphold, %(deny)s to deny, %(cannot)s could not judge, "
        "%(void)s void; %(cast)s of %(seats)s seats cast a ballot.",
        outcome=OUTCOMES[says["outcome"]](),
        uphold=numbers["uphold"],
        deny=numbers["deny"],
        cannot=numbers["cannot_judge"],
        void=numbers["void"],
        cast=numbers["cast"],
        seats=numbers["seats"],
    )
    if says["stands"] == ESTIMATE:
        told += " " + _("It estimates what the assembly beside it decides, and decides nothing.")
    return _("The verdict"), told


OUTCOMES: dict[str, Callable[[], str]] = {
    "upheld": lambda: _("Upheld"),
    "denied": lambda: _("Denied"),
    "hung": lambda: _("Hung"),
    "inquorate": lambda: _("Too few votes"),
}
TELL: dict[str, Tells] = {
    "case.opened": _opened,
    "key.split": _split,
    "roll.committed": _roll,
    "assembly.committed": _assembly,
    "case.closed": _closed,
    "case.halted": _halted,
    "case.resumed": _resumed,
    "case.withdrawn": _withdrawn,
    "case.voided": _voided,
    "key.revealed": _revealed,
    "verdict": _verdict,
}
