"""Whether a number checks: cards, accounts, and the identity numbers of China and Turkey."""

import re
from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
_CHECKS = "10X98765432"


def is_card(number: str) -> bool:
    """Whether 13 to 19 digits have the check digit of a bank card (Luhn, ISO/IEC 7812-1)."""
    digits = [int(sign) for sign in number if sign.isdigit()]
    if not 13 <= len(digits) <= 19:
        return False
    twice = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(twice)) % 10 == 0


def is_iban(number: str) -> bool:
    """Whether letters and digits are an account number by ISO 13616: the rest by 97 is 1."""
    signs = re.sub(r"[\W_]", "", number).upper()
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", signs, re.ASCII):
        return False
    turned = signs[4:] + signs[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def is_turkish(number: str) -> bool:
    """Whether eleven digits are a Turkish national number, by its two check digits."""
    if not re.fullmatch(r"[1-9]\d{10}", number, re.ASCII):
        return False
    digits = [int(sign) for sign in number]
    tenth = (7 * sum(digits[0:9:2]) - sum(digits[1:8:2])) % 10
    return digits[9] == tenth and digits[10] == sum(digits[:10]) % 10


def is_chinese(number: str) -> bool:
    """Whether 18 signs check, or 15 of the old form hold a day of birth (GB 11643)."""
    signs = number.upper()
    if re.fullmatch(r"\d{15}", signs, re.ASCII):
        return _is_day(f"19{signs[6:12]}")
    if not re.fullmatch(r"\d{17}[\dX]", signs, re.ASCII) or not _is_day(signs[6:14]):
        return False
    total = sum(weight * int(sign) for weight, sign in zip(_WEIGHTS, signs[:17], strict=True))
    return _CHECKS[total % 11] == signs[17]


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True
