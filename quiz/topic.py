"""The forty topics of the exam: what a juror must have understood, and under which heading."""

from enum import StrEnum

from kernel.errors import N_


class Topic(StrEnum):
    """A point that people get wrong. Each has at least one item in the bank."""

    NATURE = "nature"
    EFFECT = "effect"
    WAITING_PERIOD = "waiting-period"
    WAITING_ACCIDENT = "waiting-accident"
    COUNTING_DAYS = "counting-days"
    MEDICATION_NUMBER = "medication-number"
    CONTINUITY = "continuity"
    DOCTORS_ORDER = "doctors-order"
    LOOK_BACK = "look-back"
    WHICH_VERSION = "which-version"
    HOSPITAL_STAY = "hospital-stay"
    CAUSAL_LINK = "causal-link"
    UNKNOWN_CONDITION = "unknown-condition"
    AGE_BANDS = "age-bands"
    AGE_EDGES = "age-edges"
    AGE_DATE = "age-date"
    LIGHT_AMOUNT = "light-amount"
    LIGHT_DEFINITION = "light-definition"
    LIGHT_DATE = "light-date"
    SEVERE_THYROID = "severe-thyroid"
    ILLNESS_LIST = "illness-list"
    NUMERIC_LIMITS = "numeric-limits"
    IMPOSSIBLE_EVIDENCE = "impossible-evidence"
    JURY_TRIGGER = "jury-trigger"
    WHO_MAY_JUDGE = "who-may-judge"
    TENURE = "tenure"
    LOSING_THE_SEAT = "losing-the-seat"
    FROZEN_FILE = "frozen-file"
    CASE_QUIZ = "case-quiz"
    VOTING_WINDOW = "voting-window"
    QUORUM = "quorum"
    THRESHOLD = "threshold"
    ABSTENTION = "abstention"
    SYMPATHY = "sympathy"
    OWN_INTEREST = "own-interest"
    SECRECY = "secrecy"
    PUBLICITY = "publicity"
    DEDUCTIONS = "deductions"
    SHARE = "share"
    FEE_AND_COST = "fee-and-cost"


TITLES: dict[Topic, str] = {
    Topic.NATURE: N_("What the plan is"),
    Topic.EFFECT: N_("What a verdict does"),
    Topic.WAITING_PERIOD: N_("The waiting period"),
    Topic.WAITING_ACCIDENT: N_("Accidents in the waiting period"),
    Topic.COUNTING_DAYS: N_("Counting the days"),
    Topic.MEDICATION_NUMBER: N_("Medication: how many days"),
    Topic.CONTINUITY: N_("Medication: what is continuous"),
    Topic.DOCTORS_ORDER: N_("Doctor's orders"),
    Topic.LOOK_BACK: N_("The look-back window"),
    Topic.WHICH_VERSION: N_("Which version governs"),
    Topic.HOSPITAL_STAY: N_("Hospital stays"),
    Topic.CAUSAL_LINK: N_("Disclosure and cause"),
    Topic.UNKNOWN_CONDITION: N_("Conditions nobody knew of"),
    Topic.AGE_BANDS: N_("The age bands"),
    Topic.AGE_EDGES: N_("The edges of the age bands"),
    Topic.AGE_DATE: N_("The date that fixes the age"),
    Topic.LIGHT_AMOUNT: N_("Light tier: the amount"),
    Topic.LIGHT_DEFINITION: N_("Light tier: what belongs to it"),
    Topic.LIGHT_DATE: N_("Light tier: since when"),
    Topic.SEVERE_THYROID: N_("Severe thyroid cancer"),
    Topic.ILLNESS_LIST: N_("The list of illnesses"),
    Topic.NUMERIC_LIMITS: N_("Limits given as numbers"),
    Topic.IMPOSSIBLE_EVIDENCE: N_("Evidence that nobody can bring"),
    Topic.JURY_TRIGGER: N_("What brings a case to a jury"),
    Topic.WHO_MAY_JUDGE: N_("Who may judge"),
    Topic.TENURE: N_("Thirty days of membership"),
    Topic.LOSING_THE_SEAT: N_("Losing the seat"),
    Topic.FROZEN_FILE: N_("The frozen file"),
    Topic.CASE_QUIZ: N_("The case quiz"),
    Topic.VOTING_WINDOW: N_("The voting window"),
    Topic.QUORUM: N_("The quorum"),
    Topic.THRESHOLD: N_("Threshold and ties"),
    Topic.ABSTENTION: N_("Abstention"),
    Topic.SYMPATHY: N_("Equity is not pity"),
    Topic.OWN_INTEREST: N_("Own interest"),
    Topic.SECRECY: N_("Secrecy and respect"),
    Topic.PUBLICITY: N_("Publicity and objection"),
    Topic.DEDUCTIONS: N_("Deductions"),
    Topic.SHARE: N_("The share"),
    Topic.FEE_AND_COST: N_("Fee and cost"),
}
