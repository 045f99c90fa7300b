"""The archive's doors: the list of verdicts, as a page, as JSON, as a feed. All ask the same."""

from html import escape
from typing import Any
from urllib.parse import urlsplit

from flask import Response, request, url_for
from flask_babel import gettext as _

from jury.archive import Wanted
from jury.forms import ArchiveForm, archive_form
from jury.queries import last_taken_out
from jury.reading.archive import Ending, archive_json, endings, offered
from jury.views.ballots import yuan
from jury.views.room import room
from jury.wording import OUTCOMES, standard
from jury.wording.standards import ended_as
from kernel.access import public
from kernel.errors import N_, Malformed
from kernel.web import answer, dated, number, open_work
from kernel.work import Work
from rules.exports.feed import Feed, FeedEntry, as_atom
from rules.reading.book import first_moment

LAST_PAGE = 9_999
NOT_ASKED = N_("The archive cannot be asked for that. Its page shows what it can be asked for.")


@room.route("/verdicts/")
@public
def verdicts() -> Response:
    page = page_asked_for()
    with open_work() as work:
        form = form_of(work)
        good = form.validate()
        cards, more = endings(work.session, form.wanted, page) if good else ([], False)
    asked = asked_for(form)
    return answer("jury/verdicts.html", cards=cards, more=more, page=page, form=form, asked=asked)


@room.route("/verdicts/.json", endpoint="verdicts_json")
@public
def verdicts_as_json() -> Response:
    with open_work() as work:
        body = archive_json(work.session, checked(form_of(work)), page_asked_for())
    return Response(body, mimetype="application/json")


@room.route("/verdicts/feed.atom", endpoint="verdicts_feed")
@public
def feed() -> Response:
    """The first page of what is asked for, as news."""
    with open_work() as work:
        form = form_of(work)
        told, _more = endings(work.session, checked(form))
        times = [one.at for one in told]
        if (out := last_taken_out(work.session, [one.ref for one in told])) is not None:
            times.append(out)  # whoever has the feed from before fetches it anew
        updated = max(times, default=first_moment(work.session, work.now))
        base_url = work.settings.base_url
    host = urlsplit(base_url).hostname or "localhost"
    asked = asked_for(form)
    here, page = (url_for(where, **asked) for where in (".verdicts_feed", ".verdicts"))
    about = Feed(base_url, here, page, _("Verdicts of the jury"), updated)
    body = as_atom(about, [entry(one, host) for one in told])
    return dated(body, "application/atom+xml", updated)


def page_asked_for() -> int:
    """Return the page of the list; the first where no number is given."""
    return min(max(number(request.args.get("page", ""), LAST_PAGE) or 1, 1), LAST_PAGE)


def form_of(work: Work) -> ArchiveForm:
    """Return what is asked for, with all that can be."""
    found = offered(work.session, work.now.date())
    return archive_form(
        request.args,
        {
            "outcome": {name: str(word) for name, word in OUTCOMES.items()},
            "clause": found.clauses,
            "year": {str(year): str(year) for year in found.years},
            "standard": {name: standard(name) for name in found.standards},
            "tier": {str(tier): yuan(tier) for tier in found.tiers},
        },
    )


def checked(form: ArchiveForm) -> Wanted:
    """Return what a form asks for; raises Malformed for what nobody can ask."""
    if not form.validate():
        raise Malformed(NOT_ASKED)
    return form.wanted


def asked_for(form: ArchiveForm) -> dict[str, Any]:
    """Return what is asked for as the end of an address."""
    return {field.name: field.data for field in form if field.data}


def said_of(one: Ending) -> str:
    """Return how a case ended in a sentence."""
    return ended_as(one.outcome, assembly=one.assembly, estimates=one.estimates)


def entry(one: Ending, host: str) -> FeedEntry:
    """Return the news of how a case ended; how many voted for what, its page tells, if it may."""
    year = one.ref.split("-")[1]
    word, sentence = str(OUTCOMES[one.outcome]), said_of(one)
    title = _("%(title)s: %(outcome)s", title=one.title, outcome=word) if one.title else ""
    return FeedEntry(
        id=f"tag:{host},{year}:verdict/{one.ref}",
        title=title or _("A case that was withdrawn"),
        url=url_for(".verdict", ref=one.ref),
        updated=one.at,
        summary=sentence,
        html=f"<p>{escape(one.ref)}</p><p>{escape(sentence)}</p>",
    )
