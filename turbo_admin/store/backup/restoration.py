"""That the present database was put back from a copy: one fact, kept in the database itself."""

import json
from dataclasses import dataclass
from datetime import datetime

from psycopg import sql
from sqlalchemy.orm import Session

from turbo_admin.store import pc_settings

# What no PC is named: the fact belongs to the database.
_NO_PC, _NAME = "", "restored"


@dataclass(frozen=True, slots=True)
class Restoration:
    """When a copy took the place of the database.

    Attributes:
        at: when it was restored.
        copied_until: of the latest act that the copy knows; None when it knows none.
        who: restored it; likewise workstation.
    """

    at: datetime
    copied_until: datetime | None
    who: str
    workstation: str


def restoration(session: Session) -> Restoration | None:
    """Return when this database was last put back from a copy; None if it never was.

    Until both sides have been brought to agree since then, office and portal may know different things.
    """
    kept = pc_settings.read(session, _NO_PC, _NAME)
    if not kept:
        return None
    until = kept["copied_until"]
    return Restoration(
        at=datetime.fromisoformat(kept["at"]),
        copied_until=datetime.fromisoformat(until) if until else None,
        who=kept["who"],
        workstation=kept["workstation"],
    )


def keep_restoration(session: Session, fact: Restoration) -> None:
    """Keep that a copy took the place of the database."""
    pc_settings.keep(session, _NO_PC, _NAME, _written(fact))


def forget_restoration(session: Session) -> None:
    """Forget that a copy took the place of the database: both sides agree again."""
    if restoration(session) is not None:
        pc_settings.keep(session, _NO_PC, _NAME, {})


def statement_of(fact: Restoration) -> sql.Composed:
    """Return the same as a statement of PostgreSQL, for a program that runs it after putting a copy back."""
    return sql.SQL(
        "INSERT INTO pc_setting (workstation, name, value) VALUES ({}, {}, {})"
        " ON CONFLICT (workstation, name) DO UPDATE SET value = excluded.value"
    ).format(_NO_PC, _NAME, json.dumps(_written(fact)))


def _written(fact: Restoration) -> dict[str, str]:
    return {
        "at": fact.at.isoformat(),
        "copied_until": fact.copied_until.isoformat() if fact.copied_until else "",
        "who": fact.who,
        "workstation": fact.workstation,
    }
