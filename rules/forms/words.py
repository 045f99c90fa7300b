"""The form of the word bench: the proposal, a reason for each change, what may stand and why."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, ValidationError

from kernel.forms import Form
from rules.amendment import LONGEST_TEXT, LONGEST_TITLE, Amendment, Kind, Other
from rules.clause import GovernsBy
from rules.forms.criteria import NEW, criteria_fields, read_criteria
from rules.revision import LONGEST_REASON
from rules.wording import DECIDED_BY

REASON, WAIVE = "reason-", "waive-"
TOO_LONG = _l("Use at most %(max)s letters.")
UNSEEN = {chr(code) for code in (*range(0x09), *range(0x0B, 0x20), 0x7F)} | set(
    "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)


class Plain:
    """Take out letters that nobody sees, and say so: in a rule they would change what it says."""

    field_flags: Mapping[str, Any] = {}

    def __call__(self, _form: Any, field: Any) -> None:
        typed = field.data or ""
        found = sorted({f"U+{ord(one):04X}" for one in typed if one in UNSEEN})
        if found:
            field.data = "".join(one for one in typed if one not in UNSEEN)
            message = _(
                "Letters that nobody sees (%(which)s) were taken out. Look at it once more, then "
                "save again.",
                which=", ".join(found[:5]),
            )
            raise ValidationError(message)


def words_form(
    amendment: Amendment,
    sections: Mapping[str, str],
    clauses: Mapping[str, str],
    reasons: Mapping[str, Any],
    waivers: Mapping[str, Any],
) -> Form:
    """Return the form of an amendment, filled with what it says.

    sections, clauses: ids to what they are called. reasons, waivers: keys of changes and findings
    to their labels.
    """
    made: dict[str, Any] = {"edition": HiddenField(), "step": HiddenField()}
    kind = amendment.kind
    if kind is Kind.INSERT:
        made["clause_id"] = _name(_l("Name of the clause"), amendment.clause_id)
    if kind in {Kind.INSERT, Kind.MOVE}:
        made["section"] = _select(_l("Section"), sections, amendment.section)
    if kind in {Kind.INSERT, Kind.MOVE, Kind.RENUMBER}:
        made["number"] = _line(_l("Number"), amendment.number, 20)
    if kind is Kind.INSERT:
        decides = {str(one): words for one, words in DECIDED_BY.items()}
        label = _l("Which version governs a claim")
        made["governs_by"] = _select(label, decides, str(amendment.governs_by))
    if kind in {Kind.REPLACE, Kind.INSERT, Kind.SPLIT, Kind.MERGE}:
        made["title"] = _line(_l("Title"), amendment.title, LONGEST_TITLE)
        made["text"] = _text(_l("Text"), amendment.text)
        made |= criteria_fields(amendment.criteria)
        added = {"": _l("nothing more")} | {name: words for name, (words, _one) in NEW.items()}
        made["add_criterion"] = _select(_l("Compute also"), added, "")
    if kind is Kind.SPLIT:
        made |= _split_fields(amendment.other or Other(""))
    if kind is Kind.MERGE:
        taken = amendment.other.clause_id if amendment.other else ""
        made["other_id"] = _select(_l("The clause that is taken in"), {"": "–", **clauses}, taken)
    for key, label in reasons.items():
        made[f"{REASON}{key}"] = TextAreaField(
            label, [Length(max=LONGEST_REASON, message=TOO_LONG)]
        )
    for key, label in waivers.items():
        made[f"{WAIVE}{key}"] = StringField(label, [Length(max=LONGEST_REASON, message=TOO_LONG)])
    form: Form = type("WordsForm", (Form,), made)()
    return form


def proposal(form: Form, amendment: Amendment) -> Amendment:
    """Return the amendment as the form says it; raises ValueError for criteria that cannot be."""

    def said(name: str, otherwise: str = "") -> str:
        return str(form[name].data or "") if name in form else otherwise

    criteria = amendment.criteria
    if "text" in form:
        criteria = read_criteria(form, amendment.criteria)
        if added := said("add_criterion"):
            criteria = (*criteria, NEW[added][1])
    other = amendment.other
    if amendment.kind is Kind.SPLIT:
        parts = [said(f"other_{name}") for name in ("id", "number", "title", "text")]
        other = Other(*parts)
    elif amendment.kind is Kind.MERGE:
        other = Other(said("other_id")) if said("other_id") else None
    return Amendment(
        id=amendment.id,
        kind=amendment.kind,
        clause_id=said("clause_id", amendment.clause_id),
        base=amendment.base,
        title=said("title", amendment.title),
        text=said("text", amendment.text),
        section=said("section", amendment.section),
        number=said("number", amendment.number),
        governs_by=GovernsBy(said("governs_by", str(amendment.governs_by))),
        criteria=criteria,
        other=other,
    )


def keyed(form: Form, prefix: str) -> dict[str, str]:
    """Return what was said under the fields of a prefix, by key; empty ones are left out."""
    return {
        field.name.removeprefix(prefix): field.data
        for field in form
        if field.name.startswith(prefix) and field.data
    }


def _split_fields(other: Other) -> dict[str, Any]:
    return {
        "other_id": _name(_l("Name of the new clause"), other.clause_id),
        "other_number": _line(_l("Number of the new clause"), other.number, 20),
        "other_title": _line(_l("Title of the new clause"), other.title, LONGEST_TITLE),
        "other_text": _text(_l("Text of the new clause"), other.text),
    }


def _name(label: Any, default: str) -> Any:
    hint = _l("A short word for life, such as hospital-stay. It never changes.")
    return StringField(
        label, [Length(max=40, message=TOO_LONG), Plain()], default=default, description=hint
    )


def _line(label: Any, default: str, most: int) -> Any:
    return StringField(label, [Length(max=most, message=TOO_LONG), Plain()], default=default)


def _text(label: Any, default: str) -> Any:
    limit = Length(max=LONGEST_TEXT, message=_l("Use at most 20,000 letters, or split the clause."))
    return TextAreaField(label, [limit, Plain()], default=default)


def _select(label: Any, labels: Mapping[str, Any], default: str) -> Any:
    choices: Sequence[SelectChoice] = [SelectChoice(value, said) for value, said in labels.items()]
    return SelectField(label, choices=choices, default=default, validate_choice=True)
