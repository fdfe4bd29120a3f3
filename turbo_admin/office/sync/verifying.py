"""« Vérifier l'accord »: the real rows of both sides are compared, whatever either remembers of what was told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy.orm import Session

from turbo_admin.core.errors import Refused
from turbo_admin.core.french import count
from turbo_admin.office.desk.context import Desk, Progress, silent
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.outbox.state_bodies import state_bodies
from turbo_admin.office.sync.binding import school_client
from turbo_admin.outside.portal.portal_client import PortalClient
from turbo_admin.protocol.canonical import comparable
from turbo_admin.protocol.kinds import KINDS, STATES, place_of
from turbo_admin.store import outbox, refused_changes, schools, told

_VERIFYING = "Vérification"


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found.

    Attributes:
        compared: kind -> how many records were compared.
        waiting, refused: kind -> how many are not compared, since they wait to be sent or were refused.
        differing: kind -> keys of records that differ, or that one side alone has.
    """

    uai: str
    compared: Mapping[str, int]
    waiting: Mapping[str, int]
    refused: Mapping[str, int]
    differing: Mapping[str, tuple[str, ...]]

    @property
    def agrees(self) -> bool:
        """Whether nothing differs."""
        return not any(self.differing.values())

    @property
    def sentence(self) -> str:
        """The result in one sentence."""
        if not self.agrees:
            number = sum(len(keys) for keys in self.differing.values())
            return f"Désaccord sur {count(number, 'fiche')}."
        refused, waiting = sum(self.refused.values()), sum(self.waiting.values())
        if refused or waiting:
            return f"Accord vérifié, sauf {refused} refusés et {waiting} en attente."
        return f"Accord vérifié : {count(sum(self.compared.values()), 'fiche comparée', 'fiches comparées')}."

    @property
    def lines(self) -> list[str]:
        """What differs, a line a record."""
        return [f"{KINDS[kind].one} {key}" for kind, keys in self.differing.items() for key in keys]


@needs(Right.SYNC)
def verify(desk: Desk, uai: str, *, report: Progress = silent) -> Verified:
    """Compare the records of both sides, kind by kind; nothing is written.

    Raises:
        Refused: `school_unknown`, `key_missing`, `key_unknown`, `no_keyring`, `verify_sync_first`: there is news that
            this office has not heard.
        Unreachable, Outdated, BadData: as `PortalClient`.
    """
    compared, differing = {}, {}
    with desk.database.read() as session:
        cursor = schools.cursor(session, uai)
    with school_client(desk, uai) as client:
        if client.hello().last_seq != cursor:
            raise Refused("verify_sync_first")
        there = {kind: dict(_records(client, kind)) for kind in sorted(STATES, key=place_of)}
    with desk.database.read() as session:
        waiting, refused = outbox.count_waiting(session, uai), refused_changes.count_refused(session, uai)
        for kind, records in there.items():
            report(_VERIFYING, 0, 0)
            skipped = {one.key for one in outbox.acts_waiting(session, uai, kind)}
            here = _told_records(session, uai, kind)
            keys = (here.keys() | records.keys()) - skipped
            compared[kind] = len(keys)
            differing[kind] = tuple(
                sorted(key for key in keys if not _is_same(here.get(key), records.get(key)))
            )
    return Verified(uai, compared, waiting, refused, {kind: keys for kind, keys in differing.items() if keys})


def _is_same(here: Any, there: Any) -> bool:
    """Whether two records are the same; what the family itself changes, as long as both have heard the same of it."""
    if here is None or there is None or here.get("family_rev") == there.get("family_rev"):
        return bool(here == there)
    by_family = ("family_rev", "email", "state")
    return all(
        here.get(name) == there.get(name) for name in here.keys() | there.keys() if name not in by_family
    )


def _records(client: PortalClient, kind: str) -> Iterator[tuple[str, Any]]:
    after, more = "", True
    while more:
        page = client.held(kind, after)
        for one in page.states:
            # A request that no office has decided yet is no state: it came from there.
            if not one.erased and one.rev:
                yield one.key, comparable(kind, msgspec.json.decode(one.body))
        more = page.more and bool(page.states)
        after = page.states[-1].key if page.states else ""


def _told_records(session: Session, uai: str, kind: str) -> dict[str, Any]:
    keys = [one.key for one in told.all_told(session, uai, kind).values() if not one.erased]
    bodies = state_bodies(session, uai, kind, keys)
    return {key: comparable(kind, msgspec.json.decode(one.body)) for key, one in bodies.items()}
