"""A trustee's doors: see one's words once, say that they are on paper, bring them after closing.

The words are in the answer to one request, and in the request that brings them: in no address, no
notice and no log. Every page of somebody signed in is kept by no browser (`no-store`).
"""

from collections.abc import Callable, Iterator

from flask import Response
from flask_babel import gettext as _

from jury import actions
from jury.forms import WordsForm
from jury.keys import destroy_words
from jury.reading.trustees import my_part
from jury.trustee import Duty
from jury.views.room import known, room
from kernel.access import Permission, requires
from kernel.errors import Malformed, Refusal
from kernel.web import answer, notice, open_work, see, words_of


@room.route("/jury/keys/<ref>", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def key(ref: str) -> Response:
    """Where a trustee stands; and the form by which they bring their words."""
    form = WordsForm()
    if not form.validate_on_submit():
        return page_of(ref, form, 422 if form.is_submitted() else 200)
    try:
        with open_work() as work:
            actions.enter_share(work, known(ref), form.words.data or "")
    except Malformed as refusal:
        form.words.errors = [words_of(refusal)]
        return page_of(ref, form, refusal.status)
    except Refusal as refusal:
        return page_of(ref, form, refusal.status, refusal)
    notice(_("The words are entered. Thank you."))
    return see("jury.key", ref=ref)


@room.route("/jury/keys/<ref>/words", methods=["POST"])
@requires(Permission.SIGNED_IN)
def words(ref: str) -> Response:
    """Show a trustee their words, once: they are destroyed when this page has left the house."""
    try:
        with open_work() as work:
            part, said = actions.show_words(work, known(ref))
            found = my_part(work.session, work.actor.account, ref, work.now)
            settings, place = work.settings, part.place
    except Refusal as refusal:
        return page_of(ref, WordsForm(formdata=None), refusal.status, refusal)
    page = answer("jury/words.html", part=found, said=said.split())
    return and_then(page, lambda: destroy_words(settings, ref, place))


@room.route("/jury/keys/<ref>/paper", methods=["POST"])
@requires(Permission.SIGNED_IN)
def paper(ref: str) -> Response:
    """A trustee has their words on paper."""
    try:
        with open_work() as work:
            actions.keep_words(work, known(ref))
    except Refusal as refusal:
        return page_of(ref, WordsForm(formdata=None), refusal.status, refusal)
    notice(_("Thank you. Keep the paper where nobody else finds it; you are asked for it later."))
    return see("jury.key", ref=ref)


def page_of(
    ref: str, form: WordsForm, status: int = 200, refusal: Refusal | None = None
) -> Response:
    """Answer with a trustee's page of a case. What was typed is shown to whoever typed it."""
    with open_work() as work:
        part = my_part(work.session, work.actor.account, known(ref), work.now)
    asked = part.duty is Duty.BRING or bool(form.words.data)
    return answer(
        "jury/key.html", status=status, part=part, form=form if asked else None, refusal=refusal
    )


def and_then(page: Response, act: Callable[[], object]) -> Response:
    """Return `page`, and do `act` when the server has handed all of it over: if it breaks down
    before that, nothing is done."""
    whole = page.get_data()

    def sent() -> Iterator[bytes]:
        yield whole
        act()  # the server asks for more, so it has sent this

    page.response = sent()
    page.content_length = len(whole)
    return page
