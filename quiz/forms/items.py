"""The form of an item that is being written, and the small ones beside it.

It works without a script: what adds a question or another option is a button that keeps all that
was typed. Rows that are left empty are not there.
"""

from collections.abc import Container, Mapping
from dataclasses import replace
from itertools import count
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from kernel.forms import Form
from kernel.remark import LONGEST
from quiz.draft import A_CASE, LONGEST_OPTION, LONGEST_STEM, LONGEST_STORY, Draft, DraftPart
from quiz.item import MOST_OPTIONS, MOST_PARTS, TRUE_FALSE, Anchor, Kind
from quiz.topic import Topic
from quiz.wording import kind as kind_words
from quiz.wording import topic as topic_words

ANCHORS = 3
TOO_LONG = _l("Use at most %(max)s letters.")
USUAL_ROWS = 4
KINDS = (Kind.SINGLE, Kind.MULTIPLE, Kind.TRUE_FALSE, Kind.ORDERING)


def new_form(clauses: Mapping[str, str]) -> Form:
    """Return the form that begins a draft. clauses: ids of those in force to what they are called.

    Its address may name a clause: `?clause=quorum`.
    """
    topics = {"": _l("as most questions on the clause")} | {str(t): topic_words(t) for t in Topic}
    kinds = {str(one): kind_words(one) for one in KINDS} | {
        A_CASE: _l("A case: several on a story")
    }
    named = request.args.get("clause", "")
    made = {
        "clause": _select(
            _l("Clause"),
            {"": "–"} | dict(clauses),
            named,
            _l("Choose the clause."),
        ),
        "kind": _select(_l("Kind"), kinds, str(Kind.SINGLE)),
        "topic": _select(_l("Topic"), topics, ""),
    }
    form: Form = type("NewForm", (Form,), made)()
    return form


def as_sent(kept: Draft, sent: Mapping[str, str]) -> Draft:
    """Return the draft that a sent form was made for, as far as its fields tell: how many questions
    and options, and which clauses. Somebody may have given `kept` another shape since."""
    asked = sum(f"p{number}-stem" in sent for number in range(MOST_PARTS + 1)) or len(kept.parts)
    parts = [*kept.parts, *[DraftPart()] * asked][:asked]
    return replace(
        kept,
        parts=tuple(_part_as_sent(part, f"p{at}-", sent) for at, part in enumerate(parts)),
        is_case="stimulus" in sent,
    )


def _part_as_sent(part: DraftPart, at: str, sent: Mapping[str, str]) -> DraftPart:
    """Return a question as it was when its form was made; `part` where the form has none of it."""
    if f"{at}option-0" not in sent:
        return part
    anchors = [
        _anchor(sent[f"{at}clause-{place}"], sent.get(f"{at}quote-{place}", ""))
        for place in range(_count(sent, f"{at}clause-"))
    ]
    rows = range(_count(sent, f"{at}option-"))
    kind, ticked = part.kind, any(f"{at}right-{row}" in sent for row in rows)
    if f"{at}option-{len(TRUE_FALSE)}" not in sent:
        kind = Kind.TRUE_FALSE
    elif kind is Kind.TRUE_FALSE or (kind is Kind.ORDERING and ticked):
        kind = Kind.SINGLE
    return replace(part, kind=kind, anchors=tuple(one for one in anchors if one is not None))


def draft_form(draft: Draft, clauses: Mapping[str, str]) -> Form:
    """Return the form of a draft, filled with what it says.

    clauses: refs of clause versions (`medication/2`) to what they are called.
    """
    made: dict[str, Any] = {
        "edition": HiddenField(),
        "item": StringField(
            _l("Id of the item"),
            description=_l("Small letters, digits and hyphens; it stays for good."),
            default=draft.item,
            validators=[Length(max=40, message=TOO_LONG)],
        ),
        "dated": BooleanField(
            _l("It names its day or wording: a later version of the clause changes nothing"),
            default=draft.dated,
        ),
    }
    if draft.is_case:
        made["stimulus"] = TextAreaField(
            _l("The story of the case"),
            default=draft.stimulus,
            validators=[Length(max=LONGEST_STORY, message=TOO_LONG)],
        )
    for number, part in enumerate(draft.parts):
        made |= _part_fields(number, part, clauses)
    form: Form = type("DraftForm", (Form,), made)()
    return form


def _part_fields(number: int, part: DraftPart, clauses: Mapping[str, str]) -> dict[str, Any]:
    at = f"p{number}-"
    made: dict[str, Any] = {
        f"{at}topic": _select(
            _l("Topic"), {"": "–"} | {str(one): topic_words(one) for one in Topic}, part.topic
        ),
        f"{at}kind": _select(_l("Kind"), {str(k): kind_words(k) for k in KINDS}, str(part.kind)),
        f"{at}stem": _text(_l("Question"), part.stem, LONGEST_STEM),
        f"{at}rationale": _text(_l("Why the right answer is right"), part.rationale, LONGEST_STEM),
        f"{at}in_order": BooleanField(
            _l("The options have an order of their own, such as amounts: never shuffle them"),
            default=part.in_order,
        ),
    }
    options = TRUE_FALSE if part.kind is Kind.TRUE_FALSE else part.options
    for row in range(_rows(at, part)):
        label = _l("Option %(n)s", n=row + 1)
        said = options[row] if row < len(options) else ""
        made[f"{at}option-{row}"] = StringField(
            label, default=said, validators=[Length(max=LONGEST_OPTION, message=TOO_LONG)]
        )
        made[f"{at}right-{row}"] = BooleanField(
            _l("Option %(n)s is right", n=row + 1), default=row in part.key
        )
    places = _count(request.form, f"{at}clause-") or max(ANCHORS, len(part.anchors))
    for place in range(places):
        one = part.anchors[place] if place < len(part.anchors) else None
        ref = f"{one.clause}/{one.version}" if one else ""
        made[f"{at}clause-{place}"] = _select(_l("Clause"), {"": "–"} | dict(clauses), ref)
        made[f"{at}quote-{place}"] = _text(_l("Its words"), one.quote if one else "", 2_000)
    return made


def _rows(at: str, part: DraftPart) -> int:
    """Return how many rows of options there are: as were sent; or as the draft has, also where it
    has too many, with one that is empty, and no less than the usual four."""
    if sent := _count(request.form, f"{at}option-"):
        return sent
    if part.kind is Kind.TRUE_FALSE:
        return len(TRUE_FALSE)
    options = len(part.options)
    return max(options, min(max(USUAL_ROWS, options + 1), MOST_OPTIONS))


def _count(names: Container[str], begin: str) -> int:
    """Return how many of `begin`0, `begin`1 and so on are among the names, up to the first gap."""
    return next(number for number in count() if f"{begin}{number}" not in names)


def _select(label: str, choices: Mapping[str, str], chosen: str, needed: str = "") -> SelectField:
    return SelectField(
        label,
        choices=[SelectChoice(value=value, label=text) for value, text in choices.items()],
        default=chosen,
        validators=[InputRequired(needed)] if needed else [],
    )


def _text(label: str, said: str, most: int) -> TextAreaField:
    return TextAreaField(label, default=said, validators=[Length(max=most, message=TOO_LONG)])


def typed(form: Form, before: Draft) -> Draft:
    """Return the draft that a form holds; before: the one that it was made for."""
    parts = tuple(_typed_part(form, number) for number in range(len(before.parts)))
    story = form["stimulus"].data or "" if before.is_case else before.stimulus
    item = (form["item"].data or "").strip()
    return Draft(item, parts, story.strip(), before.is_case, bool(form["dated"].data))


def _typed_part(form: Form, number: int) -> DraftPart:
    at = f"p{number}-"
    kind = Kind(form[f"{at}kind"].data)
    rows = [
        (form[f"{at}option-{row}"].data or "", bool(form[f"{at}right-{row}"].data))
        for row in range(_count(form, f"{at}option-"))
    ]
    if kind is Kind.TRUE_FALSE:
        rows = [(text, right) for text, (_, right) in zip(TRUE_FALSE, rows, strict=False)]
    kept = [(text.strip(), right) for text, right in rows if text.strip()]
    key = tuple(place for place, (_, right) in enumerate(kept) if right)
    if kind is Kind.ORDERING:
        key = tuple(range(len(kept)))
    places = range(_count(form, f"{at}clause-"))
    anchors = [_typed_anchor(form, at, place) for place in places]
    return DraftPart(
        topic=form[f"{at}topic"].data or "",
        kind=kind,
        stem=(form[f"{at}stem"].data or "").strip(),
        options=tuple(text for text, _ in kept),
        key=key,
        rationale=(form[f"{at}rationale"].data or "").strip(),
        anchors=tuple(one for one in anchors if one is not None),
        in_order=bool(form[f"{at}in_order"].data) and kind is not Kind.ORDERING,
    )


def _typed_anchor(form: Form, at: str, place: int) -> Anchor | None:
    return _anchor(form[f"{at}clause-{place}"].data or "", form[f"{at}quote-{place}"].data or "")


def _anchor(ref: str, quote: str) -> Anchor | None:
    clause, slash, version = ref.rpartition("/")
    if not slash or not (version.isascii() and version.isdecimal() and len(version) < 9):
        return None
    return Anchor(clause, int(version), quote.strip())


class WhyForm(Form):
    """A reason for what is done with an item or a draft."""

    why = TextAreaField(
        _l("Why"),
        validators=[
            InputRequired(_l("Say why, so that others can follow.")),
            Length(max=LONGEST, message=TOO_LONG),
        ],
    )


class EnemyForm(Form):
    """The id of an item that never meets this one in a paper."""

    other = StringField(
        _l("Id of the other item"),
        validators=[
            InputRequired(_l("Name the item that gives this one away.")),
            Length(max=40, message=TOO_LONG),
        ],
    )


class FindForm(Form):
    """What to look for in the bank; sent by GET, so that the address can be kept."""

    class Meta:
        """A search changes nothing and needs no token."""

        csrf = False

    words = StringField(_l("Words"), validators=[Length(max=80)])
    topic = SelectField(_l("Topic"))
    state = SelectField(_l("State"))
