"""Passwords are kept as argon2id hashes, at the strength that OWASP advises."""

import hashlib
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

STRONG = PasswordHasher(memory_cost=19 * 1024, time_cost=2, parallelism=1)
QUICK = PasswordHasher(memory_cost=8, time_cost=1, parallelism=1)  # for tests alone


def hash_password(password: str, *, quick: bool = False) -> str:
    """Return the hash to keep."""
    return (QUICK if quick else STRONG).hash(password)


@lru_cache(maxsize=2)
def _nobody(quick: bool) -> str:
    return hash_password("the hash that no password fits", quick=quick)


def fits(password_hash: str | None, password: str, *, quick: bool = False) -> bool:
    """Whether `password` belongs to the hash; as slow for an account that does not exist."""
    try:
        STRONG.verify(password_hash or _nobody(quick), password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return password_hash is not None


def mark_of(password_hash: str | None) -> str:
    """Return a mark of a password as it is kept: another one has another, and none leads back."""
    return hashlib.sha256((password_hash or "").encode()).hexdigest()[:16]
