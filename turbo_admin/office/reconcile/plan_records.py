"""The records that a plan is about, in words, of each side: by kind and key."""

from collections.abc import Mapping
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
        lost_passwords: accounts whose family's own password a portal that was put back has lost.
    """

    here: _Records
    there: _Records
    with_sheet: frozenset[str]
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
    local_accounts = [codec.decode(one, AccountState) for one in here["account"].values()]
    here["diner"] |= _bodies_of_diners(session, plan, local_accounts)
    return PlanRecords(
        here=words_of(here, {key: one.activated_at for key, one in known.items()}),
        there=words_of(there, {key: one.activated_at for key, one in facts.items()}),
        with_sheet=frozenset(
            key for key, body in there["account"].items() if codec.decode(body, AccountState).credential
        ),
        lost_passwords=frozenset(
            key
            for key, one in known.items()
            if one.state != "closed"
            and one.generation > max(facts[key].generation if key in facts else 0, one.own_ended)
        ),
    )


def _bodies_of_diners(session: Session, plan: ReconcilePlan, held_by: list[AccountState]) -> dict[str, bytes]:
    keys = sorted({key for one in held_by for key in one.diner_ids})
    return {key: one.body for key, one in state_bodies(session, plan.uai, "diner", keys).items()}
