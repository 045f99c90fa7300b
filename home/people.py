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
    DemoPerson("officer", "otto@demo.example", "Otto Brandt", (Role.OFFICER,)),
    DemoPerson("second officer", "olga@demo.example", "Olga Petrov", (Role.OFFICER,)),
    DemoPerson("editor", "edda@demo.example", "Edda Lind", (Role.EDITOR,)),
    DemoPerson("auditor", "aron@demo.example", "Aron Weiss", (Role.AUDITOR,)),
    DemoPerson("admin", "ada@demo.example", "Ada Okafor", (Role.ADMIN,)),
)


def passwords(file: Path) -> dict[str, str]:
    """Return the demo people's passwords by e-mail: made once for this installation, kept in
    `file`, which only its owner can read."""
    if file.is_file():
        kept: dict[str, str] = json.loads(file.read_text())
        return kept
    made = {person.email: "-".join(secrets.choice(WORDS) for _ in range(4)) for person in PEOPLE}
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(json.dumps(made, indent=1))
    return made


def sign_in_lines(file: Path) -> list[str]:
    """Return a line for each person: role, e-mail, password."""
    known = passwords(file)
    return [f"{one.what:32}{one.email:24}{known[one.email]}" for one in PEOPLE]
