"""What a paper must contain: quotas by topic, the topics that must be right, the cut."""

from dataclasses import dataclass

from quiz.topic import Topic


@dataclass(frozen=True)
class Quota:
    """So many items on these topics."""

    count: int
    topics: tuple[Topic, ...]


@dataclass(frozen=True)
class Specification:
    """The plan of a paper. A sitting keeps the name of the one it was drawn by.

    cut: the score from which a paper is passed.
    must: topics in which every answer must be right, whatever the score.
    case_questions: how many questions the simulated case of the last section asks; 0 for none.
    hours: how long a paper stays open, unless the plan sets a shorter limit.
    """

    name: str
    quotas: tuple[Quota, ...]
    cut: int
    must: frozenset[Topic]
    case_questions: int = 0
    hours: int = 24

    @property
    def count(self) -> int:
        """How many questions a paper has."""
        return sum(quota.count for quota in self.quotas) + self.case_questions

    def cut_of(self, asked: int) -> int:
        """Return the cut of a paper of which only `asked` questions count: the same share."""
        return -(-self.cut * asked // self.count)


# As papers were drawn before there were simulated cases; they are graded by it still.
FIRST_ENTRY = Specification(
    name="entry/1",
    quotas=(
        Quota(1, (Topic.WHICH_VERSION,)),
        Quota(1, (Topic.OWN_INTEREST,)),
        Quota(1, (Topic.SECRECY,)),
        Quota(1, (Topic.SYMPATHY,)),
        Quota(2, (Topic.NATURE, Topic.EFFECT)),
        Quota(3, (Topic.WAITING_PERIOD, Topic.WAITING_ACCIDENT, Topic.COUNTING_DAYS)),
        Quota(2, (Topic.MEDICATION_NUMBER, Topic.CONTINUITY, Topic.DOCTORS_ORDER, Topic.LOOK_BACK)),
        Quota(3, (Topic.HOSPITAL_STAY, Topic.CAUSAL_LINK, Topic.UNKNOWN_CONDITION)),
        Quota(2, (Topic.AGE_BANDS, Topic.AGE_EDGES, Topic.AGE_DATE)),
        Quota(
            2, (Topic.LIGHT_AMOUNT, Topic.LIGHT_DEFINITION, Topic.LIGHT_DATE, Topic.SEVERE_THYROID)
        ),
        Quota(2, (Topic.ILLNESS_LIST, Topic.NUMERIC_LIMITS)),
        Quota(2, (Topic.IMPOSSIBLE_EVIDENCE, Topic.JURY_TRIGGER)),
        Quota(2, (Topic.WHO_MAY_JUDGE, Topic.TENURE, Topic.LOSING_THE_SEAT)),
        Quota(
            3,
            (
                Topic.FROZEN_FILE,
                Topic.CASE_QUIZ,
                Topic.VOTING_WINDOW,
                Topic.QUORUM,
                Topic.THRESHOLD,
                Topic.ABSTENTION,
            ),
        ),
        Quota(3, (Topic.PUBLICITY, Topic.DEDUCTIONS, Topic.SHARE, Topic.FEE_AND_COST)),
    ),
    cut=24,
    must=frozenset({Topic.OWN_INTEREST, Topic.SECRECY, Topic.WHICH_VERSION}),
)

ENTRY = Specification(
    name="entry/2",
    quotas=(
        Quota(1, (Topic.WHICH_VERSION,)),
        Quota(1, (Topic.OWN_INTEREST,)),
        Quota(1, (Topic.SECRECY,)),
        Quota(1, (Topic.SYMPATHY,)),
        Quota(2, (Topic.NATURE, Topic.EFFECT)),
        Quota(2, (Topic.WAITING_PERIOD, Topic.WAITING_ACCIDENT, Topic.COUNTING_DAYS)),
        Quota(2, (Topic.MEDICATION_NUMBER, Topic.CONTINUITY, Topic.DOCTORS_ORDER, Topic.LOOK_BACK)),
        Quota(2, (Topic.HOSPITAL_STAY, Topic.CAUSAL_LINK, Topic.UNKNOWN_CONDITION)),
        Quota(2, (Topic.AGE_BANDS, Topic.AGE_EDGES, Topic.AGE_DATE)),
        Quota(
            2, (Topic.LIGHT_AMOUNT, Topic.LIGHT_DEFINITION, Topic.LIGHT_DATE, Topic.SEVERE_THYROID)
        ),
        Quota(2, (Topic.ILLNESS_LIST, Topic.NUMERIC_LIMITS)),
        Quota(2, (Topic.IMPOSSIBLE_EVIDENCE, Topic.JURY_TRIGGER)),
        Quota(2, (Topic.WHO_MAY_JUDGE, Topic.TENURE, Topic.LOSING_THE_SEAT)),
        Quota(
            2,
            (
                Topic.FROZEN_FILE,
                Topic.CASE_QUIZ,
                Topic.VOTING_WINDOW,
                Topic.QUORUM,
                Topic.THRESHOLD,
                Topic.ABSTENTION,
            ),
        ),
        Quota(2, (Topic.PUBLICITY, Topic.DEDUCTIONS, Topic.SHARE, Topic.FEE_AND_COST)),
    ),
    cut=24,
    case_questions=4,
    must=frozenset({Topic.OWN_INTEREST, Topic.SECRECY, Topic.WHICH_VERSION}),
)

SPECIFICATIONS = {one.name: one for one in (FIRST_ENTRY, ENTRY)}
