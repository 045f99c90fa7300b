"""The feed's door: each revision that is before the public, told once for each stage it reaches."""

from html import escape
from urllib.parse import urlsplit

from flask import Response, url_for
from flask_babel import format_date
from flask_babel import gettext as _

from kernel.access import public
from kernel.web import dated, open_work
from rules.exports.feed import Feed, FeedEntry, as_atom, marked
from rules.queries.revisions import revisions
from rules.reading.book import first_moment
from rules.reading.revisions import PublicRevision, ReadChange, public_page
from rules.revision import State
from rules.views.room import room

TOLD = (State.CONSULTATION, State.SCHEDULED, State.IN_FORCE)
MOST = 30  # entries


@room.route("/rules/revisions/feed.atom")
@public
def feed() -> Response:
    with open_work() as work:
        told = revisions(work.session, *TOLD)[:MOST]
        pages = [public_page(work.session, one, work.now) for one in told]
        updated = max([one.moved_at for one in pages], default=first_moment(work.session, work.now))
        base_url = work.settings.base_url
    host = urlsplit(base_url).hostname or "localhost"
    told_of = Feed(
        base_url, url_for(".feed"), url_for(".revisions"), _("Changes to the rules"), updated
    )
    body = as_atom(told_of, [entry(one, host) for one in pages])
    return dated(body, "application/atom+xml", updated)


def entry(page: PublicRevision, host: str) -> FeedEntry:
    """Return the news of a revision: another for each stage, so that readers are told of each."""
    year = page.ref.split("-")[1]
    return FeedEntry(
        id=f"tag:{host},{year}:{page.ref}/{page.state}",
        title=f"{stage(page)}: {page.title}",
        url=url_for(".revision", ref=page.ref),
        updated=page.moved_at,
        summary=page.summary,
        html=f"<p>{escape(page.summary)}</p>" + "".join(map(redlined, page.changes)),
    )


def stage(page: PublicRevision) -> str:
    """Return where a revision stands, with its day: "In force from 1 May 2026"."""
    if page.state is State.CONSULTATION:
        return str(_("Members are asked"))
    day = format_date(page.effective_on, _("d MMMM y"))
    if page.state is State.SCHEDULED:
        return str(_("Scheduled for %(day)s", day=day))
    return str(_("In force from %(day)s", day=day))


def redlined(one: ReadChange) -> str:
    """Return a change as HTML: the clause, where it stands, and its redline."""
    version, change = one.shown, one.change
    head = f"<h2>{escape(version.number)} {escape(version.title)}</h2>"
    if change.after is None:
        return head + f"<p>{escape(_('This clause ends.'))}</p>" + marked(one.text)
    if change.before is None:
        return head + f"<p>{escape(_('This clause is new.'))}</p>" + marked(one.text)
    if change.before.number != version.number:
        was = _("It was clause %(number)s.", number=change.before.number)
        head += f"<p>{escape(was)}</p>"
    if change.before.title != version.title:
        head += marked(one.title)
    return head + (marked(one.text) if change.words_changed else "")
