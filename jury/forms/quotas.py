"""The form of a draw within quotas: at least and at most so many seats for each value."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from flask_babel import gettext as _
from wtforms import HiddenField, StringField

from jury.forms import DrawForm
from jury.reading.quotas import QuotasPage
from jury.strata.bands import outside
from jury.strata.types import Quota, Type
from jury.wording.strata import kind, narrow
from kernel.web import number


class QuotasForm(DrawForm):
    """A pair of fields for each quota that may be set; an empty pair sets none.

    usual: the quotas whose bounds stand in the fields at first. people: on the roll, by type.
    seats: of the panel. epoch: of the roll whose shares stood on the page.
    """

    epoch = HiddenField()
    usual: Sequence[Quota] = ()
    people: Mapping[Type, int] = MappingProxyType({})
    seats = 0

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        for quota in self.usual:
            ends = self[_name("least", quota)], self[_name("most", quota)]
            for end in ends:
                if end.data and number(end.data, self.seats) is None:
                    end.errors = [_("A whole number from 0 to %(seats)s.", seats=self.seats)]
            least, most = (number(end.data or "", self.seats) for end in ends)
            if least is not None and most is not None and least > most:
                ends[0].errors = [_("At least is more than at most.")]
            good = good and not any(end.errors for end in ends)
        if good and not self.quotas:
            first = self[_name("least", self.usual[0])]
            first.errors = [_("Set a quota, or draw the panel without any.")]
            return False
        changes = outside(self.quotas, self.people, self.seats) if good else []
        for change in changes:
            self[_name(change.bound, change.quota)].errors = [narrow(change)]
        return good and not changes

    @property
    def quotas(self) -> list[Quota]:
        """What a valid form asks for."""
        found = []
        for usual in self.usual:
            least, most = self[_name("least", usual)].data, self[_name("most", usual)].data
            if least or most:
                bounds = int(least or 0), int(most or self.seats)
                found.append(Quota(usual.feature, usual.value, *bounds))
        return found


def quotas_form(page: QuotasPage, *, fresh: bool) -> QuotasForm:
    """Return the form of a page, filled as it was sent; with the usual quotas if it is `fresh`."""
    fields: dict[str, Any] = {
        "usual": tuple(one.usual for one in page.values),
        "people": page.people,
        "seats": page.seats,
        "epoch": HiddenField(default=str(page.epoch)),
    }
    for quota in fields["usual"]:
        name = kind(quota)
        least, most = _("%(name)s: at least", name=name), _("%(name)s: at most", name=name)
        fields[_name("least", quota)] = StringField(least, default=str(quota.least))
        fields[_name("most", quota)] = StringField(most, default=str(quota.most))
    form: QuotasForm = type("QuotasForm", (QuotasForm,), fields)(
        **({"formdata": None} if fresh else {})
    )
    return form


def _name(bound: str, quota: Quota) -> str:
    """Return the field of a bound: named by its kind, since another roll may have other kinds."""
    return f"{bound}-{quota.feature}-{quota.value}"
