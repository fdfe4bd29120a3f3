"""« Vérifier l'accord »: the real rows of both sides are compared, whatever either remembers of what was told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from msgspec import json
from sqlalchemy.orm import Session

from turbo_admin.core.errors import Refused
from turbo_admin.core.french import NBSP, count
from turbo_admin.core.sync.agreement import except_words
from turbo_admin.office.desk.context import Desk, Progress, silent
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.outbox.record_words import UNKNOWN, RecordWords, differing_words, words_of
from turbo_admin.office.outbox.state_bodies import state_bodies
from turbo_admin.office.sync.binding import school_client
from turbo_admin.outside.portal.portal_client import PortalClient
from turbo_admin.protocol.canonical import comparable
from turbo_admin.protocol.kinds import KINDS, STATES, place_of
from turbo_admin.store import outbox, refused_changes, schools, told

_VERIFYING = "Vérification"
_Bodies = dict[str, dict[str, bytes]]


@dataclass(frozen=True, slots=True)
class RecordDifference:
    """A record that both sides hold otherwise, or that one side alone has.

    Attributes:
        what: its kind in words.
        name, detail: of whom it is.
        here, there: what it is on each side, as far as they differ.
    """

    kind: str
    key: str
    what: str
    name: str
    detail: str
    here: str
    there: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found.

    Attributes:
        compared: kind -> how many records were compared.
        here, there: kind -> how many each side holds of what was told.
        waiting, refused: kind -> how many are not compared, since they wait to be sent or were refused.
        differing: kind -> keys of records that differ, or that one side alone has; `differences` says how.
    """

    uai: str
    compared: Mapping[str, int]
    here: Mapping[str, int]
    there: Mapping[str, int]
    waiting: Mapping[str, int]
    refused: Mapping[str, int]
    differing: Mapping[str, tuple[str, ...]]
    differences: tuple[RecordDifference, ...]

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
        compared = count(sum(self.compared.values()), "fiche comparée", "fiches comparées")
        refused, waiting = sum(self.refused.values()), sum(self.waiting.values())
        if refused or waiting:
            return f"Accord vérifié, {except_words(refused, waiting)}{NBSP}: {compared}."
        return f"Accord vérifié{NBSP}: {compared}."

    @property
    def lines(self) -> list[str]:
        """What differs, a line a record."""
        return [
            f"{one.what} {one.key} ({one.name}){NBSP}: ici {one.here}, au portail {one.there}"
            for one in self.differences
        ]


@needs(Right.SYNC)
def verify(desk: Desk, uai: str, *, report: Progress = silent) -> Verified:
    """Compare the records of both sides, kind by kind; nothing is written.

    Args:
        report: called with (step, done, 0) for each page that was read; raising `Cancelled` stops.

    Raises:
        Refused: `school_unknown`, `key_missing`, `key_unknown`, `no_keyring`, `verify_sync_first`: there is news that
            this office has not heard.
        Unreachable, Outdated, BadData: as `PortalClient`.
    """
    with school_client(desk, uai) as client:
        return compare_records(desk, uai, client, report)


@needs(Right.SYNC)
def compare_records(desk: Desk, uai: str, client: PortalClient, report: Progress) -> Verified:
    """As `verify`, over a client that is open.

    The portal's records come page by page: what was done on either side meanwhile would show as a difference, so one is
    only told when nothing was.
    """
    kinds = sorted(STATES, key=place_of)
    with desk.database.read() as session:
        before = _positions(session, uai)
    if client.hello().last_seq != before[0]:
        raise Refused("verify_sync_first")
    there = {kind: dict(_records(client, kind, report)) for kind in kinds}
    with desk.database.read() as session:
        after = _positions(session, uai)
        waiting, refused = outbox.count_waiting(session, uai), refused_changes.count_refused(session, uai)
        here = {kind: _told_records(session, uai, kind) for kind in kinds}
        skipped = {kind: {one.key for one in outbox.acts_waiting(session, uai, kind)} for kind in kinds}
    compared, differing = {}, {}
    for kind in kinds:
        keys = (here[kind].keys() | there[kind].keys()) - skipped[kind]
        compared[kind] = len(keys)
        found = sorted(
            key for key in keys if not is_same_record(kind, here[kind].get(key), there[kind].get(key))
        )
        if found:
            differing[kind] = tuple(found)
    if differing and (after != before or client.hello().last_seq != before[0]):
        raise Refused("verify_sync_first")
    return Verified(
        uai=uai,
        compared=compared,
        here={kind: len(records) for kind, records in here.items()},
        there={kind: len(records) for kind, records in there.items()},
        waiting=waiting,
        refused=refused,
        differing=differing,
        differences=_differences(here, there, differing),
    )


def is_same_record(kind: str, here: bytes | None, there: bytes | None) -> bool:
    """Whether two records are the same; what the family itself changes, as long as both have heard the same of it.

    Args:
        here, there: bodies as both sides exchange them; None for a record that a side does not have.
    """
    if here is None or there is None or here == there:
        return here == there
    one, other = comparable(kind, json.decode(here)), comparable(kind, json.decode(there))
    if one.get("family_rev") == other.get("family_rev"):
        return bool(one == other)
    by_family = ("family_rev", "email", "state")
    return all(
        one.get(name) == other.get(name) for name in one.keys() | other.keys() if name not in by_family
    )


def _positions(session: Session, uai: str) -> tuple[int, int]:
    """Return how far this office has heard the portal, and has told it."""
    return schools.cursor(session, uai), schools.school(session, uai).told_rev


def _records(client: PortalClient, kind: str, report: Progress) -> Iterator[tuple[str, bytes]]:
    after, more, done = "", True, 0
    while more:
        report(f"{_VERIFYING}{NBSP}: {KINDS[kind].many}", done, 0)
        page = client.held(kind, after)
        for one in page.states:
            # A request that no office has decided yet is no state: it came from there.
            if not (one.erased or one.is_lost) and one.rev:
                yield one.key, bytes(one.body)
        done += len(page.states)
        more = page.more and bool(page.states)
        after = page.states[-1].key if page.states else ""


def _told_records(session: Session, uai: str, kind: str) -> dict[str, bytes]:
    keys = told.live_keys(session, uai, kind)
    return {key: one.body for key, one in state_bodies(session, uai, kind, keys).items()}


def _differences(
    here: _Bodies, there: _Bodies, differing: Mapping[str, tuple[str, ...]]
) -> tuple[RecordDifference, ...]:
    if not differing:
        return ()
    ours, theirs = words_of(here), words_of(there)
    return tuple(
        _difference(kind, key, ours[kind].get(key), theirs[kind].get(key))
        for kind, keys in differing.items()
        for key in keys
    )


def _difference(kind: str, key: str, here: RecordWords | None, there: RecordWords | None) -> RecordDifference:
    if here and there:
        texts = differing_words(here, there)
    else:
        texts = here.state if here else UNKNOWN, there.state if there else UNKNOWN
    known = here or there
    name, detail = (known.name, known.detail) if known else (key, "")
    return RecordDifference(kind, key, KINDS[kind].one, name, detail, *texts)
