"""Why somebody of the roll may not sit on a case: the codes that stand in its log, in words.

New codes are written with a hyphen. They only come to the list, and none leaves it.
"""

from kernel.errors import N_

CAP = "cap"
TOOK_PART = "took-part"
TRUSTEE = "trustee"
AUDITOR = "auditor"
CHALLENGED = "challenged"

REASONS: dict[str, str] = {
    "claim": N_("The claim is their own."),
    "household": N_("They live in one household with the claimant."),
    "employer": N_("They have the same employer as the claimant."),
    "inviter": N_("They invited the claimant to the plan, or the claimant invited them."),
    "invited": N_("The claimant invited them to the plan."),
    "hospital": N_("They work at a hospital that the claim names, or are tied to it."),
    TOOK_PART: N_("They took part in the case: prepared or decided it, advised, or had it drawn."),
    "objector": N_("They objected to what was decided on the claim."),
    TRUSTEE: N_("They hold a part of the key of the box."),
    AUDITOR: N_("They are an auditor, who may check every case: nobody checks what they judged."),
    CHALLENGED: N_("A side challenged them with a reason, and an officer upheld it."),
    "earlier-case": N_("They were drawn for an earlier case on the same claim."),
    "not-eligible": N_("Since the roll was made they have ceased to be eligible."),
    "other-version": N_("Their certificate does not name a cited clause as it governs the case."),
    CAP: N_("They sit on as many open cases as anybody may."),
}
OLDER = {"took_part": TOOK_PART}  # spellings in logs of before


def sentence(code: str) -> str:
    """Return the msgid of the sentence for a code, in any spelling; the code if it has none."""
    return REASONS.get(OLDER.get(code, code), code)
