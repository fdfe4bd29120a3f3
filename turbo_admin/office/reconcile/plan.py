"""Compares what both sides hold, and plans what each takes from the other. Nothing is written."""

from collections import Counter
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from turbo_admin.core.emails import email_key
from turbo_admin.core.matching.spellings import fold
from turbo_admin.office.outbox.state_bodies import state_bodies
from turbo_admin.office.reconcile.listing import PortalListing
from turbo_admin.office.settings.school_settings import SETTINGS_KEY
from turbo_admin.office.sync.verifying import is_same_record
from turbo_admin.protocol import codec
from turbo_admin.protocol.agreement import HeldState
from turbo_admin.protocol.canonical import state_digest
from turbo_admin.protocol.kinds import STATES, place_of
from turbo_admin.protocol.states import AccountState, DinerState
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
        local: all that this office holds.
        there: how many the portal holds in all.
    """

    same: int = 0
    adopt: frozenset[str] = frozenset()
    tell: frozenset[str] = frozenset()
    both: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    local: frozenset[str] = frozenset()
    there: int = 0


@dataclass(frozen=True, slots=True)
class ReconcilePlan:
    """What « Mettre d'accord… » will do for one school.

    Attributes:
        renamed: the id of a diner here -> the id under which the portal knows the same one.
        ambiguous: diners of the portal whose name several bear: they are created beside those here.
        is_new_portal: whether the portal's database is another than the one that was paired, or was put back.
        namesakes: diner of the portal -> diners here of the same name that the portal does not know.
        collisions: account of the portal that is adopted -> accounts here that have its address or its identifiant, and
            give way to it.
        closed: those of `collisions` that give way instead: they are closed at the portal.
        erased_open: accounts that are open here and that the portal has erased.
    """

    uai: str
    listing: PortalListing
    kinds: Mapping[str, KindPlan]
    is_new_portal: bool
    renamed: Mapping[str, str] = field(default_factory=dict)
    ambiguous: frozenset[str] = frozenset()
    namesakes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    collisions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()
    erased_open: frozenset[str] = frozenset()
    taken_whole: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether both sides hold the same already."""
        differs = any(one.adopt or one.tell or one.both for one in self.kinds.values())
        return not (differs or self.renamed or self.erased_open)

    @property
    def to_close(self) -> frozenset[str]:
        """Those of `erased_open` that are closed here: they were erased since this copy.

        A portal that was put back is the older one: what this office knows of their papers is right, and is sent again.
        """
        return frozenset() if self.is_new_portal else self.erased_open


def make_plan(session: Session, uai: str, portal_epoch: str, listing: PortalListing) -> ReconcilePlan:
    """Compare the office's records with a portal's listing.

    Args:
        portal_epoch: of the portal that this school was paired with.
    """
    names = _names_of_diners(session, uai, listing.held["diner"])
    renamed, ambiguous = _same_diners(names)
    kinds = {
        kind: _plan_kind(session, uai, kind, listing.held[kind], renamed)
        for kind in sorted(STATES, key=place_of)
    }
    return ReconcilePlan(
        uai=uai,
        listing=listing,
        kinds=kinds,
        is_new_portal=listing.portal_epoch != portal_epoch,
        renamed=renamed,
        ambiguous=frozenset(ambiguous),
        namesakes=_namesakes(names),
        collisions=_collisions(session, uai, kinds["account"], listing.held["account"]),
        erased_open=_still_open(session, kinds["account"].gone),
    )


def _still_open(session: Session, keys: Collection[str]) -> frozenset[str]:
    known = accounts.accounts_by_id(session, keys).values()
    return frozenset(one.id for one in known if one.state != "closed")


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
        local=frozenset(local | set(renamed)) if kind == "diner" else frozenset(local),
        there=len(there),
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
        if not _is_same(kind, key, bodies[key].body, held[key])
        and not (key in undecided and not held[key].rev)
    }


def _is_same(kind: str, key: str, here: bytes, there: HeldState) -> bool:
    """Whether the portal was sent what stands here, and still holds it.

    Of a request, it keeps neither the text of a refusal nor which decisions must not be mailed again.
    """
    if kind == "request" and is_same_record(kind, here, bytes(there.body)):
        return True
    return state_digest(kind, key, here) == there.digest and is_same_record(kind, here, bytes(there.body))


@dataclass(frozen=True, slots=True)
class _DinerNames:
    """Folded names of the diners of both sides, by id."""

    here: Mapping[str, tuple[str, str]]
    there: Mapping[str, tuple[str, str]]

    @property
    def only_here(self) -> dict[tuple[str, str], list[str]]:
        """Name -> diners that the portal does not know."""
        found: dict[tuple[str, str], list[str]] = {}
        for key, name in self.here.items():
            if key not in self.there:
                found.setdefault(name, []).append(key)
        return found

    @property
    def only_there(self) -> dict[str, tuple[str, str]]:
        """Diners that only the portal knows -> name."""
        return {key: name for key, name in self.there.items() if key not in self.here}


def _names_of_diners(session: Session, uai: str, held: Mapping[str, HeldState]) -> _DinerNames:
    here = {
        one.id: (fold(one.last_name), fold(one.first_name))
        for page in diners.pages_of_diners(session, uai)
        for one in page
    }
    there = {}
    for key, one in held.items():
        if not one.erased:
            state = codec.decode(one.body, DinerState)
            there[key] = (fold(state.last_name), fold(state.first_name))
    return _DinerNames(here, there)


def _same_diners(names: _DinerNames) -> tuple[dict[str, str], set[str]]:
    """Find the diners that both sides know under different ids: a name that each side has once, whatever the class."""
    borne_here, borne_there = Counter(names.here.values()), Counter(names.there.values())
    by_name, renamed, ambiguous = names.only_here, {}, set()
    for key, name in names.only_there.items():
        if name in by_name and borne_here[name] == borne_there[name] == 1:
            renamed[by_name[name][0]] = key
        elif borne_here[name]:
            ambiguous.add(key)
    return renamed, ambiguous


def _namesakes(names: _DinerNames) -> dict[str, tuple[str, ...]]:
    by_name = names.only_here
    return {key: tuple(sorted(by_name[name])) for key, name in names.only_there.items() if name in by_name}


def _collisions(
    session: Session, uai: str, plan: KindPlan, held: Mapping[str, HeldState]
) -> dict[str, tuple[str, ...]]:
    """Find the accounts here that stand in the way of those that are adopted.

    One that is adopted itself does not: it takes the portal's address and identifiant too.
    """
    by_address, by_login = {}, {}
    for page in accounts.pages_of_accounts(session, uai):
        for one in page:
            if one.id not in plan.adopt:
                by_login[one.login] = one.id
                if one.state != "closed" and one.email_key:
                    by_address[one.email_key] = one.id
    found = {}
    for key in plan.adopt:
        state = codec.decode(held[key].body, AccountState)
        others = {by_login.get(state.login, "")}
        if state.state != "closed":
            others.add(by_address.get(email_key(state.email), "") if state.email else "")
        if others := others - {""}:
            found[key] = tuple(sorted(others))
    return found
