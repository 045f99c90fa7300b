"""The rules of the house that no linter knows."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from flask import Flask

from kernel.access import check_doors, unsigned_doors
from tests.source import ROLES, ROOMS, ROOT, STAIRS, answers, files, imports, name_of, nouns, tree

LONGEST = 300  # lines
LONGEST_TESTS = 400  # a room's pages are told in one place
SIDE_BY_SIDE = {"jury", "quiz"}  # neither knows the other
WORLD = re.compile(r"^(flask\w*|sqlalchemy|wtforms|alembic|werkzeug|requests|click)(\.|$)")
TIME = re.compile(
    r"datetime\.(now|utcnow|today)\(|date\.today\(|\btime\.time\(|func\.now\(|CURRENT_TIMESTAMP"
)
# Actions without a record, each with its reason.
RECORDLESS = {
    "audit.actions": "the log itself",
    "members.actions.count_try": "tries are counted in rows of their own",
    "members.actions.leaving.living": "it reads an account, and holds it",
    "members.actions.leaving.leave": "beside what they did last, it would tell who left",
    "members.actions.leaving.stays_of": "it reads what keeps a member",
    "members.actions.begin_session": "who is signed in is nobody's business but theirs",
    "members.actions.end_session": "likewise",
    "jury.actions.polls.pass_case_quiz": "told live, it would count who comes to vote, and when",
    "jury.actions.polls.end_early": "that all have voted is told at closing, and never before",
    "jury.actions.practice.answer_mock": "what a member practises is nobody's business",
    "rules.actions.consultation.answer_consultation": "told live, it would count who takes part",
    "rules.actions.steps": "parts of actions, which record what they are parts of",
    "claims.actions.filing.file_claim": "a draft; what is handed in is recorded",
    "claims.actions.filing.change_filing": "likewise",
    "claims.actions.papers.note_completeness": "part of actions, which record what they do",
    "claims.actions.papers.finish_erasing": "files of which it is recorded that they were removed",
    "jury.actions.leaving.forget_member": "part of erasing a member, which records that",
    "jury.actions.leaving.forget_words": "part of erasing a claim, which records that",
    "quiz.actions.leaving": "part of erasing a member, which records that",
    "claims.actions.statements.save_statement": "a draft; what is handed in is recorded",
    "jury.actions.challenges.end_challenges": "part of ending a case, which records that",
    "jury.actions.assembly.take_seat": "told live, it would count who comes to vote, and when",
    "jury.actions.verdicts.open_and_count": "part of deciding, which records that",
    "jury.actions.verdicts.empty_reasons": "part of deciding, and of what is taken out later",
    "jury.actions.opening": "part of opening a poll, which records that",
    "jury.actions.casekeys": "part of opening a case, which records that",
    "quiz.actions.steps": "parts of actions, which record what they are parts of",
    "claims.actions.steps": "parts of actions, which record what they are parts of",
    "quiz.actions.sittings.save_answers": "a draft; what is handed in counts, and is recorded",
    "quiz.actions.cut.save_estimates": "a draft; what is handed in counts, and is recorded",
    "quiz.actions.after.open_clause": "what a member reads is nobody's business",
    "quiz.actions.delta.go_on": "asks the next question; what is learned is recorded",
    "quiz.actions.drafts.begin_draft": "a draft is its author's; what is sent in is recorded",
    "quiz.actions.drafts.begin_drafts": "likewise",
    "quiz.actions.drafts.save_draft": "likewise",
    "quiz.actions.drafts.discard_draft": "likewise",
    "quiz.actions.figures": "counts what is there; nobody acts",
}


def ids(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_every_door_carries_a_sign(app: Flask) -> None:
    assert unsigned_doors(app) == []


def test_an_app_with_an_unsigned_door_does_not_start() -> None:
    bare = Flask("bare")
    bare.add_url_rule("/open", "open", lambda: "")
    with pytest.raises(RuntimeError, match="open"):
        check_doors(bare)


@pytest.mark.parametrize("path", nouns(), ids=ids)
def test_nouns_are_pure(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    touching = [name for name in imports(path) if WORLD.match(name)]
    roles = {f"{other}.{role}" for other in (*ROOMS, room) for role in ROLES}
    touching += [name for name in imports(path) if ".".join(name.split(".")[:2]) in roles]
    assert not touching, f"{ids(path)} is a noun, and imports {touching}"


def test_the_import_contract_names_every_noun() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = project["tool"]["importlinter"]["contracts"]
    pure = next(one for one in contracts if one["id"] == "pure")
    named, there = set(pure["source_modules"]), {name_of(path) for path in nouns()}
    assert not there - named, f"add these nouns to the contract in pyproject.toml: {there - named}"
    assert not named - there, f"these are no longer there: {named - there}"


@pytest.mark.parametrize("path", sorted([*files(), *files("tests", "bin")]), ids=ids)
def test_nobody_asks_the_time_but_the_clock(path: Path) -> None:
    if name_of(path) == "kernel.clock" or path == Path(__file__):
        return
    found = [line for line in path.read_text().splitlines() if TIME.search(line)]
    assert not found


def test_files_are_small() -> None:
    tests = list(files("tests"))
    every = [*files(), *tests, *files("templates", suffix=".html")]
    lengths = {path: len(path.read_text().splitlines()) for path in every}
    most = {path: LONGEST_TESTS if path in tests else LONGEST for path in every}
    assert {ids(path): n for path, n in lengths.items() if n > most[path]} == {}


@pytest.mark.parametrize("path", sorted(files("kernel", *ROOMS)), ids=ids)
def test_imports_go_down_the_stairs(path: Path) -> None:
    """Import-linter holds this too; here it counts imports inside functions as well."""
    room = path.relative_to(ROOT).parts[0]
    above = set(STAIRS[: STAIRS.index(room)]) if room in STAIRS else set(STAIRS)
    above |= {"app", "tests", "bench"} | (
        {"jury", "quiz"} - {room} if room in {"jury", "quiz"} else set()
    )
    upward = [name for name in imports(path) if name.split(".")[0] in above]
    assert not upward


def action_files() -> list[Path]:
    return [path for room in ROOMS for path in files(room) if "actions" in name_of(path).split(".")]


def calls(function: ast.FunctionDef) -> set[str]:
    """Return the names of what a function calls; `rows.append(…)` is no entry in the log."""
    named = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    return {func.id for func in named if isinstance(func, ast.Name)}


@pytest.mark.parametrize("path", action_files(), ids=ids)
def test_every_action_leaves_a_record(path: Path) -> None:
    """By itself, through a helper in its file, or through an action that it calls."""
    if name_of(path) in RECORDLESS:
        return
    functions = {n.name: n for n in tree(path).body if isinstance(n, ast.FunctionDef)}
    records = {name.rpartition(".")[2] for name in imports(path) if ".actions." in name}
    while more := {n for n, f in functions.items() if n not in records and calls(f) & records}:
        records |= more
    public = {name for name, f in functions.items() if f.args.args[:1] and not name.startswith("_")}
    taking_work = {name for name in public if functions[name].args.args[0].arg == "work"}
    silent = {name for name in taking_work - records if f"{name_of(path)}.{name}" not in RECORDLESS}
    assert not silent, f"{ids(path)}: {sorted(silent)} are silent"


@pytest.mark.parametrize(("template", "fragment"), sorted(set(answers())))
def test_a_fragment_is_a_block_is_an_id(app: Flask, template: str, fragment: str) -> None:
    """That it also renders alone is checked on every page a test fetches (tests/fragments.py)."""
    found = app.jinja_env.get_template(template)
    assert fragment in found.blocks
    assert f'id="{fragment}"' in (ROOT / "templates" / template).read_text()


def test_every_room_has_its_place_on_the_stairs() -> None:
    rooms = {path.parent.name for path in ROOT.glob("*/views*")}
    assert rooms <= set(STAIRS)
