"""Carries a plan out at the office, in one transaction: what the portal holds is adopted, the rest is enqueued."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from msgspec import json
from sqlalchemy.orm import Session

from turbo_admin.office.accounts.withdrawing import end_credentials
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.outbox.state_bodies import state_bodies
from turbo_admin.office.reconcile.accounts import (
    AdoptedAccounts,
    adopt_accounts,
    end_lost_passwords,
    reopen_requests_of_closed,
)
from turbo_admin.office.reconcile.plan import ReconcilePlan
from turbo_admin.office.reconcile.requests import adopt_requests
from turbo_admin.office.settings.school_settings import adopt_settings
from turbo_admin.office.sync.erased import send_anew
from turbo_admin.office.sync.events import apply_events
from turbo_admin.protocol import codec
from turbo_admin.protocol.agreement import HeldState
from turbo_admin.protocol.canonical import comparable
from turbo_admin.protocol.kinds import STATES
from turbo_admin.protocol.settings import Settings
from turbo_admin.protocol.states import DinerState
from turbo_admin.store import accounts, diners, outbox, requests, schools, told
from turbo_admin.store import sheets as stored_sheets
from turbo_admin.store.backup.restoration import forget_restoration
from turbo_admin.store.engine.diner_records import DinerRecord
from turbo_admin.store.engine.ids import new_id
from turbo_admin.store.engine.journal_codes import JournalCode
from turbo_admin.store.engine.sync_records import AcknowledgedState

_LOST_MAIL = "le portail a été remis à partir d’une sauvegarde : envoyez de nouveau"
# What stands as the origin of a diner that only the portal knew.
FOUND_AT_PORTAL = "retrouvé au portail"


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What was done.

    Attributes:
        reprint: accounts whose family needs another sheet: its own password was lost, or its account taken back.
        resend: sheets whose mail may never have left.
    """

    adopted: int
    told: int
    reprint: tuple[str, ...]
    resend: tuple[str, ...]


def adopt(session: Session, desk: Desk, plan: ReconcilePlan) -> Reconciled:
    """Carry a plan out within the caller's transaction; the caller then binds the school."""
    uai, listing = plan.uai, plan.listing
    # Before anything is enqueued: the portal takes only greater revs than those that it has.
    schools.raise_rev(session, listing.seen_rev)
    apply_events(session, desk, uai, listing.events)
    for here, there in plan.renamed.items():
        diners.rename_diner(session, here, there)
    _adopt_settings(session, plan)
    _adopt_diners(session, plan)
    adopted = adopt_accounts(session, desk, plan)
    request_plan, asked = plan.kinds["request"], listing.held["request"]
    adopt_requests(session, desk, uai, [asked[key] for key in sorted(request_plan.adopt)])
    reopen_requests_of_closed(session, adopted)
    _close_erased(session, desk, plan)
    if plan.is_new_portal:
        requests.keep_from_mailing_again(session, uai)
    lost = end_lost_passwords(session, uai, listing.held["account"])
    resend = _mails_to_send_again(session, plan)
    _replace_told(session, plan)
    number = _enqueue(session, plan, adopted, lost)
    schools.update_school(
        session,
        uai,
        portal_epoch=listing.portal_epoch,
        mail_public_key=listing.mail_public_key,
        public_url=listing.public_url,
        cursor_seq=listing.seen_seq,
        cursor_event="",
        told_rev=listing.seen_rev,
        sent_rev=max(schools.school(session, uai).sent_rev, listing.seen_rev),
        epoch_next=new_id(),
    )
    forget_restoration(session)
    desk.note(session, JournalCode.SIDES_RECONCILED, [(uai, "")])
    taken = sum(len(one.adopt) for one in plan.kinds.values()) + len(plan.renamed)
    reprint = sorted({*adopted.taken_back, *adopted.withdrawn, *lost})
    return Reconciled(taken, number, tuple(reprint), tuple(resend))


def _adopt_settings(session: Session, plan: ReconcilePlan) -> None:
    for key in plan.kinds["settings"].adopt:
        adopt_settings(session, plan.uai, codec.decode(plan.listing.held["settings"][key].body, Settings))


def _adopt_diners(session: Session, plan: ReconcilePlan) -> None:
    held, keys = plan.listing.held["diner"], plan.kinds["diner"].adopt
    known = diners.diners_by_id(session, keys)
    new, changed = [], []
    for key in sorted(keys):
        state = codec.decode(held[key].body, DinerState)
        if key in known:
            changed.append(
                replace(
                    known[key],
                    last_name=state.last_name,
                    first_name=state.first_name,
                    class_name=state.class_name,
                    left=state.left,
                )
            )
        else:
            new.append(_found(plan.uai, key, state))
    diners.add_diners(session, new)
    diners.change_diners(session, changed)


def _found(uai: str, key: str, state: DinerState) -> DinerRecord:
    return DinerRecord(
        id=key,
        uai=uai,
        external_id="",
        last_name=state.last_name,
        first_name=state.first_name,
        class_name=state.class_name,
        kind="élève",
        card="",
        left=state.left,
        emails=(),
        external_kind=FOUND_AT_PORTAL,
    )


def _mails_to_send_again(session: Session, plan: ReconcilePlan) -> list[str]:
    """Mark the mails that a portal put back may have lost: nobody has heard that they left."""
    if not plan.is_new_portal:
        return []
    waiting = {one.key for one in outbox.acts_waiting(session, plan.uai, "mail.credentials")}
    lost = [
        one.id for one in stored_sheets.mails_on_their_way(session, plan.uai) if one.mail_id not in waiting
    ]
    stored_sheets.update_sheets(session, lost, mail_state="failed", mail_reason=_LOST_MAIL)
    return lost


def _replace_told(session: Session, plan: ReconcilePlan) -> None:
    """Take the listing for what was told: it is what the portal holds."""
    told.forget_told(session, plan.uai)
    for kind, held in plan.listing.held.items():
        told.store(session, plan.uai, [_told(kind, one) for one in held.values() if one.rev or one.erased])
    outbox.nothing_is_unanswered(session, plan.uai)


def _told(kind: str, one: HeldState) -> AcknowledgedState:
    return AcknowledgedState(kind, one.key, one.life, one.rev, one.digest or "0" * 32, one.erased)


def _enqueue(session: Session, plan: ReconcilePlan, adopted: AdoptedAccounts, lost: Iterable[str]) -> int:
    """Enqueue what the portal is to be told; what waits of what was adopted is no edit any more."""
    number = 0
    for kind in STATES:
        one = plan.kinds[kind]
        outbox.forget(session, plan.uai, kind, sorted(one.adopt | one.gone))
        keys = one.tell | one.both | _changed_by_adopting(session, plan, kind)
        if kind == "account":
            keys |= {*adopted.changed, *lost}
        if kind == "request":
            keys |= adopted.requests
        if kind == "diner":
            keys |= set(plan.renamed.values())
        outbox.mark_changed(session, plan.uai, kind, sorted(keys))
        number += len(keys)
    for kind in ("diner", "account"):
        for key in sorted(plan.kinds[kind].gone - plan.to_close):
            send_anew(session, plan.uai, kind, key)
    # As the plan says: an account that is closed here stays erased there, also when a diner of it is sent again.
    outbox.forget(session, plan.uai, "account", sorted(plan.to_close))
    return number


def _close_erased(session: Session, desk: Desk, plan: ReconcilePlan) -> None:
    """Close here the accounts that the portal has erased: this copy may take dead passwords of theirs for valid ones."""
    still_open = sorted(plan.to_close)
    if not still_open:
        return
    accounts.set_state(session, still_open, "closed", desk.now())
    end_credentials(session, still_open, own=True)
    desk.note(session, JournalCode.ACCOUNT_CLOSED, [(one, "") for one in still_open])


def _changed_by_adopting(session: Session, plan: ReconcilePlan, kind: str) -> frozenset[str]:
    """Return the records that were adopted and stand otherwise here than there all the same: numbers became greater."""
    held, keys = plan.listing.held[kind], plan.kinds[kind].adopt
    bodies = state_bodies(session, plan.uai, kind, keys)
    return frozenset(
        key
        for key, body in bodies.items()
        if comparable(kind, json.decode(body.body)) != comparable(kind, json.decode(held[key].body))
    )
