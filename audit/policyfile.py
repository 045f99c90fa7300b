"""The file of the policy: whom to ask about the registry, and whose word on it is enough."""

from functools import lru_cache
from pathlib import Path

from audit import keys, policy
from audit.note import Verifier
from audit.policy import Policy
from audit.witnessing import check_address
from kernel.settings import BadSetting, Settings

MOST = 14  # that are asked: a note carries 16 signatures, and two may be ours


@lru_cache(maxsize=4)
def policy_at(path: Path) -> Policy:
    """Read the policy once for as long as the process runs; raises BadSetting."""
    try:
        found = policy.parsed(path.read_bytes())
        for one in found.asked:
            check_address(one.url)
    except OSError as error:
        raise BadSetting(f"VENIRE_WITNESS_POLICY: {path}: {error.strerror}") from None
    except (policy.BadPolicy, ValueError) as error:
        raise BadSetting(f"VENIRE_WITNESS_POLICY: {path}: {error}") from None
    if len(found.asked) > MOST:
        raise BadSetting(f"VENIRE_WITNESS_POLICY: {path}: {MOST} witnesses can be asked, no more")
    return found


def policy_of(settings: Settings) -> Policy | None:
    """Return the policy of this installation, None where it has no witnesses."""
    return policy_at(settings.witness_policy) if settings.witness_policy else None


def check_setting(settings: Settings) -> None:
    """Raise BadSetting for a policy that cannot be read, or whose log lines name other logs alone:
    whoever got it to check ours by would refuse ours. One without any log line is for every log."""
    found = policy_of(settings)
    if found is None or not found.logs or any(one in found.logs for one in _ours(settings)):
        return
    named = any(one.name == settings.log_origin for one in found.logs)
    wrong = (
        "name our log with another key" if named else f"do not name our log, {settings.log_origin}"
    )
    line = f"log {keys.verifier(settings)}"
    raise BadSetting(
        f"VENIRE_WITNESS_POLICY: {settings.witness_policy}: its log lines {wrong}. Add the line "
        f"{line!r}, or take the log lines out."
    )


def _ours(settings: Settings) -> list[Verifier]:
    """Return the key that signs now, and the one that is to follow."""
    following = keys.next_signer(settings)
    coming = [keys.verifier_of(settings, following)] if following else []
    return [keys.verifier(settings), *coming]
