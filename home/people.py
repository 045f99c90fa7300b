"""The people of the demo. They are invented; so is everything that happens to them."""

import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from kernel.actor import Role

WORDS = (
    # long enough that four of them are hard to guess, plain enough to type
    "amber anchor apple basket birch bridge candle canyon cedar cherry clover copper "
    "coral cotton dahlia ember fennel fern fiddle forest garden ginger granite harbor "
    "hazel heron indigo island ivory jasmine juniper kettle lagoon lantern laurel lemon "
    "linen maple marble meadow mint mosaic nutmeg oak olive orchid otter paper pebble "
    "pepper pine plum poppy quartz raven ribbon river saffron sage silver sparrow spruce "
    "stone summer teapot thistle timber topaz tulip velvet violet walnut willow winter "
).split()


@dataclass(frozen=True)
class DemoPerson:
    """Somebody to sign in as: what they show, and what their roles are."""

    what: str
    email: str
    name: str
    roles: tuple[Role, ...] = ()


PEOPLE = (
    DemoPerson("member, about to sit the exam", "noor@demo.example", "Noor Haddad"),
    DemoPerson("juror", "juno@demo.example", "Juno Park"),
    DemoPerson("claimant", "clara@demo.example", "Clara Voss"),
    DemoPerson("claimant, claim upheld", "cora@demo.example", "Cora Lindgren"),
    DemoPerson("claimant, may appeal", "dario@demo.example", "Dario Conti"),
    DemoPerson("officer", "otto@demo.example", "Otto Brandt", (Role.OFFICER,)),
    DemoPerson("second officer", "olga@demo.example", "Olga Petrov", (Role.OFFICER,)),
    DemoPerson("third officer", "orla@demo.example", "Orla Quinn", (Role.OFFICER,)),
    DemoPerson("editor", "edda@demo.example", "Edda Lind", (Role.EDITOR,)),
    DemoPerson("second editor", "emil@demo.example", "Emil Sato", (Role.EDITOR,)),
    DemoPerson("third editor", "ezra@demo.example", "Ezra Cohen", (Role.EDITOR,)),
    DemoPerson("auditor", "aron@demo.example", "Aron Weiss", (Role.AUDITOR,)),
    DemoPerson("admin", "ada@demo.example", "Ada Okafor", (Role.ADMIN,)),
)


def make_passwords() -> dict[str, str]:
    """Return a password for each demo person, by e-mail: made anew for each installation."""
    return {person.email: "-".join(secrets.choice(WORDS) for _ in range(4)) for person in PEOPLE}


def keep(file: Path, passwords: dict[str, str]) -> None:
    """Write the passwords down for their owner alone. Done last, it marks a demo as whole."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(json.dumps(passwords, indent=1))


def sign_in_lines(file: Path) -> list[str]:
    """Return a line for each person: role, e-mail, password; none where no demo was seeded."""
    if not file.is_file():
        return []
    known: dict[str, str] = json.loads(file.read_text())
    return [f"{one.what:32}{one.email:24}{known[one.email]}" for one in PEOPLE]
