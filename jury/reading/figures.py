"""Figures of all decided cases, for everybody: how jurors served, and how far they agree.

Of decided cases alone: while a poll is open nothing here moves. Which figure may be shown, and over
what, is asked of `jury.figures.shown`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from audit.entry import canonical
from jury.figures import shown
from jury.figures.agreement import Agreement
from jury.figures.decided import Decided, Mode, second_panels
from jury.figures.selection import Stratum, by_value
from jury.figures.service import Service
from jury.figures.shown import Selection, TooFew
from jury.models import JuryCase, Seat, Verdict
from jury.queries.selection import kept_strata
from jury.strata.bands import ANY, VALUES
from jury.tally import Outcome
from kernel.share import Share

AT_ONCE = 500  # verdicts read into memory together
NAMES = ("turnout", "acceptance", "no_shows", "replacements")
OF_WHO_CAME = ("turnout", "no_shows")  # nobody was asked to an assembly


@dataclass(frozen=True)
class Kind:
    """The figures of panels, or of assemblies: never of both in one sum. cases: how many.

    names: of what is told.
    """

    cases: int
    service: Service
    agreement: Agreement | TooFew
    names: tuple[str, ...] = NAMES

    @property
    def shares(self) -> dict[str, Share]:
        """How jurors served, by name."""
        return {name: getattr(self.service, name) for name in self.names}


@dataclass(frozen=True)
class Lot:
    """How those who are alike in one feature came from the roll to the box, over all panels that
    were drawn in one way. values: of the feature, in its own order. way: the steps."""

    mode: Mode
    feature: str
    values: tuple[str, ...]
    way: Selection
    cases: int


@dataclass(frozen=True)
class FiguresPage:
    """What the page of figures shows. second: second panels that came to the same verdict."""

    panels: Kind | None
    assemblies: Kind | None
    second: Share
    lots: tuple[Lot, ...]


def figures_page(session: Session) -> FiguresPage:
    """Return the figures of every case that was decided."""
    cases = list(_decided(session))
    assemblies = [case for case in cases if case.mode is Mode.OPEN]
    panels = [case for case in cases if case.mode is not Mode.OPEN]
    lots = tuple(_lots(panels, kept_strata(session)))
    return FiguresPage(_kind(panels), _kind(assemblies, OF_WHO_CAME), second_panels(panels), lots)


def figures_json(session: Session) -> bytes:
    """Return the same as JSON; shares as their two numbers, fractions as numerator, denominator."""
    page = figures_page(session)
    kinds = {"panels": page.panels, "assemblies": page.assemblies}
    told = {name: None if kind is None else _as_json(kind) for name, kind in kinds.items()}
    lots = [_lot_json(lot) for lot in page.lots]
    return canonical({**told, "second_panels_agree": asdict(page.second), "lots": lots})


def _as_json(kind: Kind) -> dict[str, Any]:
    shares = {name: asdict(share) for name, share in kind.shares.items()}
    return {
        "cases": kind.cases,
        **shares,
        "left_out": kind.service.left_out,
        "agreement": _agreement_json(kind.agreement),
    }


def _lot_json(lot: Lot) -> dict[str, Any]:
    steps = [
        {
            "to": one.end,
            "values": {value: asdict(share) for value, share in one.strata.items()},
            "chi_square": None if one.spread is None else _parts(one.spread.statistic),
        }
        for one in lot.way.steps
    ]
    return {"mode": lot.mode.value, "feature": lot.feature, "cases": lot.cases, "steps": steps}


def _agreement_json(found: Agreement | TooFew) -> dict[str, Any]:
    if isinstance(found, TooFew):
        return {"cases": found.there, "needed": found.needed}
    alpha = None if found.alpha is None else _parts(found.alpha)
    return {"cases": found.cases, "raw": _parts(found.raw), "alpha": alpha}


def _parts(share: Fraction) -> list[int]:
    return [share.numerator, share.denominator]


def _kind(cases: Sequence[Decided], names: tuple[str, ...] = NAMES) -> Kind | None:
    if not cases:
        return None
    return Kind(len(cases), shown.service(cases), shown.agreement(cases), names)


def _lots(panels: Sequence[Decided], strata: Mapping[str, list[Stratum]]) -> Iterator[Lot]:
    """Yield the way from the roll to the box by each feature, one way of drawing at a time."""
    for mode in (Mode.DRAWN, Mode.STRATIFIED):
        for feature, values in VALUES.items():
            of = {ref: by_value(kept, feature) for ref, kept in strata.items()}
            cases = [one for one in panels if one.mode is mode and of.get(one.case)]
            found = {one.name for case in cases for one in of[case.case]}
            if cases:
                order = tuple(value for value in (*values, ANY) if value in found)
                yield Lot(mode, feature, order, shown.selection(cases, of), len(cases))


def _decided(session: Session) -> Iterator[Decided]:
    """Yield every decided case, in the order in which they were decided."""
    asked = (
        sa.select(sa.func.count())
        .where(Seat.case_ref == Verdict.case_ref, Seat.state != "alternate")
        .where(JuryCase.mode != "open")
        .correlate(Verdict, JuryCase)
        .scalar_subquery()
    )
    rows = session.execute(
        sa.select(Verdict.case_ref, Verdict.body, JuryCase.mode, JuryCase.again_of, asked)
        .join(JuryCase, JuryCase.ref == Verdict.case_ref)
        .order_by(Verdict.decided_at, Verdict.case_ref)
        .execution_options(yield_per=AT_ONCE)
    )
    for ref, body, mode, again_of, seated in rows:
        yield decided_case(ref, body, mode, seated, again_of)


def decided_case(
    ref: str, body: Mapping[str, Any], mode: str, asked: int = 0, again_of: str | None = None
) -> Decided:
    """Return what figures know of a case whose verdict is `body`. asked: see `Decided`; 0 where
    that is not of interest, or nobody was."""
    numbers, panel = body["numbers"], body.get("panel")
    taken = panel["accepted"] if panel else numbers["seats"]
    return Decided(
        case=ref,
        mode=Mode(mode),
        outcome=Outcome(body["outcome"]),
        seats=numbers["seats"],
        cast=numbers["cast"],
        uphold=numbers["uphold"],
        deny=numbers["deny"],
        cannot_judge=numbers["cannot_judge"],
        asked=asked or taken,
        accepted=taken,
        replaced=panel["replaced"] if panel else 0,
        again_of=again_of,
    )
