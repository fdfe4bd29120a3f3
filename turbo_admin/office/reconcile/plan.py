"""Compares what both sides hold, and plans what each takes from the other. Nothing is written."""

from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from turbo_admin.core.matching.spellings import fold
from turbo_admin.office.outbox.state_bodies import state_bodies
from turbo_admin.office.reconcile.listing import PortalListing
from turbo_admin.office.settings.school_settings import SETTINGS_KEY
from turbo_admin.protocol import codec
from turbo_admin.protocol.canonical import state_digest
from turbo_admin.protocol.kinds import STATES, place_of
from turbo_admin.protocol.messages import HeldState
from turbo_admin.protocol.states import DinerState
from turbo_admin.store import accounts, diners, outbox, requests, told


@dataclass(frozen=True, slots=True)
class KindPlan:
    """What becomes of the records of one kind, by their keys.

    Attributes:
        same: how many both sides hold alike.
        adopt: that the office takes from the portal: unknown here, or changed there since this copy.
        tell: that the portal is sent: unknown there, or changed here since its copy.
        both: changed on both sides: the office's stands, with the greater numbers.
        gone: that the portal has erased for good.
    """

    same: int = 0
    adopt: frozenset[str] = frozenset()
    tell: frozenset[str] = frozenset()
    both: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ReconcilePlan:
    """What « Mettre d'accord… » will do for one school.

    Attributes:
        renamed: the id of a diner here -> the id under which the portal knows the same one.
        ambiguous: diners of the portal whose name several bear: they are created beside those here.
        is_new_portal: whether the portal's database is another than the one that was paired, or was put back.
    """

    uai: str
    listing: PortalListing
    kinds: Mapping[str, KindPlan]
    is_new_portal: bool
    renamed: Mapping[str, str] = field(default_factory=dict)
    ambiguous: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether both sides hold the same already."""
        return not any(one.adopt or one.tell or one.both for one in self.kinds.values()) and not self.renamed


def make_plan(session: Session, uai: str, portal_epoch: str, listing: PortalListing) -> ReconcilePlan:
    """Compare the office's records with a portal's listing.

    Args:
        portal_epoch: of the portal that this school was paired with.
    """
    renamed, ambiguous = _same_diners(session, uai, listing.held["diner"])
    kinds = {
        kind: _plan_kind(session, uai, kind, listing.held[kind], renamed)
        for kind in sorted(STATES, key=place_of)
    }
    return ReconcilePlan(
        uai, listing, kinds, listing.portal_epoch != portal_epoch, renamed, frozenset(ambiguous)
    )


def _plan_kind(
    session: Session, uai: str, kind: str, held: Mapping[str, HeldState], renamed: Mapping[str, str]
) -> KindPlan:
    local = {one for one in _local_keys(session, uai, kind) if not (kind == "diner" and one in renamed)}
    there = {key for key, one in held.items() if not one.erased}
    gone = frozenset(held.keys() - there) & local
    known = told.all_told(session, uai, kind)
    edited = {one.key for one in outbox.pending(session, uai, kind, sorted(local))}
    differing = _differing(session, uai, kind, local & there, held)
    later = {key for key in differing if held[key].rev > (known[key].rev if key in known else 0)}
    both = {key for key in later if key in edited}
    arrived = (there - local) - (set(renamed.values()) if kind == "diner" else set())
    return KindPlan(
        same=len(local & there) - len(differing),
        adopt=frozenset((later - both) | arrived),
        tell=frozenset((differing - later) | (local - there - gone)),
        both=frozenset(both),
        gone=gone,
    )


def _local_keys(session: Session, uai: str, kind: str) -> set[str]:
    if kind == "settings":
        return {SETTINGS_KEY}
    if kind == "diner":
        return {one.id for page in diners.pages_of_diners(session, uai) for one in page}
    if kind == "account":
        return {one.id for page in accounts.pages_of_accounts(session, uai) for one in page}
    return set(requests.all_ids(session, uai))


def _differing(
    session: Session, uai: str, kind: str, keys: Set[str], held: Mapping[str, HeldState]
) -> set[str]:
    bodies = state_bodies(session, uai, kind, sorted(keys))
    undecided = set(requests.undecided_ids(session, uai)) if kind == "request" else set()
    return {
        key
        for key in keys
        if state_digest(kind, key, bodies[key].body) != held[key].digest
        and not (key in undecided and not held[key].rev)
    }


def _same_diners(
    session: Session, uai: str, held: Mapping[str, HeldState]
) -> tuple[dict[str, str], set[str]]:
    """Find the diners that both sides know under different ids: a name that each side has once, whatever the class."""
    here: dict[str, tuple[str, str]] = {
        one.id: (fold(one.last_name), fold(one.first_name))
        for page in diners.pages_of_diners(session, uai)
        for one in page
    }
    there: dict[str, tuple[str, str]] = {}
    for key, one in held.items():
        if not one.erased:
            state = codec.decode(one.body, DinerState)
            there[key] = (fold(state.last_name), fold(state.first_name))
    borne_here, borne_there = Counter(here.values()), Counter(there.values())
    unknown = {key: name for key, name in there.items() if key not in here}
    by_name = {name: key for key, name in here.items() if key not in there}
    renamed, ambiguous = {}, set()
    for key, name in unknown.items():
        if name in by_name and borne_here[name] == borne_there[name] == 1:
            renamed[by_name[name]] = key
        elif borne_here[name]:
            ambiguous.add(key)
    return renamed, ambiguous
