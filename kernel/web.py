"""Answering: a page or the fragment of it that htmx asked for, a notice, a refusal, the headers."""

import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from flask import Flask, Response, current_app, flash, g, render_template, request, url_for
from flask_babel import gettext
from flask_htmx import HTMX
from flask_wtf.csrf import CSRFError
from jinja2_fragments.flask import render_block
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.urls import iri_to_uri
from werkzeug.wrappers import Response as AnyResponse

from kernel.access import View, current_actor
from kernel.errors import N_, Busy, Malformed, Missing, Refusal, Sentence, Sentences
from kernel.forms import storable
from kernel.typed import typed
from kernel.work import Work, ground, unit_of_work

htmx = HTMX()

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; "
    "form-action 'self'; img-src 'self' data:"
)
FOR_PROGRAMS = "/api/"  # where an address begins that is answered in JSON, refusals too
LARGEST_FORM = 1_000_000  # bytes

WORDS = {
    400: N_("This request cannot be read. Go back, reload the page, and try again."),
    404: N_("There is nothing at this address, or it is not yours to see."),
    405: N_("This address does not take that kind of request."),
    413: N_("What was sent is too large. Send less than %(most)s MB."),
    415: N_("What was sent is of a kind that this address does not take."),
    429: N_("Too many requests in a short time. Wait a minute, then try again."),
}
TOO_LATE = N_("Your session ended before this form was sent, so it was not taken.")
STALE = N_(
    "This form is too old or came from elsewhere, so it was not taken. Open its page again, and "
    "send it from there."
)
SOMETHING_BROKE = N_("Something broke on our side. Nothing that was confirmed to you is lost.")


def asked_at() -> datetime:
    """Return the moment of this request: the same for all that it does."""
    if "asked_at" not in g:
        g.asked_at = ground().clock()
    moment: datetime = g.asked_at
    return moment


def request_id() -> str:
    """Return what this request is called in its answer: also where it was refused at the door."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(8)
    named: str = g.request_id
    return named


@contextmanager
def open_work() -> Iterator[Work]:
    """Open the unit of work of this request, in the name of whoever sent it."""
    writing = request.method not in {"GET", "HEAD", "OPTIONS"}
    if writing:
        _ = request.form  # all of it is here before the transaction begins: a slow line holds none
    with unit_of_work(current_actor(), writing=writing, now=asked_at()) as work:
        yield work


@contextmanager
def with_addresses() -> Iterator[None]:
    """Let `url_for` say where pages are outside a request, as a job must that tells of them."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    with app.test_request_context(base_url=ground().settings.base_url):
        yield


def answer(
    template: str, fragment: str | None = None, status: int = 200, **context: Any
) -> Response:
    """Return the page, or only its block `fragment` when htmx asked for that block.

    A fragment is a template block is a DOM id: without JavaScript the same URL gives the page.
    What there is to say (a refusal, a notice) comes with the fragment, out of band.
    """
    if fragment and htmx and not htmx.boosted and not htmx.history_restore_request:
        said = render_template("_notices.html", oob=True, **context)
        return Response(
            render_block(template, fragment, **context) + said, status, mimetype="text/html"
        )
    return Response(render_template(template, **context), status, mimetype="text/html")


def dated(body: bytes | str, mimetype: str, updated: datetime) -> Response:
    """Answer with a file that changed last at `updated`; with 304 to whoever has it already."""
    answered = Response(body, mimetype=mimetype)
    answered.last_modified = updated
    answered.add_etag()
    return answered.make_conditional(request)  # type: ignore[return-value]


def see(endpoint: str, **values: Any) -> Response:
    """Answer a POST that worked: look there now (303, or htmx's own way of saying it)."""
    return see_url(url_for(endpoint, **values))


def see_url(where: str) -> Response:
    """As `see`, for an address of this site, in whatever letters."""
    to = iri_to_uri(where)  # a header holds no others than those of a URI
    if htmx:
        return Response(status=200, headers={"HX-Redirect": to})
    return Response(status=303, headers={"Location": to})


def notice(message: str, kind: str = "done") -> None:
    """Say `message` at the top of the next page; kind is done, info or warn."""
    flash(message, kind)


def words_of(refusal: Refusal) -> str:
    """Return what a refusal says, in the reader's language."""
    return str(_said(Sentence(refusal.message, refusal.params)))


def _said(value: object) -> object:
    """Return a value for a place in a sentence; what is a sentence itself, translated."""
    match value:
        case Sentence(message=message, values=values):
            said: str = gettext(message, **{name: _said(one) for name, one in values.items()})
            return said
        case Sentences():
            return " ".join(str(_said(one)) for one in value)
        case _:
            return value


def number(text: str, most: int) -> int | None:
    """Return the whole number, of 0 to `most`, that an address or a form says; None for no such.

    Written with the digits 0 to 9 and nothing else; a long text is not read at all.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most))):
        return None
    found = int(text)
    return found if found <= most else None


def needed_number(text: str, most: int) -> int:
    """As `number`, where there is nothing at an address without one: raises Missing."""
    found = number(text, most)
    if found is None:
        raise Missing()
    return found


def takes(most: int, *, of_file: int = 0) -> Callable[[View], View]:
    """Sign a view that takes forms of up to `most` bytes, where the house's limit is too small.

    What is too long is then told beside the field, with all that was typed, and not with 413.
    of_file: how many of them are for a file, and what a 413 tells then. It is read to the disk,
    while text is held in memory and stays within the house's limit.
    """

    def sign(view: View) -> View:
        view.largest_form = most  # type: ignore[attr-defined]
        view.largest_file = of_file  # type: ignore[attr-defined]
        return view

    return sign


def make_room() -> None:
    """Before anything reads the form: let it be as large as its view takes."""
    view = current_app.view_functions.get(request.endpoint or "")
    if most := getattr(view, "largest_form", 0):
        of_file = getattr(view, "largest_file", 0)
        request.max_content_length = most
        request.max_form_memory_size = LARGEST_FORM if of_file else most


def init_web(app: Flask) -> None:
    """Give the app its answers: htmx, refusals, errors, headers."""
    htmx.init_app(app)
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_FORM, MAX_FORM_MEMORY_SIZE=LARGEST_FORM)
    app.before_request(_read_the_address)
    app.after_request(_headers)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(500, _broke)
    app.add_template_filter(words_of, "words_of")


def _read_the_address() -> None:
    """An address with a letter that no database keeps leads nowhere, on every database alike."""
    asked = (request.path, *request.args.keys(), *request.args.values())
    if not all(storable(part) for part in asked):
        raise Missing()


def _refusal_page(message: str, status: int, waits: bool = False) -> AnyResponse:
    """Answer with what is refused, and with what was typed, for whoever typed it to copy. waits:
    nothing is wrong, and it is done soon."""
    if request.path.startswith(FOR_PROGRAMS):
        return _refusal_json(message, status)
    texts = typed() if 400 < status < 500 and status != 413 else []
    rule = request.url_rule
    body = render_template(
        "refusal.html",
        message=message,
        status=status,
        request_id=request_id() if status >= 500 and not waits else "",
        waits=waits,
        texts=texts,
        again=request.path if rule and "GET" in (rule.methods or ()) else "/",
        sent=request.method == "POST",
    )
    page = Response(body, status=status, mimetype="text/html")
    if texts:
        page.headers["Cache-Control"] = "no-store"
    return page


def _refusal_json(message: str, status: int) -> AnyResponse:
    said = {"status": status, "message": message, "request_id": request_id()}
    answered = Response(json.dumps({"error": said}), status, mimetype="application/json")
    if status == 401:
        answered.headers["WWW-Authenticate"] = 'Bearer realm="venire"'
    return answered


def _refused(refusal: Refusal) -> AnyResponse:
    if isinstance(refusal, Missing):
        # One answer for all of them: an unknown thing and another's thing look the same.
        return _refusal_page(gettext(WORDS[404]), 404)
    page = _refusal_page(words_of(refusal), refusal.status, waits=isinstance(refusal, Busy))
    tell_when(page, refusal)
    return page


def tell_when(page: AnyResponse, refusal: Refusal | None) -> None:
    """Say in a header of a page when to ask again, where its refusal tells."""
    if isinstance(refusal, Busy):
        page.headers["Retry-After"] = str(refusal.again)


def _stale_form(_error: CSRFError) -> AnyResponse:
    """Refuse a form that we did not make for this session: it ended, or another site sent it."""
    return _refused(Malformed(TOO_LATE if typed() else STALE))


def _http_error(error: HTTPException) -> AnyResponse:
    status = error.code or 500
    if error.response is not None or status < 400:
        return error.get_response()
    if isinstance(error, SecurityError):  # another host's name: no address of ours can be built
        return Response("There is no such host here.\n", status, mimetype="text/plain")
    if status >= 500:
        return _refusal_page(gettext(SOMETHING_BROKE), status)
    given = error.get_response()
    view = current_app.view_functions.get(request.endpoint or "")
    most = getattr(view, "largest_file", 0) or request.max_content_length or LARGEST_FORM
    page = _refusal_page(
        gettext(WORDS.get(status, WORDS[400]), most=most // 1_000_000),
        status,
    )
    for name in ("Allow", "Retry-After", "Content-Range"):
        if name in given.headers:
            page.headers[name] = given.headers[name]
    return page


def _broke(_error: Exception) -> AnyResponse:
    return _refusal_page(gettext(SOMETHING_BROKE), 500)


def _headers(response: AnyResponse) -> AnyResponse:
    put = response.headers.setdefault
    put("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    put("X-Content-Type-Options", "nosniff")
    put("Referrer-Policy", "same-origin")
    put("Cross-Origin-Opener-Policy", "same-origin")
    put("X-Request-Id", request_id())
    if request.is_secure:
        put("Strict-Transport-Security", "max-age=31536000")
    if current_actor().signed_in and request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    if response.mimetype == "text/html":
        response.vary.update(["HX-Request", "Cookie"])
    return response
