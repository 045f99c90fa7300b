"""A form as a person finds it in a page: only fields that are there can be filled, only choices
that are offered can be chosen."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urljoin
from xml.etree.ElementTree import Element

from tests.markup import elements, text_of

if TYPE_CHECKING:
    from tests.page import Page

OWN = {"button", "image", "reset", "submit"}
PICKED = {"radio", "checkbox"}


class PageForm:
    """One form: `action`, `method`, `buttons` (their words), `values` (what would be sent)."""

    def __init__(self, page: "Page", element: Element, in_main: bool) -> None:
        self.page = page
        self.element = element
        self.in_main = in_main
        self.action = urljoin(page.path, element.get("action") or page.path)
        self.method = element.get("method", "get").lower()
        self.controls = self._controls()
        self.submits = [
            e
            for e in self.controls
            if (e.tag == "button" and e.get("type", "submit") == "submit")
            or (e.tag == "input" and e.get("type") == "submit")
        ]
        self.values: dict[str, list[Any]] = {}
        self._take_what_stands()

    def _controls(self) -> list[Element]:
        named = ("input", "select", "textarea", "button")
        inside = list(elements(self.element, *named))
        outside = [
            e
            for e in elements(self.page.body, *named)
            if self.element.get("id") and e.get("form") == self.element.get("id")
        ]
        return [e for e in inside + outside if e.get("disabled") is None]

    @property
    def buttons(self) -> list[str]:
        return [text_of(e) or e.get("value", "") for e in self.submits]

    def _take_what_stands(self) -> None:
        for e in self.controls:
            name, kind = e.get("name"), e.get("type", "text")
            if not name or e.tag == "button" or kind in OWN:
                continue
            values = self.values.setdefault(name, [])
            if e.tag == "select":
                values += _chosen(e)
            elif e.tag == "textarea":
                values.append((e.text or "").removeprefix("\n"))
            elif kind not in PICKED:
                values.append(e.get("value", ""))
            elif e.get("checked") is not None:
                values.append(e.get("value", "on"))

    def choices(self, name: str) -> list[str]:
        """Return what can be chosen for a group of radios, check boxes or a select."""
        fields = [e for e in self.controls if e.get("name") == name]
        offered = [e.get("value", "on") for e in fields if e.get("type") in PICKED]
        for e in fields:
            if e.tag == "select":
                offered += [o.get("value", text_of(o)) for o in elements(e, "option")]
        return offered

    def fill(self, values: dict[str, Any] | None = None, **more: Any) -> "PageForm":
        """Fill in fields by name; a list checks several boxes, None leaves none of them."""
        for name, value in {**(values or {}), **more}.items():
            assert name in self.values, f"no field {name!r}; there are {sorted(self.values)}"
            wanted = [] if value is None else value if isinstance(value, list) else [value]
            offered = self.choices(name)
            if offered:
                wanted = [str(one) for one in wanted]
                strange = [one for one in wanted if one not in offered]
                assert not strange, f"{name} offers {offered}, not {strange}"
            self.values[name] = wanted
        return self

    def send(self, button: str | None = None, status: int = 200, htmx: str | None = None) -> "Page":
        """Press the button with these words (the first one without); see what follows."""
        fitting = [e for e in self.submits if button is None or button in (text_of(e) or "")]
        assert fitting, f"no button {button!r}; there are {self.buttons}"
        pressed = fitting[0]
        data = {name: values for name, values in self.values.items() if values}
        if pressed.get("name"):
            data[pressed.get("name", "")] = [pressed.get("value", "")]
        where = urljoin(self.page.path, pressed.get("formaction") or self.action)
        if self.method == "get":
            where = f"{where.partition('?')[0]}?{urlencode(data, doseq=True)}"
            return self.page.client.get(where, status, htmx=htmx)
        return self.page.client.post(where, data, status, htmx=htmx)


def _chosen(select: Element) -> list[str]:
    options = list(elements(select, "option"))
    chosen = [o for o in options if o.get("selected") is not None]
    if not chosen and select.get("multiple") is None:
        chosen = options[:1]
    return [o.get("value", text_of(o)) for o in chosen]


def forms_in(page: "Page") -> list[PageForm]:
    """Return the forms of a page in their order."""
    in_main = {id(f) for main in elements(page.body, "main") for f in elements(main, "form")}
    return [
        PageForm(page, form, id(form) in in_main or not page.whole)
        for form in elements(page.body, "form")
    ]
