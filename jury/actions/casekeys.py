"""Who holds the key of a new case: the house, or trustees, as the setting says."""

from collections.abc import Mapping
from dataclasses import dataclass

from audit.actions import append
from jury.keys import OtherKeys, SplitKey, make_case_keys, make_split_key
from jury.models import CaseTrustee, SharedKey
from jury.queries import free_trustees
from jury.trustee import TIME
from kernel.errors import N_, Conflict
from kernel.work import Work


@dataclass(frozen=True)
class NewKey:
    """The key of a case that is being opened. split: where trustees hold it, whose accounts are
    `trustees`, by place."""

    public: bytes
    split: SplitKey | None = None
    trustees: tuple[str, ...] = ()


def new_key(work: Work, ref: str, barred: Mapping[str, str]) -> NewKey:
    """Make the key of a case. barred: account id to reason code, of those who may not judge it.

    Raises Conflict where trustees should hold it and there are too few without a stake in it, and
    where files of an earlier try lie here that say otherwise.
    """
    threshold, count = work.settings.trustees
    try:
        if not threshold:
            return NewKey(make_case_keys(work.settings, ref).public)
        trustees = free_trustees(work.session, barred)
        if len(trustees) < count:
            raise Conflict(
                N_(
                    "The key of this case is for %(count)s trustees who have no stake in it, and "
                    "%(there)s can be found. An admin asks members to be one."
                ),
                count=count,
                there=len(trustees),
            )
        split = make_split_key(work.settings, ref, threshold, count)
    except OtherKeys:
        raise _in_the_way(ref) from None
    if (split.threshold, len(split.digests)) != (threshold, count):
        raise _in_the_way(ref)
    return NewKey(split.public, split, tuple(trustees[:count]))


def hand_out(work: Work, ref: str, key: NewKey) -> None:
    """Say in the log of a case that its key is split, and who holds which part."""
    if key.split is None:
        return
    threshold, digests = key.split.threshold, key.split.digests
    append(work, ref, "key.split", {"threshold": threshold, "count": len(digests)})
    work.session.add(
        SharedKey(case_ref=ref, threshold=threshold, count=len(digests), write_by=work.now + TIME)
    )
    work.session.flush()
    work.session.add_all(
        CaseTrustee(case_ref=ref, place=place, account_id=account, digest=digest)
        for place, (account, digest) in enumerate(zip(key.trustees, digests, strict=True), 1)
    )


def _in_the_way(ref: str) -> Conflict:
    return Conflict(
        N_(
            "Key files of an earlier try lie here, made for another number of trustees or for "
            "none. Whoever runs this server moves %(ref)s out of keys/cases first."
        ),
        ref=ref,
    )
