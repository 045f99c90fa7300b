"""`audit check` of what was handed down for bundles: it finds what is missing, changed or nobody's,
and not what belongs there."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from audit import attached, queries, reconcile
from audit.actions import attach
from audit.entry import parse
from audit.jobs import sequence_logs
from audit.models import Attachment
from jury import actions
from tests.audit.logs import decide, unfasten
from tests.audit.modes import MODES, Assembly, Stratified
from tests.audit.synthetic import REF, Case
from tests.clock import TestClock
from tests.conftest import OpenWork
from tests.jury.assembled import convene, few_are_enough
from tests.jury.bench import make_bench


def problems(work: OpenWork) -> list[str]:
    with work(writing=False) as w:
        return list(reconcile.problems(w.session, w.settings))


def told(case: Case) -> list[dict[str, object]]:
    return [one for one in map(parse, case.lines()) if one["kind"] != "ballot"]


@pytest.mark.parametrize("mode", MODES)
def test_what_belongs_there_is_no_finding(mode: str) -> None:
    case = MODES[mode]()
    assert list(attached.mistakes(told(case), case.attached)) == []


def test_a_draw_within_quotas_that_was_given_up_hands_nothing_down() -> None:
    first, *rest = told(Case())
    kinds = ("draw.committed", "draw.stratified")
    given_up = [one for one in told(Stratified()) if one["kind"] in kinds]
    assert len(given_up) == 2
    assert list(attached.mistakes([first, *given_up, *rest], Case().attached)) == []


@pytest.mark.parametrize("mode", MODES)
def test_each_byte_of_an_attachment_counts(mode: str) -> None:
    """But for two who are excluded, one of them under the cap: the log tells their number alone."""
    case = MODES[mode]()
    log = told(case)
    for path, content in case.attached.items():
        for at in range(0, len(content), max(1, len(content) // 50)):
            for other in (
                content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :],
                content[:at] + b"\r" + content[at:],
                content[:at],
            ):
                (line,) = attached.mistakes(log, {**case.attached, path: other})
                assert path in line


@pytest.mark.parametrize(
    ("path", "content", "words"),
    [
        ("excluded.json", b'{"cap":[],"conflict":[]}', "under the cap"),
        ("excluded.json", b'{"cap": [],"conflict":[]}', "one form"),
        ("excluded.json", b"", "one form"),
        ("roll.jsonl", b"", "others of the roll"),
        ("roll.jsonl", b'{"leaf":7,"proof":[]}\n', "cannot be read"),
        ("roll.jsonl", b"7\n", "cannot be read"),
        ("lottery.json", b"{}", "digest"),
    ],
)
def test_what_is_another_is_named(path: str, content: bytes, words: str) -> None:
    case = Stratified()
    (line,) = attached.mistakes(told(case), {**case.attached, path: content})
    assert path in line
    assert words in line


def test_lines_of_the_roll_are_those_that_were_drawn() -> None:
    case, log = Case(), told(Case())
    lines = case.attached["roll.jsonl"].splitlines(keepends=True)
    more = case.roll.lines(set(range(len(case.roll.leaves))))
    for other in (b"".join(lines[1:]), b"".join(lines[::-1]), b"".join([*lines, lines[-1]]), more):
        (line,) = attached.mistakes(log, {**case.attached, "roll.jsonl": other})
        assert "others of the roll" in line


def test_who_may_come_to_an_assembly_is_there_from_its_opening_on() -> None:
    case, log = Assembly(), told(Assembly())
    opening = [one["kind"] for one in log].index("assembly.committed")
    for end in range(1, len(log) + 1):
        found = list(attached.mistakes(log[:end], {}))
        assert bool(found) == (end > opening)
        found = list(attached.mistakes(log[:end], case.attached))
        assert bool(found) == (end <= opening)
    (line,) = attached.mistakes(log, {**case.attached, "voters": case.attached["voters"][:-16]})
    assert "31 are there, not 32" in line


def test_a_panel_that_came_to_no_count_keeps_all_or_nothing() -> None:
    """At first nothing was handed down of a case that was withdrawn."""
    case = Stratified()
    log = [one for one in told(case) if one["kind"] not in {"case.closed", "key.revealed"}]
    log[-1] = {"kind": "case.withdrawn", "case": REF}
    assert list(attached.mistakes(log, case.attached)) == []
    assert list(attached.mistakes(log, {})) == []
    for path in case.attached:
        some = {name: content for name, content in case.attached.items() if name != path}
        assert list(attached.mistakes(log, some)) == [f"the attachment {path} is missing"]


@pytest.mark.parametrize("kind", [Case, Assembly, Stratified], ids=lambda kind: kind.mode)
def test_what_is_gone_changed_or_nobodys_is_found(work: OpenWork, kind: type[Case]) -> None:
    case = kind()
    with work(writing=False):
        decide(case)
        assert problems(work) == []  # the verdict, and what came with it, still wait
        sequence_logs()
    assert problems(work) == []

    def owner(what: sa.Executable) -> str:
        with work() as w:
            unfasten(w)
            w.session.execute(what)
            found = list(reconcile.problems(w.session, w.settings))
            w.session.rollback()
        return "\n".join(one for one in found if "trigger" not in one)

    for path in case.attached:
        at = Attachment.path == path
        assert owner(sa.delete(Attachment).where(at)) == (
            f"{REF}: the attachment {path} is missing"
        )
        assert f"{REF}: the attachment {path} " in owner(
            sa.update(Attachment).where(at).values(content=b"x" * 16)
        )
    row = {"case_ref": "C-2026-0099", "path": "voters", "content": b""}
    assert owner(sa.insert(Attachment).values(row)) == (
        "C-2026-0099: nothing in this log tells of the attachment voters"
    )
    row = {"case_ref": REF, "path": "more.json", "content": b""}
    assert "nothing in this log tells of the attachment more.json" in owner(
        sa.insert(Attachment).values(row)
    )


def test_what_is_attached_stays_as_it_is(work: OpenWork) -> None:
    with work() as w:
        attach(w, REF, "voters", b"v" * 16)
        attach(w, REF, "voters", b"v" * 16)
        with pytest.raises(ValueError, match="another voters already"):
            attach(w, REF, "voters", b"w" * 16)
        with pytest.raises(ValueError, match="no votes to attach"):
            attach(w, REF, "votes", b"")


def test_what_is_handed_down_of_withdrawn_cases_is_no_finding(
    work: OpenWork, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_are_enough(monkeypatch)
    panel = make_bench(work, clock)
    assembly = replace(panel, ref="C-2026-0007")
    panel.freeze()
    panel.draw()
    convene(assembly)
    for bench in (panel, assembly):
        assert problems(work) == []
        with work(bench.cast.clara) as w:
            actions.withdraw_case(w, bench.ref)
        assert problems(work) == []
        bench.log()
        assert problems(work) == []
        with work(writing=False) as w:
            assert queries.attachments(w.session, bench.ref)
