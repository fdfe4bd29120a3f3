"""What the audit is made of: a tool, what it is pointed at, and what it has to bring back."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.audit.outcome import Outcome
from tests.audit.world import World


@dataclass(frozen=True, slots=True)
class Row:
    """One line of audit.json.

    Attributes:
        run: given the portal (None when it needs none) and how many cases are asked for.
        attacks: whether it needs the portal.
        least: how many cases it must have tried to count, given how many were asked for.
    """

    id: str
    what: str
    run: Callable[[World | None, int], Outcome]
    attacks: bool = False
    least: Callable[[int], int] = lambda _asked: 1


def _fuzz(world: World | None, cases: int) -> Outcome:
    from tests.audit.fuzz import fuzz

    assert world
    return fuzz(world, cases)


def _sqlmap(world: World | None, _cases: int) -> Outcome:
    from tests.audit.injection import sqlmap

    assert world
    return sqlmap(world)


def _wapiti(world: World | None, _cases: int) -> Outcome:
    from tests.audit.crawling import wapiti

    assert world
    return wapiti(world)


def _bandit(_world: World | None, _cases: int) -> Outcome:
    from tests.audit.source import bandit

    return bandit()


def _ruff(_world: World | None, _cases: int) -> Outcome:
    from tests.audit.source import ruff

    return ruff()


def _rules(_world: World | None, _cases: int) -> Outcome:
    from tests.audit.source import own_rules

    return own_rules()


def _dependencies(_world: World | None, _cases: int) -> Outcome:
    from tests.audit.dependencies import pip_audit

    return pip_audit()


def _lock_age(_world: World | None, _cases: int) -> Outcome:
    from tests.audit.lock_age import lock_age

    return lock_age()


def _markup(_world: World | None, _cases: int) -> Outcome:
    from tests.audit.markup import nu

    return nu()


ROWS = (
    Row("bandit", "bandit over the product's source", _bandit),
    Row("ruff-s", "ruff's security rules (S) over the product's source", _ruff),
    Row("own-rules", "the house's own rules about the code", _rules),
    Row("pip-audit", "pip-audit --strict over the locked requirements", _dependencies),
    Row("lock-age", "age of the locked parts, against the three months of docs/security.md", _lock_age),
    Row("nu", "Nu HTML checker, every page in every state", _markup),
    Row("sqlmap", "sqlmap, every form, page and call, signed in", _sqlmap, attacks=True),
    Row("wapiti", "wapiti, every page of a school, signed in", _wapiti, attacks=True),
    Row("fuzz", "Schemathesis, every route, signed in", _fuzz, attacks=True, least=lambda asked: asked),
)
