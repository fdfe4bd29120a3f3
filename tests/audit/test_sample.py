"""What `make audit` does at length, in a few seconds: hostile draws at every route, the rules about the lock, the verdict.

The tools of others are not needed here; what their rows say and how they count is.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from tests.audit.__main__ import FAILED, MET, NOT_DONE, line_of, sentence, table, verdict
from tests.audit.answers import faults_of_answer
from tests.audit.faulty import SCHEMA, faulty_site
from tests.audit.lock_age import LONGEST, Part, overdue, read_lock
from tests.audit.outcome import NotDone, NotRun, Outcome
from tests.audit.rows import Row
from tests.audit.schema import describe
from tests.audit.world import World, attacked_portal
from tests.database import Postgres
from tests.sources import ROOT

_DRAWS = 8
_NOW = datetime(2026, 11, 28, tzinfo=UTC)
# What has broken others: quotes, comments, templates, paths, lines, NUL, numbers too large, letters that fold or turn.
_HOSTILE = (
    *(
        "'",
        '"><svg onload=x>',
        "1 OR 1=1 --",
        "{{7*7}}",
        "${jndi:x}",
        "../../etc/passwd",
        "%00",
        "a\r\nSet-Cookie: x=1",
    ),
    *(
        "\0",
        "-1",
        "9" * 40,
        "1e999",
        "NaN",
        "é" * 300,
        "\u202e\u200b",
        "ﬀ",
        "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    ),
    *("", " ", "null", "[]", '{"a":{"a":{}}}', "x" * 5000),
)


@dataclass(frozen=True, slots=True)
class Draw:
    """One request, drawn from a description."""

    method: str
    path: str
    query: dict[str, str]
    form: dict[str, str]
    json: Any


def draws(schema: dict[str, Any], seed: int = 1) -> Iterator[tuple[str, Draw]]:
    """Draw requests at each operation: good values and hostile ones, mixed; with the operation's name."""
    chance = random.Random(seed)
    for route, operations in schema["paths"].items():
        for method, operation in operations.items():
            for _ in range(_DRAWS):
                yield f"{method.upper()} {route}", _draw(route, method, operation, chance)


def _draw(route: str, method: str, operation: dict[str, Any], chance: random.Random) -> Draw:
    given = {"path": {}, "query": {}, "header": {}}  # type: dict[str, dict[str, str]]
    for one in operation.get("parameters", ()):
        given[one["in"]][one["name"]] = _value(one["schema"], chance, hostile=one["in"] == "query")
    content = operation.get("requestBody", {}).get("content", {})
    form = content.get("application/x-www-form-urlencoded", {}).get("schema", {}).get("properties", {})
    body = chance.choice((_HOSTILE, {"changes": list(_HOSTILE[:3])}, {"code": "'", "after": "x"}, None))
    return Draw(
        method.upper(),
        route.format(**given["path"]),
        given["query"],
        {name: _value(one, chance) for name, one in form.items()},
        body if "application/json" in content else None,
    )


def _value(schema: dict[str, Any], chance: random.Random, *, hostile: bool = True) -> str:
    good = schema.get("enum") or [one for part in schema.get("anyOf", ()) for one in part.get("enum", ())]
    return str(chance.choice(good if good and (not hostile or chance.random() < 0.6) else _HOSTILE))


def send(base: str, draw: Draw, headers: dict[str, str]) -> requests.Response:
    """Send it as it is."""
    return requests.request(
        draw.method, base + draw.path, params=draw.query, data=draw.form, json=draw.json, headers=headers,
        allow_redirects=False, timeout=60,
    )  # fmt: skip


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """The portal that the audit attacks."""
    with attacked_portal(families=6) as world:
        yield world


def _who(world: World, draw: Draw, sessions: Iterator[str]) -> dict[str, str]:
    """Sign in as an office or as a family."""
    if draw.path.startswith("/api/"):
        office = world.office
        epochs = {"Turbo-Office-Epoch": office.epoch, "Turbo-Portal-Epoch": office.portal_epoch}
        return {"Authorization": f"Bearer {office.key}", "Turbo-Protocol": "2", **epochs}
    return {"Cookie": world.cookie(next(sessions))}


def test_every_route_stands_hostile_draws(world: World) -> None:
    schema, seen, wrong = describe(world), set(), []
    drawn = list(draws(schema))
    sessions = iter(world.sessions(len(drawn)))
    for operation, draw in drawn:
        if draw.form:
            draw.form["_csrf_token"] = world.csrf
        answer = send(world.base, draw, _who(world, draw, sessions))
        method, _, route = operation.partition(" ")
        declared = schema["paths"][route][method.lower()]["responses"]
        faults = faults_of_answer({k.lower(): v for k, v in answer.headers.items()}, answer.content)
        if answer.status_code >= 500 or str(answer.status_code) not in declared or faults:
            wrong.append((operation, answer.status_code, faults, draw))
        seen.add(operation)
    assert wrong == []
    assert len(seen) > 40
    assert world.is_well()


def test_the_draws_find_what_is_planted(postgres: Postgres) -> None:
    with faulty_site(postgres.superuser_url) as base:
        statuses = {send(base, draw, {}).status_code for _, draw in draws(SCHEMA)}
        statuses.add(send(base, Draw("GET", "/quotient", {"by": "0"}, {}, None), {}).status_code)
        cut = requests.get(f"{base}/cherche", params={"q": "<script>x</script>"}, timeout=60)
    assert 500 in statuses
    assert {"a script", "no content-security-policy"} <= set(faults_of_answer(dict(cut.headers), cut.content))


def _row(outcome: Outcome | Exception) -> Row:
    def run(_world: World | None, _cases: int) -> Outcome:
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return Row("row", "a tool", run, least=lambda asked: asked)


@pytest.mark.parametrize(
    ("outcome", "state", "code"),
    [
        (Outcome(cases=5, control_found=True), MET, 0),
        (Outcome(cases=4, control_found=True), FAILED, 1),
        (Outcome(cases=5, control_found=False), FAILED, 1),
        (Outcome(cases=5, control_found=True, findings=["a hole"]), FAILED, 1),
        (NotRun("no Java here"), FAILED, 1),
        (RuntimeError("it broke"), FAILED, 1),
        (NotDone("no advisories within reach"), NOT_DONE, 0),
    ],
)
def test_what_was_not_done_is_told_and_neither_passes_nor_fails(
    outcome: Outcome | Exception, state: str, code: int
) -> None:
    line = line_of(_row(outcome), None, 5)
    assert (line["state"], verdict([line])) == (state, code)
    assert state in table([line])
    if isinstance(outcome, Exception):
        assert str(outcome) in sentence(line)
        assert str(outcome) in line["not_run"]
    if state == NOT_DONE:
        assert "non fait" in sentence(line)
        assert verdict([line, line_of(_row(NotRun("x")), None, 5)]) == 1


def test_our_lock_names_when_each_part_was_published() -> None:
    locked = read_lock((ROOT / "uv.lock").read_text(encoding="utf-8"))
    assert len(locked) > 100
    assert [name for name, part in locked.items() if part.published is None] == ["turbo-admin"]
    assert overdue(locked, locked, max(part.published for part in locked.values() if part.published)) == []


def test_a_part_that_was_replaced_long_ago_and_a_lock_that_nobody_renews_are_seen() -> None:
    fresh, late = Part("2", _NOW - timedelta(days=5)), Part("1", _NOW - LONGEST * 4)
    assert overdue({"a": late, "b": fresh}, {"a": fresh, "b": fresh}, _NOW) == []
    (found,) = overdue({"a": late, "b": fresh}, {"a": Part("2", _NOW - LONGEST * 2), "b": fresh}, _NOW)
    assert found.startswith("a 1: 2 has been out for")
    (found,) = overdue({"a": late}, {"a": late}, _NOW)
    assert "last renewed" in found
