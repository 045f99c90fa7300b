"""What officers do to texts that were published, as the registry keeps it: digests, and no word.

No digest of what a text said before: whoever has the text as it is now would try names by it.
"""

from dataclasses import dataclass
from typing import ClassVar

from audit.event import Event


@dataclass(frozen=True)
class BlackeningProposed(Event):
    """An officer proposed to take words out of what is published of a case, or to withhold a
    published reason; another has to agree."""

    kind: ClassVar[str] = "text.blackening_proposed"

    case: str


@dataclass(frozen=True)
class BlackeningTakenBack(Event):
    """An officer took back what was proposed to be taken out: who proposed it, or one who does not
    agree."""

    kind: ClassVar[str] = "text.blackening_taken_back"

    case: str


@dataclass(frozen=True)
class TextBlackened(Event):
    """Words were taken out of what is published of a case, or a published reason was withheld. No
    digest of what is left stands here: the next words that go could be guessed by it."""

    kind: ClassVar[str] = "text.blackened"

    case: str
