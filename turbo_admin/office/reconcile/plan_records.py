"""The records that a plan is about, in words, of each side: by kind and key."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from turbo_admin.office.outbox.record_words import RecordWords, words_of
from turbo_admin.office.outbox.state_bodies import state_bodies
from turbo_admin.office.reconcile.plan import ReconcilePlan
from turbo_admin.protocol import codec
from turbo_admin.protocol.states import AccountState
from turbo_admin.store import accounts

_Records = Mapping[str, Mapping[str, RecordWords]]


@dataclass(frozen=True, slots=True)
class PlanRecords:
    """The records of a plan, in words.

    Attributes:
        here, there: kind -> key -> record.
        with_sheet: accounts of the portal that have a provisional password.
        two_sheets: accounts whose last provisional password is another on each side, under one number.
        lost_passwords: accounts whose family's own password a portal that was put back has lost.
    """

    here: _Records
    there: _Records
    with_sheet: frozenset[str]
    two_sheets: frozenset[str]
    lost_passwords: frozenset[str]


def read_plan_records(session: Session, plan: ReconcilePlan) -> PlanRecords:
    """Read what a plan's lines show."""
    wanted = {kind: one.adopt | one.tell | one.both | one.gone for kind, one in plan.kinds.items()}
    wanted["diner"] |= {*plan.renamed, *plan.renamed.values(), *plan.namesakes}
    wanted["diner"] |= {one for found in plan.namesakes.values() for one in found}
    wanted["account"] |= {one for found in plan.collisions.values() for one in found}
    known = accounts.accounts_by_id(session, wanted["account"])
    facts = {
        key: one.account
        for key, one in plan.listing.held["account"].items()
        if key in wanted["account"] and one.account is not None
    }
    here = {
        kind: {key: one.body for key, one in state_bodies(session, plan.uai, kind, sorted(keys)).items()}
        for kind, keys in wanted.items()
    }
    there = {
        kind: {
            key: bytes(one.body)
            for key, one in plan.listing.held[kind].items()
            if not one.erased and (key in keys or kind == "diner")
        }
        for kind, keys in wanted.items()
    }
    ours, theirs = _accounts(here["account"]), _accounts(there["account"])
    here["diner"] |= _bodies_of_diners(session, plan, ours.values())
    return PlanRecords(
        here=words_of(here, {key: one.activated_at for key, one in known.items()}),
        there=words_of(there, {key: one.activated_at for key, one in facts.items()}),
        with_sheet=frozenset(key for key, one in theirs.items() if one.credential),
        two_sheets=frozenset(key for key, one in ours.items() if key in theirs and _differ(one, theirs[key])),
        lost_passwords=frozenset(
            key
            for key, one in known.items()
            if one.state != "closed"
            and one.generation > max(facts[key].generation if key in facts else 0, one.own_ended)
        ),
    )


def _accounts(bodies: Mapping[str, bytes]) -> dict[str, AccountState]:
    return {key: codec.decode(body, AccountState) for key, body in bodies.items()}


def _differ(here: AccountState, there: AccountState) -> bool:
    """Whether both sides have given the number of their last provisional password to different ones."""
    ours, theirs = here.credential, there.credential
    if ours is None or theirs is None or ours.number != theirs.number:
        return False
    return bool(theirs.link_hash.strip("0")) and ours.link_hash != theirs.link_hash


def _bodies_of_diners(
    session: Session, plan: ReconcilePlan, held_by: Iterable[AccountState]
) -> dict[str, bytes]:
    keys = sorted({key for one in held_by for key in one.diner_ids})
    return {key: one.body for key, one in state_bodies(session, plan.uai, "diner", keys).items()}
