"""The verifier asks for the word of witnesses on a checkpoint of the registry."""

from functools import cache
from itertools import chain, combinations
from pathlib import Path

import pytest

from audit import merkle, note, policy
from audit.cosignature import ML_DSA
from audit.verify import note as second
from audit.verify import step, witness
from audit.verify.__main__ import main
from tests.audit.checking import failed, steps_of
from tests.audit.fakewitness import FakeWitness, policy_of
from tests.audit.synthetic import ORIGIN, VKEY, Case
from tests.audit.test_policy import BAD, EXAMPLE, KEYS

SOME = [FakeWitness(f"witness.test/w{n}", bytes([n]) * 32, VKEY) for n in range(3)]
SOME[2].sort = ML_DSA
RULE = policy_of(2, *SOME)
MORE = [b'{"at":"2026","by":"system","kind":"demo.event","v":1}'] * 5


@cache
def entries() -> list[bytes]:
    return [*Case().registry(), *MORE]


def size() -> int:
    """The size of the registry at which the case is in it."""
    return len(entries()) - len(MORE)


def checkpoint(whose: tuple[int, ...], at: int) -> str:
    """Return a checkpoint of the registry of Case(), signed by these witnesses."""
    signed = Case().signed(ORIGIN, entries()[:at])
    return signed + "".join(SOME[n].line(note.text_of(signed)) for n in whose)


def link(whose: tuple[int, ...], at: int) -> bytes:
    """Return a consistency file from where the case is in it to a later size."""
    leaves = [merkle.leaf_hash(one) for one in entries()[:at]]
    proof = merkle.consistency_proof(leaves, size())
    return note.consistency_file(size(), proof, checkpoint(whose, at))


def outcome(folder: Path, *given: str | bytes, rule: str = RULE) -> step.Step:
    paths = [folder / f"kept-{number}" for number in range(len(given))]
    for path, content in zip(paths, given, strict=True):
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    read = witness.policy(rule.encode())
    found = steps_of(Case().bundle(), folder, registry=paths, policy=read)
    assert set(failed(found)) <= {"witnesses"}
    return found["witnesses"]


@pytest.mark.parametrize("whose", list(chain(*(combinations(range(3), n) for n in range(4)))))
def test_two_of_three_are_enough(tmp_path: Path, whose: tuple[int, ...]) -> None:
    found = outcome(tmp_path, checkpoint(whose, size()))
    assert found.status == (step.PASS if len(whose) >= 2 else step.FAIL)
    assert f"is signed by {len(whose)} of 3" in found.reason


def test_a_later_checkpoint_with_the_proof_that_it_goes_on(tmp_path: Path) -> None:
    assert outcome(tmp_path, link((0, 2), size() + 5)).status == step.PASS
    found = outcome(tmp_path, checkpoint((0,), size()), link((1,), size() + 5))
    assert found.status == step.FAIL  # two witnesses, of two checkpoints


def test_the_word_on_what_was_before_says_nothing_of_the_case(tmp_path: Path) -> None:
    early = Case().members()["registry/opening.tlog-proof"].decode().partition("\n\n")[2]
    signed = early + "".join(one.line(note.text_of(early)) for one in SOME)
    found = outcome(tmp_path, signed)
    assert (found.status, found.good) == (step.NOT_CHECKED, False)
    assert f"the case ends at size {size()}" in found.reason


def test_a_cosignature_that_does_not_fit_fails_whatever_else_does(tmp_path: Path) -> None:
    for liar in SOME:
        other = liar.line(note.text_of(checkpoint((), size() - 1)))
        found = outcome(tmp_path, checkpoint((0, 1, 2), size()) + other)
        assert found.status == step.FAIL
        assert f"the cosignature of {liar.name} does not fit" in found.reason
    short = f"\u2014 {SOME[0].name} {note.b64(SOME[0].key.key_id + bytes(9))}\n"
    assert "no cosignature" in outcome(tmp_path, checkpoint((0, 1, 2), size()) + short).reason


def test_signatures_under_the_same_name_by_another_key_do_not_count(tmp_path: Path) -> None:
    false = FakeWitness(SOME[0].name, b"f" * 32, VKEY)
    text = note.text_of(checkpoint((), size()))
    found = outcome(tmp_path, checkpoint((1,), size()) + false.line(text))
    assert found.status == step.FAIL


def test_without_a_checkpoint_there_is_nothing_to_sign(tmp_path: Path) -> None:
    found = outcome(tmp_path)
    assert (found.status, found.good) == (step.NOT_CHECKED, False)
    assert steps_of(Case().bundle(), tmp_path)["witnesses"].good


def test_the_policy_has_to_be_for_this_log(tmp_path: Path) -> None:
    other = note.Verifier("other.test/log", VKEY.public)
    given = checkpoint((0, 1, 2), size())
    assert outcome(tmp_path, given, rule=f"log {VKEY} https://a\n{RULE}").status == step.PASS
    found = outcome(tmp_path, given, rule=f"log {other}\n{RULE}")
    assert (found.status, "not for the log" in found.reason) == (step.FAIL, True)
    assert outcome(tmp_path, checkpoint((), size()), rule="quorum none").status == step.PASS


def test_both_readers_of_policies_count_alike() -> None:
    mine, theirs = policy.parsed(EXAMPLE.encode()), witness.policy(EXAMPLE.encode())
    for count in range(7):
        for names in combinations(KEYS, count):
            who = {theirs.witnesses[name.encode()] for name in names}
            assert theirs.enough(who) == mine.is_met({KEYS[name] for name in names})


@pytest.mark.parametrize(("text", "why"), BAD)
def test_both_readers_refuse_the_same(text: str, why: str) -> None:
    with pytest.raises(step.Wrong, match=r"^(line \d+ of the policy: |the policy )"):
        witness.policy(text.encode())


def test_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bundle, rule, given = tmp_path / "case.zip", tmp_path / "policy", tmp_path / "registry"
    bundle.write_bytes(Case().bundle())
    rule.write_text(RULE)
    given.write_text(checkpoint((0, 1), size()))
    words = [str(bundle), "--key", str(VKEY), "--registry", str(given), "--policy", str(rule)]
    assert main(words) == 0
    assert "PASS         witnesses" in capsys.readouterr().out
    rule.write_text("quorum x")
    with pytest.raises(SystemExit) as stopped:
        main(words)
    assert stopped.value.code == 2
    assert "--policy: line 1 of the policy" in capsys.readouterr().err


def test_the_note_of_a_consistency_file_is_what_it_ends_with() -> None:
    signed = checkpoint((0,), size() + 5).encode()
    assert second.proof_file(link((0,), size() + 5), "venire/consistency/v1", "old")[2] == signed
