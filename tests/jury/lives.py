"""The kinds of life that a case before the jury can have, and walks through each.

A walk is a row of deeds of tests/jury/played.py, each with what it is given: a number, a choice,
`so`, `last`; and `panel` where it is done in the panel that stands beside an assembly.
"""

from dataclasses import dataclass, replace

import pytest

from jury.standard import PRESETS
from jury.strata.types import Quota
from tests.jury.assembled import few_are_enough
from tests.jury.model import CHOICES

# As narrow as the shares of the roll allow; and wide enough once half of it rests.
TIGHT = (Quota("age", "18-29", 4, 5), Quota("tenure", "2-5", 3, 4))
LOOSE = (Quota("age", "18-29", 1, 11), Quota("tenure", "2-5", 1, 11))

SEATS = (
    *("goes_on", "accepts", "accepts", "all_accept", "all_accept", *("leaves",) * 4),
    *("silence_is_handed_on", "silence_is_handed_on", "is_challenged", "is_challenged"),
    *("is_drawn", "opens", "opens"),
)
VOTES = (
    *("reads", "reads", *("votes",) * 8, "most_vote", "time_passes", "time_passes"),
    *("is_halted_and_goes_on",) * 4,
    *("poll_ends", "is_closed_and_decided", "is_withdrawn", "is_found_hopeless", "comes"),
)
PANEL = (*SEATS, *VOTES)


@dataclass(frozen=True)
class Life:
    """A kind of life. walks: through what must come about. wanted: what must have come about in
    them; at_random: and in the random lives, of which there are none without it. deeds: what may
    come next at random; begins: what half of the random lives begin with."""

    name: str
    walks: tuple[str, ...]
    wanted: frozenset[str]
    at_random: frozenset[str] = frozenset({"opened", "voted", "decided"})
    deeds: tuple[str, ...] = PANEL
    begins: str = ""
    standard: str = "twelve"
    jurors: int = 44
    quotas: bool = False
    trustees: bool = False

    @property
    def early(self) -> bool:
        return self.standard == "early"


def in_small(patch: pytest.MonkeyPatch) -> None:
    """Make the standards such that a village is enough for them."""
    few_are_enough(patch)
    patch.setitem(PRESETS, "early", replace(PRESETS["twelve"], name="early", early=True))
    patch.setattr("jury.actions.beside.STANDARD", "twelve")


def given(words: str) -> tuple[str, dict[str, object]]:
    """Return a deed of a walk, and what it is given."""
    deed, *more = words.split()
    found: dict[str, object] = {"number": 0, "choice": CHOICES[0], "so": "so" in more}
    found |= {"last": "last" in more, "panel": "panel" in more}
    for word in more:
        if word.isdigit():
            found["number"] = int(word)
        elif word in CHOICES:
            found["choice"] = word
    return deed, found


LIVES = (
    Life(
        "panel",
        walks=(
            "is_challenged 3 so; is_drawn 1; is_drawn; leaves 2; accepts 3; leaves 3; leaves 0 so; "
            "all_accept; is_challenged 5 so; silence_is_handed_on so; all_accept; leaves 13; "
            "opens; all_accept; reads 1; votes 1 so; votes 1 deny; most_vote deny so; leaves 1; "
            "is_halted_and_goes_on 2 so; votes 2; is_halted_and_goes_on 1 so; votes 1; reads 1; "
            "votes 1; is_halted_and_goes_on; is_halted_and_goes_on 0 so; most_vote; votes 2 last; "
            "poll_ends; votes 3; is_closed_and_decided; votes 1; is_withdrawn",
            "is_drawn; silence_is_handed_on so; all_accept; opens; most_vote; "
            "is_halted_and_goes_on; is_withdrawn; is_halted_and_goes_on 1 so",
        ),
        wanted=frozenset(
            {"draw given up", "declined", "stepped_down", "left twice", "was silent"}
            | {"challenged", "had to leave", "voted again", "sent twice", "no last word"}
            | {"halted", "halted by a juror", "another file", "went on", "upheld", "decided"}
            | {"withdrawn while open", "no went on"}
        ),
        at_random=frozenset(
            {"stepped_down", "was silent", "challenged", "voted again", "went on", "decided"}
        ),
    ),
    Life(
        "nobody left",
        walks=(
            "is_drawn; all_accept; many_leave 6; is_found_hopeless; leaves 1; opens",
            "is_drawn; is_found_hopeless; many_leave 5; all_accept; opens; goes_on; poll_ends; "
            "is_closed_and_decided",
        ),
        wanted=frozenset({"void: nobody left", "void", "a seat stays empty", "decided"}),
        at_random=frozenset(),
        jurors=14,
    ),
    Life(
        "quotas",
        walks=(
            "is_drawn 1; is_drawn; leaves 1; one_type_leaves; many_leave 9; all_accept; "
            "opens; leaves 1; "
            "all_accept; most_vote so; poll_ends; is_closed_and_decided",
        ),
        wanted=frozenset({"the same type", "another type", "draw given up", "decided"}),
        at_random=frozenset({"the same type", "opened", "voted"}),
        deeds=(*PANEL, "one_type_leaves"),
        jurors=60,
        quotas=True,
    ),
    Life(
        "early",
        walks=(
            "is_drawn; all_accept; opens; most_vote last; worker_looks_for_last_words; votes 1; "
            "is_halted_and_goes_on; is_halted_and_goes_on 1 so; votes 1 last; reads 1; "
            "votes 1 last; worker_looks_for_last_words; most_vote last deny; "
            "worker_looks_for_last_words; leaves 2; poll_ends; is_closed_and_decided",
        ),
        wanted=frozenset(
            {"last word", "all was said", "asked again after all was said", "ended early"}
            | {"denied", "no voted again"}
        ),
        at_random=frozenset({"last word", "all was said", "ended early", "decided"}),
        deeds=(*PANEL, *("worker_looks_for_last_words",) * 3, *("all_say_their_last_word",) * 3),
        standard="early",
    ),
    Life(
        "assembly",
        walks=(
            "comes 1; is_challenged 2 so; opens; comes 1; comes 2; comes 10; leaves 1; comes 1; "
            "votes 1; comes 3; leaves 3 so; comes 3; reads 1; votes 1; leaves 1; all_accept; "
            "is_halted_and_goes_on 4 so; comes 9; is_halted_and_goes_on 2 so; "
            "most_vote so; poll_ends; comes 9; is_closed_and_decided",
            "opens; all_accept; most_vote; is_withdrawn; comes 3",
        ),
        wanted=frozenset(
            {"came", "came again", "no came", "declined", "stepped_down", "halted by a juror"}
            | {"challenged", "upheld", "withdrawn while open", "no came again"}
        ),
        at_random=frozenset({"came", "voted", "decided"}),
        deeds=(*PANEL, *("comes",) * 6),
        standard="historic",
    ),
    Life(
        "beside",
        walks=(
            "opens; stands_beside; stands_beside; all_accept; is_drawn panel; all_accept panel; "
            "opens panel; most_vote; most_vote deny so panel; is_halted_and_goes_on 1 so panel; "
            "is_halted_and_goes_on 1 so; most_vote; most_vote deny panel; poll_ends panel; "
            "is_closed_and_decided panel; is_closed_and_decided; is_decided panel",
            "stands_beside; is_drawn panel; all_accept panel; opens panel; goes_on panel; "
            "time_passes 2; time_passes 2; opens; time_passes 1; poll_ends panel; "
            "is_closed_and_decided panel; is_withdrawn; is_decided panel",
            "opens; all_accept; stands_beside; most_vote; poll_ends; is_closed_and_decided; "
            "is_drawn panel; all_accept panel; opens panel; is_halted_and_goes_on panel; "
            "is_halted_and_goes_on 2 so panel; most_vote panel; poll_ends panel; "
            "is_closed_and_decided panel",
        ),
        wanted=frozenset(
            {"beside", "no beside", "halted together", "waited for its assembly"}
            | {"withdrawn with its assembly", "upheld", "denied"}
        ),
        at_random=frozenset({"beside", "drawn", "voted", "halted", "decided"}),
        deeds=(*PANEL, *("stands_beside",) * 2, *("comes",) * 4),
        begins="stands_beside; goes_on panel",
        standard="historic",
    ),
    Life(
        "trustees",
        walks=(
            "opens; words_are_kept; is_drawn; words_are_kept 1; all_accept; opens; "
            "words_are_brought; words_are_kept 2; words_are_kept 2; opens; most_vote; "
            "words_are_brought; poll_ends; is_closed_and_decided; words_are_brought 1; "
            "words_are_brought 1; is_decided; words_are_brought 2; is_decided",
            "words_are_kept; is_found_hopeless; time_passes 2; time_passes 2; time_passes 2; "
            "is_drawn; is_found_hopeless; words_are_kept 1",
            "goes_on; goes_on; goes_on; goes_on; goes_on; goes_on; most_vote; poll_ends; "
            "is_closed_and_decided; words_are_brought; time_passes 2; time_passes 2; "
            "time_passes 2; words_are_brought 1; is_decided",
        ),
        wanted=frozenset(
            {"brought words", "void: not kept", "void: key lost", "decided", "no brought words"}
        ),
        at_random=frozenset({"opened", "voted", "no brought words"}),
        deeds=(*PANEL, *("words_are_kept",) * 2, *("words_are_brought",) * 4, "is_decided"),
        begins="words_are_kept; words_are_kept 1; words_are_kept 2",
        trustees=True,
    ),
)
