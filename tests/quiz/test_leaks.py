"""Before a paper is in, nothing that is sent tells an item, its clause, its key or a score.

Whole sittings over HTTP, each byte of each answer recorded; what must not stand in there is taken
from the database. And what is answered is the same, however right or wrong it was.
"""

import html
import json
import re
import zlib
from dataclasses import dataclass, field

import pytest
import sqlalchemy as sa
from itsdangerous.encoding import base64_decode

from quiz.grading import right_answers
from quiz.item import Kind
from quiz.models import ItemRow, Sitting
from quiz.paper import LETTERS, Paper
from tests.page import HTMX
from tests.village import PASSWORD

SHORTEST = 20  # letters of a passage that is no chance
TOKEN = re.compile(r'name="csrf_token"[^>]*value="[^"]*"')
ONE_OFF = {"X-Request-Id", "Date", "Set-Cookie"}


@dataclass
class Sat:
    """A paper that is being sat: by whom, with everything that was sent to them."""

    raw: object
    sitting: str = ""
    heard: list[str] = field(default_factory=list)

    def hear(self, response):
        """Keep the status, the headers and the body of an answer; return it."""
        head = "".join(f"{name}: {value}\n" for name, value in response.headers)
        head += "".join(opened(cookie) for cookie in response.headers.getlist("Set-Cookie"))
        self.heard.append(f"{response.status}\n{head}\n{response.text}")
        response.close()
        return response

    def get(self, path):
        return self.hear(self.raw.get(path))

    def send(self, path, data, **how):
        return self.hear(self.raw.post(path, data=data, **how))

    def page(self, number):
        return self.get(f"/quiz/sittings/{self.sitting}?page={number}")

    @property
    def where(self):
        return f"/quiz/sittings/{self.sitting}/answers"

    @property
    def everything(self):
        return "\n".join(self.heard)


def opened(cookie):
    """Return what a signed cookie holds: its reader can read it, and so do we."""
    value = cookie.partition("=")[2].partition(";")[0]
    packed = value.startswith(".")
    body = base64_decode(value.strip(".").partition(".")[0])
    return (zlib.decompress(body) if packed else body).decode() + "\n"


def token_of(response):
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', response.text)[1]


@pytest.fixture
def begin(app, cast):
    """Sign a member in and let them begin a paper; all that is sent to them is heard."""

    def begin_as(name):
        one = Sat(app.test_client())
        token = token_of(one.get("/sign-in"))
        entry = {"csrf_token": token, "email": f"{name}@village.example", "password": PASSWORD}
        one.send("/sign-in", entry)
        token = token_of(one.get("/quiz/"))
        begun = one.send("/quiz/sittings", {"csrf_token": token})
        one.sitting = begun.headers["Location"].rpartition("/")[2]
        return one

    return begin_as


def kept(work, sitting_id):
    """Return the row of a sitting, its paper, and its items by ref."""
    with work(writing=False) as w:
        row = w.session.get_one(Sitting, sitting_id)
        items = {one.value.ref: one.value for one in w.session.scalars(sa.select(ItemRow))}
        return row, Paper.from_json(row.paper), items


def wrong(question, part):
    """Return an answer that is not right."""
    if part.kind is Kind.ORDERING:
        return list(question.answer(part, tuple(reversed(part.key))))
    other = next(n for n in range(len(part.options)) if n not in part.key)
    return list(question.answer(part, (other,)))


def sit(one, work, how):
    """Go through the whole paper, save each page by script and by button, look at the review."""
    row, paper, items = kept(work, one.sitting)
    right = right_answers(paper, items)
    pages = 1
    while one.page(pages + 1).status_code == 200:
        pages += 1
    for number in range(1, pages + 1):
        shown = one.page(number)
        token = token_of(shown)
        answers = {}
        for position in re.findall(r'name="asked" value="(\d+)"', shown.text):
            question = paper.questions[int(position) - 1]
            part = items[question.ref].parts[question.part]
            chosen = right[position] if how(int(position)) else wrong(question, part)
            answers[f"q-{position}"] = chosen
            only = {"csrf_token": token, f"q-{position}": chosen, "asked": position}
            one.send(f"{one.where}?page={number}", only, headers=HTMX)
        whole = {"csrf_token": token, **answers, "then": "on"}
        one.send(f"{one.where}?page={number}", whole)
    review = f"/quiz/sittings/{one.sitting}/review"
    for path in (review, f"/quiz/sittings/{one.sitting}", "/quiz/", "/desk/", "/me", "/"):
        one.get(path)
    one.send(f"{one.where}?page=1", {"csrf_token": token, "q-1": "z"})
    one.send(f"{one.where}?page=1", {"csrf_token": "stale", "q-1": "a"})
    for position in (1, len(paper.questions)):  # what is there only once it is in
        for end in (f"questions/{position}", f"clauses/{position}"):
            for asked in (one.get, lambda path: one.send(path, {"csrf_token": token})):
                status = asked(f"/quiz/sittings/{one.sitting}/{end}").status_code
                assert status in {404, 405, 409}, (end, status)
    for file in ("paper.js", "house.js", "vendor/htmx.min.js", "house.css"):
        one.get(f"/static/{file}")
    return row, paper, items


def passages(item):
    """Return the passages of an item that only its result shows."""
    for part in item.parts:
        yield part.rationale
        yield from (anchor.quote for anchor in part.anchors)


def names(item):
    """Return what the house calls an item and its clauses by; a plain word may be in any text."""
    yield from (item.ref, f"{item.item}@{item.version}", item.content)
    yield from (name for name in (item.item, *item.clauses) if "-" in name)
    yield from (part.topic for part in item.parts if "_" in part.topic)


def shown_words(item):
    """Return the words of an item that its member is meant to read."""
    yield from item.stimulus.splitlines()
    for part in item.parts:
        yield from (part.stem, *part.options)


def written(text):
    """Return `text` as it stands in HTML, in JSON and in a form, with its breaks as they come."""
    for plain in {text, " ".join(text.split())}:
        yield from {plain, html.escape(plain), html.escape(plain, quote=False)}
        yield json.dumps(plain)[1:-1]
        yield str(html.escape(plain)).replace("&#x27;", "&#39;").replace("&quot;", "&#34;")


def forbidden(row, paper, items):
    """Yield what must not stand in anything sent before the paper is in."""
    asked = {items[ref] for ref in paper.refs}
    read = " ".join(" ".join(words.split()) for one in asked for words in shown_words(one))
    for item in items.values():
        yield from (name for name in names(item) if name not in read)
        for passage in passages(item):
            if len(passage) >= SHORTEST and " ".join(passage.split()) not in read:
                yield from written(passage)
        if item not in asked:  # of another paper
            for words in shown_words(item):
                if len(words) >= SHORTEST and " ".join(words.split()) not in read:
                    yield from written(words)
    yield from (row.seed, row.seed[:16], row.pool, row.pool[:16], row.specification)
    for question in paper.questions:
        if len(question.order) > 2:
            yield from (json.dumps(question.order), json.dumps(question.order, separators=",:"))
    for position, answer in right_answers(paper, items).items():
        yield json.dumps({position: answer})[1:-1]
    yield from ('"order"', '"key"', '"score"', "data-key", "data-item", "data-version")


@pytest.fixture
def everybodys(app, cast):
    """What a visitor reads of this house, who sits no paper: none of its words gives one away."""
    visitor = app.test_client()
    return "\n".join(visitor.get(path).text for path in ("/", "/about"))


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("clara", lambda position: True),
        ("olive", lambda position: False),
        ("oscar", lambda position: position % 3 == 0),
    ],
)
def test_nothing_that_is_sent_tells_what_is_right(begin, work, everybodys, name, how):
    one = begin(name)
    row, paper, items = sit(one, work, how)
    sent = one.everything
    told = {words for words in forbidden(row, paper, items) if words in sent}
    assert not {words for words in told if words not in everybodys}
    row, _, _ = kept(work, one.sitting)
    assert len(row.answers) == len(paper.questions)


def test_what_is_looked_for_is_found_once_the_paper_is_in(begin, work):
    """The search itself is tried: the result page must show what no page before it may."""
    one = begin("clara")
    row, paper, items = kept(work, one.sitting)
    token = token_of(one.page(1))
    one.send(f"/quiz/sittings/{one.sitting}/hand-in", {"csrf_token": token})
    result = one.page(1).text
    found = {words for words in forbidden(row, paper, items) if words in result}
    assert len(found) > 30


def without_the_one_off(response):
    """Return an answer without what is new in every answer: the form token, the request's name."""
    heads = [f"{n}: {v}" for n, v in response.headers if n not in ONE_OFF]
    return [response.status, *heads, TOKEN.sub("", response.text)]


@pytest.fixture
def said(app):
    """The SQL that is said to the database, statement by statement, without its values."""
    told = []

    def hear(_connection, _cursor, statement, *_):
        told.append(statement)

    engine = app.extensions["venire"].engine
    sa.event.listen(engine, "before_cursor_execute", hear)
    yield told
    sa.event.remove(engine, "before_cursor_execute", hear)


@pytest.mark.parametrize("script", [True, False])
def test_a_right_and_a_wrong_answer_are_answered_alike(begin, work, clock, said, script):
    one = begin("clara")
    _, paper, items = kept(work, one.sitting)
    right = right_answers(paper, items)
    pages = 1 + len(paper.questions) // 5
    for number in range(1, pages + 1):
        shown = one.page(number)
        token = token_of(shown)
        for position in re.findall(r'name="asked" value="(\d+)"', shown.text):
            question = paper.questions[int(position) - 1]
            part = items[question.ref].parts[question.part]
            answered, asked = [], []
            for chosen in (wrong(question, part), right[position], wrong(question, part)):
                clock.move(milliseconds=1)
                said.clear()
                data = {"csrf_token": token, f"q-{position}": chosen}
                data |= {} if script else {"then": "review"}
                how = {"headers": HTMX} if script else {}
                answered.append(one.send(f"{one.where}?page={number}", data, **how))
                asked.append(list(said))
            assert asked[0] == asked[1] == asked[2] != []
            first, *others = (without_the_one_off(each) for each in answered)
            assert all(other == first for other in others)
            assert answered[0].status_code == (200 if script else 303)


def test_pages_with_right_and_with_wrong_answers_differ_in_what_was_chosen_alone(begin, work):
    one = begin("clara")
    _, paper, items = kept(work, one.sitting)
    right = right_answers(paper, items)
    for number in range(1, 2 + len(paper.questions) // 5):
        token = token_of(one.page(number))
        looks = []
        for choose in (
            lambda position, question, part: right[position],
            lambda position, question, part: wrong(question, part),
        ):
            data = {"csrf_token": token, "then": "review"}
            for place, question in enumerate(paper.questions, start=1):
                part = items[question.ref].parts[question.part]
                data[f"q-{place}"] = choose(str(place), question, part)
            one.send(f"{one.where}?page={number}", data)
            looks.append(re.sub(r" (checked|selected)\b", "", TOKEN.sub("", one.page(number).text)))
        assert looks[0] == looks[1]


def test_an_answer_is_a_letter_of_those_that_are_shown(begin, work):
    one = begin("clara")
    _, paper, _ = kept(work, one.sitting)
    for number in range(1, 2 + len(paper.questions) // 5):
        text = one.page(number).text
        for control in re.findall(r"<(?:input|select|option|button)\b[^>]*>", text):
            name = re.search(r'\bname="([^"]*)"', control)
            assert not name or re.fullmatch(r"q-\d+|asked|csrf_token|then", name[1])
            value = re.search(r'\bvalue="([^"]*)"', control)
            if name and name[1].startswith("q-") and value:
                assert value[1] in LETTERS
