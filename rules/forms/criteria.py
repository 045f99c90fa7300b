"""Fields for what of a clause can be computed: one field a number, named by its place.

An editor changes numbers and comparisons, never the kind of a test: a clause that is to test
something else is another clause, or gets one more test.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, get_args

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, DecimalField, IntegerField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange

from rules.computed.criterion import (
    AgeBands,
    Band,
    Criterion,
    DayLimit,
    LookBack,
    Measure,
    NumericLimit,
    Operator,
    TierFrom,
)

NEEDED = InputRequired(_l("Fill this in."))
FEN = 100  # in a yuan
NEVER = "none"

OPERATORS: Mapping[str, Any] = {
    ">": _l("more than"),
    ">=": _l("at least"),
    "<": _l("less than"),
    "<=": _l("at most"),
}
MEASURES: Mapping[Measure, Any] = {
    Measure.MEDICATION: _l("days of medication that one order asks for"),
    Measure.STAY: _l("days of one hospital stay"),
    Measure.WAITING: _l("the day of membership of an illness"),
    Measure.AGE: _l("age in days on joining"),
}
BEFORE: Mapping[str, Any] = {
    "joining": _l("the day of joining"),
    "event": _l("the day of the diagnosis or the accident"),
    NEVER: _l("no day: the words name none"),
}
# What can be added to a clause that has no such test yet.
NEW: Mapping[str, tuple[Any, Criterion]] = {
    "medication": (
        _l("A limit on days of medication"),
        DayLimit(Measure.MEDICATION, ">", 30),
    ),
    "stay": (_l("A limit on days in hospital"), DayLimit(Measure.STAY, ">", 15)),
    "waiting": (_l("A waiting period in days"), DayLimit(Measure.WAITING, "<=", 90)),
    "window": (_l("How many years it looks back"), LookBack(2, "joining")),
    "bands": (_l("An amount by age"), AgeBands((Band(0, 59, 0),))),
}


def criteria_fields(criteria: Sequence[Criterion]) -> dict[str, Any]:
    """Return the fields for these criteria, by their names, filled with what they say."""
    made: dict[str, Any] = {}
    for place, criterion in enumerate(criteria, start=1):
        made |= _fields_of(f"criterion-{place}", criterion)
    return made


def _fields_of(name: str, criterion: Criterion) -> dict[str, Any]:
    match criterion:
        case DayLimit():
            measured = MEASURES[criterion.of]
            return {
                f"{name}-operator": _comparison(
                    _l("It bars with %(measure)s", measure=measured), criterion.operator
                ),
                f"{name}-days": _whole(_l("days"), criterion.days, 100_000),
                f"{name}-edge_open": BooleanField(
                    _l("The words leave open whether exactly that many bar"),
                    default=criterion.edge_open,
                ),
            }
        case LookBack():
            return {
                f"{name}-years": _whole(_l("It looks back so many years"), criterion.years, 150),
                f"{name}-before": SelectField(
                    _l("before"), choices=_choices(BEFORE), default=criterion.before or NEVER
                ),
            }
        case AgeBands():
            return {
                key: field
                for row, band in enumerate(criterion.bands, start=1)
                for key, field in _band_fields(f"{name}-{row}", row, band).items()
            }
        case TierFrom():
            return {
                f"{name}-day": DateField(
                    _l("The light amount is paid from this day on"),
                    [NEEDED],
                    default=criterion.day,
                ),
                f"{name}-yuan": _whole(_l("Amount in yuan"), criterion.fen // FEN, 10**9),
            }
        case NumericLimit():
            said = _l(
                "It is met when %(what)s in %(unit)s is", what=criterion.of, unit=criterion.unit
            )
            return {
                f"{name}-operator": _comparison(said, criterion.operator),
                f"{name}-value": DecimalField(
                    _l("the value"), [NEEDED], places=None, default=criterion.value
                ),
            }


def _band_fields(name: str, row: int, band: Band) -> dict[str, Any]:
    return {
        f"{name}-first": _whole(_l("Band %(row)s: from the age of", row=row), band.first_age, 150),
        f"{name}-last": _whole(
            _l("Band %(row)s: up to and including", row=row), band.last_age, 150
        ),
        f"{name}-yuan": _whole(_l("Band %(row)s: amount in yuan", row=row), band.fen // FEN, 10**9),
    }


def read_criteria(form: Any, criteria: Sequence[Criterion]) -> tuple[Criterion, ...]:
    """Return the criteria as a valid form says them; raises ValueError for what none can be."""
    return tuple(
        _read(form, f"criterion-{place}", criterion)
        for place, criterion in enumerate(criteria, start=1)
    )


def _read(form: Any, name: str, was: Criterion) -> Criterion:
    def said(field: str) -> Any:
        return form[f"{name}-{field}"].data

    match was:
        case DayLimit():
            return replace(
                was, operator=_operator(said), days=said("days"), edge_open=said("edge_open")
            )
        case LookBack():
            before = said("before")
            return LookBack(said("years"), None if before == NEVER else before)
        case AgeBands():
            rows = range(1, len(was.bands) + 1)
            return AgeBands(
                tuple(
                    Band(said(f"{row}-first"), said(f"{row}-last"), said(f"{row}-yuan") * FEN)
                    for row in rows
                )
            )
        case TierFrom():
            day: date = said("day")
            return TierFrom(day, said("yuan") * FEN)
        case NumericLimit():
            value: Decimal = said("value")
            return replace(was, operator=_operator(said), value=value)


def _operator(said: Any) -> Operator:
    found = said("operator")
    if found not in get_args(Operator):
        raise ValueError(_("Choose a comparison."))
    return found  # type: ignore[no-any-return]


def _comparison(label: Any, default: str) -> Any:
    return SelectField(label, choices=_choices(OPERATORS), default=default)


def _whole(label: Any, default: int, most: int) -> Any:
    within = NumberRange(0, most, _l("Write a number between %(min)s and %(max)s."))
    return IntegerField(label, [NEEDED, within], default=default)


def _choices(labels: Mapping[str, Any]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in labels.items()]
