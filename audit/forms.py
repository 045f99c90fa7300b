"""Forms of the audit pages."""

import re

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from audit.exports.making import ALL, FORMS, Asked
from audit.search import BACKWARDS, STATES, WantedCases, WantedEntries
from kernel.forms import Form, strip

LONGEST = 2_000  # letters of a receipt
LONGEST_NOTE = 65_536  # and of a checkpoint, which witnesses may have signed too

LONGEST_SEARCH = 80
REF = re.compile(r"[A-Z]-[0-9]{4}-[0-9]{4,9}(-([2-9]|[1-9][0-9]))?")  # -2: the dispute, once more
NAMES = {"csv": "CSV", "jsonl": "JSON Lines", "xlsx": "XLSX"}


def _all_or(offered: dict[str, str]) -> list[SelectChoice]:
    return [SelectChoice(name, label) for name, label in {"": _l("all"), **offered}.items()]


class SignedForm(Form):
    """A text that we signed: pasted, or as the file in which it was saved."""

    longest = LONGEST
    text = ""

    def take(self, field: TextAreaField, file: FileField, nothing: str) -> bool:
        """Read the text from its field or its file; False, and `nothing` is said, without any."""
        self.text = field.data or self._from_file(file)
        if not self.text:
            field.errors = [nothing]
        return bool(self.text)

    def _from_file(self, file: FileField) -> str:
        """Return what stands in the file. One that is no text, or too long, is nothing of ours:
        it is cut, and refused as such."""
        if not file.data:
            return ""
        raw: bytes = file.data.stream.read(self.longest)
        return str(strip(raw.decode("utf-8", errors="replace")))


class ReceiptForm(SignedForm):
    """A receipt, as it was given after casting.

    save: give back what proves that it was not kept, as a file.
    """

    receipt = TextAreaField(
        _l("Your receipt"),
        validators=[Length(max=LONGEST)],
        description=_l("It begins with the name of the log and ends with a signature."),
    )
    file = FileField(_l("Or the file in which you saved it"))
    save = BooleanField()

    def validate(self, extra_validators: object = None) -> bool:
        good = super().validate(extra_validators)
        nothing = _l("Paste the receipt, or choose its file.")
        return self.take(self.receipt, self.file, nothing) if good else False


class KeptForm(SignedForm):
    """A checkpoint that somebody kept, with whatever witnesses signed below."""

    checkpoint = TextAreaField(
        _l("The checkpoint"),
        validators=[Length(max=LONGEST_NOTE)],
        description=_l("The name of the log, its size, its root, an empty line, a signature."),
    )
    file = FileField(_l("Or the file in which you saved it"))
    longest = LONGEST_NOTE

    def validate(self, extra_validators: object = None) -> bool:
        good = super().validate(extra_validators)
        nothing = _l("Paste the checkpoint, or choose its file.")
        return self.take(self.checkpoint, self.file, nothing) if good else False


class CasesForm(Form):
    """Which cases to list; sent by GET."""

    class Meta(Form.Meta):
        csrf = False  # it changes nothing

    words = StringField(
        _l("With the words"),
        [Length(max=LONGEST_SEARCH, message=_l("Look for fewer words."))],
        description=_l("In the reference or the question."),
    )
    state = SelectField(_l("State"), default="")
    clause = SelectField(_l("Clause in dispute"), default="")

    def offer(self, states: dict[str, str], clauses: list[str]) -> None:
        """Set what can be chosen."""
        self.state.choices = _all_or({name: states[name] for name in ("decided", *STATES)})
        self.clause.choices = _all_or({one: one for one in clauses})

    @property
    def wanted(self) -> WantedCases:
        """What a valid form asks for."""
        return WantedCases(self.words.data or "", self.state.data or "", self.clause.data or "")


class PartOfRegistry(Form):
    """Which entries of the registry are asked for."""

    subject = StringField(
        _l("Subject"),
        [Length(max=LONGEST_SEARCH, message=_l("No subject is that long."))],
        description=_l(
            "What the entry names: a case, a clause, an account; of a digest 16 digits do."
        ),
    )
    kind = SelectField(_l("Kind"), default="")
    since = DateField(_l("From"), [Optional()])
    until = DateField(_l("To"), [Optional()])

    def offer(self, kinds: list[str]) -> None:
        """Set what can be chosen."""
        self.kind.choices = _all_or({one: one for one in kinds})

    def validate_until(self, field: DateField) -> None:
        if field.data and self.wanted.backwards:
            raise ValidationError(_(BACKWARDS))

    @property
    def wanted(self) -> WantedEntries:
        """What a valid form asks for."""
        return WantedEntries(
            self.kind.data or "", self.subject.data or "", self.since.data, self.until.data
        )


class RegistryForm(PartOfRegistry):
    """Which entries of the registry to list; sent by GET."""

    class Meta(Form.Meta):
        csrf = False  # it changes nothing


class TokenForm(Form):
    """A new token."""

    name = StringField(
        _l("What it is for"),
        [
            InputRequired(_l("Name the program or the machine that will use it.")),
            Length(max=60, message=_l("Use fewer words.")),
        ],
        description=_l("For you alone, to know later which one to end."),
    )


class ExportForm(PartOfRegistry):
    """What is to be made into a file."""

    what = RadioField(
        _l("What"),
        choices=[
            SelectChoice("votes", _l("Votes: a line for each ballot of the decided cases")),
            SelectChoice("registry", _l("The registry: a line for each entry")),
            SelectChoice("verdicts", _l("Verdicts: a line for each decided case")),
            SelectChoice(
                "figures", _l("Figures: verdicts by month and by clause, small counts hidden")
            ),
        ],
        validators=[InputRequired(_l("Choose what to export."))],
    )
    case = StringField(
        _l("Only of the case"),
        [Length(max=40, message=_l("A case reads like C-2026-0001."))],
        description=_l("For votes alone; leave it empty for all decided cases."),
    )
    form = RadioField(
        _l("Form"),
        choices=[SelectChoice(name, label) for name, label in NAMES.items()],
        validators=[InputRequired(_l("Choose a form."))],
    )
    bom = BooleanField(
        _l("CSV for Excel"),
        description=_l(
            "It begins with a mark (a byte-order mark), without which Excel misreads other scripts."
        ),
    )

    def validate_case(self, field: StringField) -> None:
        if field.data and not REF.fullmatch(field.data.upper()):
            raise ValidationError(_l("Write the reference of a case, such as C-2026-0001."))
        if field.data and self.what.data in FORMS and self.what.data != "votes":
            raise ValidationError(_l("Only votes can be exported of one case."))

    def validate_what(self, field: RadioField) -> None:
        if self.wanted.told and field.data in FORMS and field.data != "registry":
            raise ValidationError(
                _l("Only the registry is exported in part. Empty the fields below, or choose it.")
            )

    @property
    def asked(self) -> Asked:
        """What a valid form asks for."""
        bom = bool(self.bom.data) and self.form.data == "csv"
        case = (self.case.data or "").upper() or ALL
        return Asked(self.what.data, self.form.data, case, bom, self.wanted)
