"""What the tests of the jury's pages share: a bench with the rule book, and people who walk in."""

import re
from collections.abc import Callable

from kernel.actor import Actor
from rules.actions import load_book
from tests.clock import TestClock
from tests.jury.bench import REF, Bench, OpenWork, make_bench
from tests.page import Client, Page
from tests.village import PASSWORD

CASE = f"/jury/cases/{REF}"
FILLED = {
    "issue-lung-disease": "cannot_be_met",
    "issue-impossible-evidence": "applies",
    "choice": "uphold",
    "tier": "10000000",
    "reason": "Nobody could have measured it safely.",
}
TOKEN = re.compile(rb'(?<=name="csrf_token" value=")[^"]+')
Visit = Callable[[], Client]


def with_book(work: OpenWork, clock: TestClock) -> Bench:
    """Return a bench whose clauses are in the book, as a case page needs them."""
    made = make_bench(work, clock)
    with work() as w:
        load_book(w)
    return made


def signed_in(visit: Visit, actor: Actor) -> Client:
    client = visit()
    email = f"{actor.name.lower().replace(' ', '.')}@village.example"
    client.sign_in(email, PASSWORD)
    return client


def send(client: Client, path: str, **fields: str) -> tuple[int, bytes]:
    """Send a form that stands on no page; return the status and the answer, its tokens blanked."""
    found = client.raw.post(path, data={"csrf_token": client.token(), **FILLED, **fields})
    return found.status_code, TOKEN.sub(b"", found.data)


def answer_quiz(page: Page, answers: list[int], status: int = 200) -> Page:
    form = page.form("Check my answers")
    values = {f"question-{number}": str(answer) for number, answer in enumerate(answers)}
    return form.fill(values).send(status=status)


def cast(client: Client, **changed: str) -> Page:
    page = client.get(f"{CASE}/ballot").fill({**FILLED, **changed}).send()
    return page.press("Cast my ballot")


def decided(
    bench: Bench, choices: list[str], exclusions: dict[str, str] | None = None
) -> list[Actor]:
    jurors = bench.ready(exclusions)
    for juror, choice in zip(jurors, choices, strict=False):
        bench.vote(juror, choice)
    bench.close()
    bench.decide()
    return jurors


def cells(page: Page) -> str:
    """Return the text of a page with a space between the cells of its tables."""
    return " ".join(re.sub("<[^>]*>", " ", page.html).split())
