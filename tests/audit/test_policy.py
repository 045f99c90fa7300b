"""Policies: read as C2SP tlog-policy writes them, and asked whether enough have signed."""

from itertools import combinations

import pytest

from audit.cosignature import Witness
from audit.policy import BadPolicy, parsed
from tests.audit.synthetic import VKEY

NAMES = ("X1", "X2", "X3", "Y1", "Y2", "Y3")
KEYS = {name: Witness(f"witness.test/{name}", 4, name.encode() * 16) for name in NAMES}
# The example of C2SP tlog-policy, with keys.
EXAMPLE = f"""log {VKEY}

witness X1 {KEYS["X1"]}
witness X2 {KEYS["X2"]}
witness X3 {KEYS["X3"]} https://x3.example/witness
group X-witnesses 2 X1 X2 X3

witness Y1 {KEYS["Y1"]}
witness Y2 {KEYS["Y2"]}
witness Y3 {KEYS["Y3"]}
group Y-witnesses any Y1 Y2 Y3

group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
"""


def test_the_example_counts_as_it_says() -> None:
    policy = parsed(EXAMPLE.encode())
    assert (policy.logs, len(policy.witnesses), policy.plainly) == ((VKEY,), 6, None)
    assert [one.url for one in policy.asked] == ["https://x3.example/witness"]
    for count in range(7):
        for names in combinations(KEYS, count):
            enough = sum(name[0] == "X" for name in names) >= 2 and any("Y" in n for n in names)
            assert policy.is_met({KEYS[name] for name in names}) == enough


def test_no_head_is_looked_for_beyond_where_enough_can_have_signed() -> None:
    policy = parsed(EXAMPLE.encode())
    last = {KEYS["X1"]: 900, KEYS["X2"]: 40, KEYS["Y1"]: 7, KEYS["Y3"]: 300}
    assert policy.reach(last) == 40
    assert policy.reach({**last, KEYS["X3"]: 800}) == 300
    assert policy.reach({KEYS["X1"]: 9, KEYS["X2"]: 9}) is None
    assert parsed(EXAMPLE.replace("quorum X-and-Y", "quorum none").encode()).reach(last) == 900


def test_plain_quorums() -> None:
    one = f"witness a {KEYS['X1']}\n"
    two = one + f"witness b {KEYS['X2']}\n"
    assert parsed(b"quorum none").is_met([])
    single = parsed(f"{two}quorum a\n".encode())
    assert (single.is_met([KEYS["X1"]]), single.is_met([KEYS["X2"]])) == (True, False)
    assert single.plainly == (1, 1)
    assert parsed(f"{two}group g 2 a b\nquorum g".encode()).plainly == (2, 2)
    assert parsed(f"{two}quorum none\n".encode()).plainly == (0, 2)


def test_blanks_comments_and_names_of_any_letters() -> None:
    name = b"\xff\xe2\x84\xaa"
    text = b"\t # what #\n\n  witness \t " + name + b" " + str(KEYS["X1"]).encode() + b"\t\nquorum "
    assert parsed(text + name).is_met([KEYS["X1"]])
    with pytest.raises(BadPolicy, match="line 4: nothing before is called K"):
        parsed(text + b"K")


A = f"witness a {KEYS['X1']}\n"
AB = f"{A}witness b {KEYS['X2']}\n"


BAD = [
    ("", "no quorum"),
    (A, "no quorum"),
    ("quorum none\nquorum none\n", "line 2: there is a quorum already"),
    ("quorum a\n" + A, "line 1: nothing before is called a"),
    (f"{A}witness a {KEYS['X2']}\nquorum a", "line 2: the name a is taken"),
    (f"{A}witness b {KEYS['X1']}\nquorum a", "line 2: this witness stands here twice"),
    (f"witness none {KEYS['X1']}\nquorum none", "line 1: the name none is taken"),
    (f"log {VKEY}\nlog {VKEY} https://a\nquorum none", "line 2: this log stands here twice"),
    (f"log {KEYS['X1']}\nquorum none", "line 1: not an Ed25519 verifier key"),
    (f"witness a {VKEY}\nquorum a", "line 1: not a key that witnesses sign with"),
    (f"{AB}group g 3 a b\nquorum g", "line 3: of 2 there cannot be 3"),
    (f"{AB}group g 0 a b\nquorum g", "line 3: of 2 there cannot be 0"),
    (f"{AB}group g 01 a b\nquorum g", "line 3: of 2 there cannot be 01"),
    (f"{AB}group g some a b\nquorum g", "line 3: of 2 there cannot be some"),
    (f"{AB}group g any\nquorum g", "line 3: neither"),
    (f"{AB}group g 2 a a\nquorum g", "line 3: a would count twice"),
    (f"{AB}group g any a\ngroup h any a b\nquorum h", "line 4: a would count twice"),
    (f"{AB}group g any none\nquorum g", "line 3: nothing before is called none"),
    (f"{AB}group g any g\nquorum g", "line 3: nothing before is called g"),
    (f"{AB}group a any b\nquorum a", "line 3: the name a is taken"),
    (f"{A}quorum a b", "line 2: neither"),
    ("witnesses\nquorum none", "line 1: neither"),
    (f"{A}quorum a\r\n", "control characters"),
    ("#" * 300_000 + "\nquorum none", "not that long"),
    ("\n".join(f"group g{n} any" for n in range(3)), "line 1: neither"),
]


@pytest.mark.parametrize(("text", "why"), BAD)
def test_what_is_no_policy(text: str, why: str) -> None:
    with pytest.raises(BadPolicy, match=why):
        parsed(text.encode())
