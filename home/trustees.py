"""The trustees of the demo, where trustees hold the keys of its cases: some of its people."""

from dataclasses import dataclass, field

import jury.actions
import jury.queries
from home.stage import Stage
from jury.keys import destroy_words
from kernel.actor import Actor
from kernel.work import ground, unit_of_work
from members.queries import account, actor_of

KNOWN = ("edda", "emil", "ezra", "aron", "noor")


@dataclass
class Trustees(Stage):
    """Who holds parts of keys. papers: (case, account) to the words that stand on their paper."""

    papers: dict[tuple[str, str], str] = field(default_factory=dict)

    def appoint(self) -> None:
        """An admin asks as many as a case takes, who accept; nobody where the house holds keys."""
        _threshold, count = ground().settings.trustees
        emails = [f"{name}@demo.example" for name in KNOWN]
        emails += [self.member(number) for number in range(30, 30 + count)]
        for email in emails[:count]:
            with unit_of_work(self.who("ada@demo.example")) as work:
                jury.actions.appoint_trustee(work, self.who(email).ref)
            with unit_of_work(self.who(email)) as work:
                jury.actions.accept_trust(work)

    def holders(self, ref: str) -> list[Actor]:
        """Return who holds parts of the key of a case, by place."""
        with unit_of_work(writing=False) as work:
            found = [part.account_id for part in jury.queries.trustees_of(work.session, ref)]
            return [actor_of(work.session, account(work.session, one)) for one in found]

    def put_on_paper(self, ref: str, *, last: bool = False) -> None:
        """Let all trustees look at their words and put them on paper, but for the one who is always
        the last; or that one. Nobody where the house holds the key."""
        for trustee in self.holders(ref):
            if last != (trustee == self.who(f"{KNOWN[0]}@demo.example")):
                continue
            with unit_of_work(trustee) as work:
                part, words = jury.actions.show_words(work, ref)
                place, settings = part.place, work.settings
            destroy_words(settings, ref, place)
            self.papers[ref, trustee.account] = words
            with unit_of_work(trustee) as work:
                jury.actions.keep_words(work, ref)

    def bring_words(self, ref: str) -> None:
        """Let as many as it takes bring their words."""
        threshold, _count = ground().settings.trustees
        for trustee in self.holders(ref)[:threshold]:
            with unit_of_work(trustee) as work:
                jury.actions.enter_share(work, ref, self.papers[ref, trustee.account])
