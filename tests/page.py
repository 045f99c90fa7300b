"""A client that uses the site as a person does: it follows links and fills in the forms it finds.

    client.get("/join").fill(name="Clara", email="clara@village.example").send()
    client.page.click("Cast your ballot").choose(...)

Every page it is shown is parsed strictly and checked (tests/markup.py), whatever its status.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from tests.forms import PageForm, forms_in
from tests.markup import elements, flaws, parse, parse_fragment, text_of

HTMX = {"HX-Request": "true"}
OK = 200
SEE_OTHER = 303


class Page:
    """What came back: `status`, `text` (the words), `html`, `h1`, `tree`, `headers`, `path`."""

    def __init__(self, client: "Client", response: TestResponse) -> None:
        self.client = client
        self.response = response
        self.status = response.status_code
        self.headers = response.headers
        self.path = response.request.full_path.rstrip("?")
        self.data = response.data
        self.html = response.text if response.mimetype.startswith("text/") else ""
        self.whole = "<html" in self.html[:300].lower()
        self.tree: Element | None = None
        if response.mimetype == "text/html" and self.html.strip():
            self.tree = parse(self.html) if self.whole else parse_fragment(self.html)
            found = [*flaws(self.tree, self.whole), *self._dead_links()]
            assert not found, f"{self.path} ({self.status}): " + "; ".join(found)

    @property
    def json(self) -> Any:
        return self.response.get_json()

    @property
    def body(self) -> Element:
        assert self.tree is not None, f"{self.path} is no HTML: {self.headers}"
        return self.tree

    @property
    def text(self) -> str:
        """The words of the page's main part; of all of it where there is no such part."""
        main = next(elements(self.body, "main"), None)
        return text_of(self.body if main is None else main)

    @property
    def h1(self) -> str:
        return text_of(next(elements(self.body, "h1")))

    @property
    def links(self) -> dict[str, str]:
        """Words of each link and where it leads; the first one with these words counts."""
        found: dict[str, str] = {}
        for link in elements(self.body, "a"):
            found.setdefault(text_of(link) or link.get("aria-label", ""), link.get("href", ""))
        return found

    @property
    def forms(self) -> list[PageForm]:
        return forms_in(self)

    def element(self, id: str) -> Element:
        """Return the element with this id."""
        return next(e for e in elements(self.body) if e.get("id") == id)

    def form(self, button: str | None = None, action: str | None = None) -> PageForm:
        """Return the form with a button of these words, or whose action ends like this.

        Without either, the only form of the page's main part (the layout's own do not count).
        """
        fitting = [
            form
            for form in self.forms
            if (button is None or any(button in words for words in form.buttons))
            and (action is None or urlsplit(form.action).path.endswith(action))
            and (button or action or form.in_main)
        ]
        shown = [(form.action, form.buttons) for form in self.forms]
        assert len(fitting) == 1, f"{len(fitting)} forms fit on {self.path}; there are {shown}"
        return fitting[0]

    def fill(self, values: dict[str, Any] | None = None, **more: Any) -> PageForm:
        """Fill in the only form of the page."""
        return self.form().fill(values, **more)

    def press(self, button: str, status: int = OK) -> "Page":
        """Press a button and see what follows."""
        return self.form(button).send(button, status=status)

    def click(self, words: str, status: int = OK) -> "Page":
        """Follow the link with these words (or, where no link has them, that holds them)."""
        links = self.links
        fitting = [words] if words in links else [name for name in links if words in name]
        assert fitting, f"no link {words!r} on {self.path}; there are {sorted(links)}"
        return self.client.get(urljoin(self.path, links[fitting[0]]), status)

    def here(self) -> Iterator[str]:
        """Yield the paths of this site that the page links to."""
        for where in self.links.values():
            parts = urlsplit(urljoin("http://localhost" + self.path, where))
            if parts.scheme in {"http", "https"} and parts.netloc == "localhost":
                yield parts.path + (f"?{parts.query}" if parts.query else "")

    def _dead_links(self) -> Iterator[str]:
        doors = self.client.app.url_map.bind("localhost")
        for where in self.here():
            if where.partition("?")[0] == self.path.partition("?")[0]:
                continue  # a place on this very page, whatever this page is
            try:
                doors.match(where.partition("?")[0], method="GET")
            except (RequestRedirect, MethodNotAllowed) as error:
                yield f"the link to {where} is {type(error).__name__}"
            except HTTPException:
                yield f"the link to {where} leads to no page"


class Raw(FlaskClient):
    """Flask's own client; like a server, it closes what it was handed once it has read it."""

    def open(self, *args: Any, **how: Any) -> TestResponse:
        return super().open(*args, **{"buffered": True, **how})


class Client:
    """One person with a browser: keeps cookies; `page` is what they see now."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.raw = Raw(app, app.response_class)
        self.page: Page | None = None

    def get(self, path: str, status: int = OK, htmx: str | None = None, **how: Any) -> Page:
        """Open an address, follow where it sends us, and check the status of what is shown.

        htmx: the id of the element that htmx would put the answer into.
        """
        if htmx:
            how["headers"] = {**how.get("headers", {}), **HTMX, "HX-Target": htmx}
        return self._show(self.raw.get(path, **how), status)

    def post(
        self,
        path: str,
        data: dict[str, Any] | None = None,
        status: int = OK,
        htmx: str | None = None,
        **how: Any,
    ) -> Page:
        """Send a form that need not be on any page, with a good form token, and follow.

        The status is of what is shown at the end; 303 means: do not follow, it must be a 303.
        """
        if htmx:
            how["headers"] = {**how.get("headers", {}), **HTMX, "HX-Target": htmx}
        sent = {"csrf_token": self.token(), **(data or {})}
        return self._show(self.raw.post(path, data=sent, **how), status)

    def token(self) -> str:
        """Return a good form token: of the page in view, else of the sign-in page."""
        for page in (self.page, None):
            html = page.response if page else self.raw.get("/sign-in")
            tree = parse(html.text) if "<html" in html.text[:300].lower() else None
            for field in elements(tree, "input") if tree is not None else ():
                if field.get("name") == "csrf_token":
                    return field.get("value", "")
        raise AssertionError("no form token on the page in view, nor on /sign-in")

    def sign_in(self, email: str, password: str, status: int = OK) -> Page:
        """Sign in through the page for it."""
        form = self.get("/sign-in").form(action="/sign-in")
        return form.fill(email=email, password=password).send(status=status)

    def crawl(self, start: str = "/", most: int = 400, within: str = "/") -> dict[str, int]:
        """Open every page that links lead to; return the statuses. Each page is checked."""
        seen: dict[str, int] = {}
        ahead = [start]
        while ahead and len(seen) < most:
            path = ahead.pop(0)
            if path in seen or not path.startswith(within):
                continue
            page = self._show(self.raw.get(path), None)
            seen[path] = page.status
            if page.tree is not None:
                ahead += page.here()
        return seen

    def _show(self, response: TestResponse, status: int | None) -> Page:
        while status not in {SEE_OTHER, 302} and response.status_code in {302, 303, 308}:
            response = self.raw.get(urljoin(response.request.path, response.headers["Location"]))
        page = Page(self, response)
        self.page = page
        told = page.text if page.tree is not None else page.data[:300]
        assert status in {None, page.status}, f"{page.path}: {page.status}, not {status}: {told}"
        return page
