"""Binding a school of this database to its portal."""

from sqlalchemy.orm import Session

from turbo_admin.core.errors import Refused
from turbo_admin.core.uai import parse_uai
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.outbox.queue import enqueue_everything
from turbo_admin.office.settings.schools import SchoolSummary, schools
from turbo_admin.outside.portal.portal_client import check_address
from turbo_admin.protocol.messages import PairAnswer, PairRequest
from turbo_admin.store import schools as stored
from turbo_admin.store.engine.journal_codes import JournalCode


@needs(Right.SETTINGS)
def pair(desk: Desk, url: str, code: str, *, replace: bool = False) -> SchoolSummary:
    """Exchange the host's one-time code for this workstation's key, and enqueue everything for the portal.

    A school that is not known yet is added under the portal's name for it. After a restored backup, on either
    side, pairing again with `replace` repairs it: all events are received again (those received before change
    nothing) and everything is sent again, under a new office epoch.

    Raises:
        Refused: `portal_address`, `portal_needs_https`, `pairing_code_empty`, `bad_code`, `bound_elsewhere`,
            `no_keyring`.
        Unreachable, Outdated, BadData: as `PortalClient`.
    """
    address, typed = check_address(url), code.strip()
    if not typed:
        raise Refused("pairing_code_empty")
    with desk.database.read() as session:
        epoch = stored.epoch(session)
    # Before the code is spent: a PC that cannot keep the key must not take one.
    desk.vault.sheet_key(epoch)
    request = PairRequest(code=typed, office_epoch=epoch, workstation=desk.workstation[:200], replace=replace)
    with desk.connect(address) as client:
        answer = client.pair(request)
    uai = parse_uai(answer.uai)
    desk.vault.keep_portal_key(epoch, uai, answer.key)
    with desk.database.write() as session:
        _bind(session, desk, address, answer, again=replace)
    return next(school for school in schools(desk) if school.uai == uai)


def _bind(session: Session, desk: Desk, address: str, answer: PairAnswer, *, again: bool) -> None:
    uai = answer.uai
    if not stored.has_school(session, uai):
        stored.add_school(session, uai, answer.school_name, "")
    elif stored.school(session, uai).name == uai:
        # It was added by its code alone: the portal knows its name.
        stored.update_school(session, uai, name=answer.school_name)
    known = stored.school(session, uai)
    # A second workstation of the same office joins an exchange that goes on; anything else starts from event 1.
    joins = known.portal_epoch == answer.portal_epoch and known.cursor_seq <= answer.last_seq and not again
    stored.update_school(
        session,
        uai,
        portal_url=address,
        public_url=answer.public_url,
        portal_epoch=answer.portal_epoch,
        mail_public_key=answer.mail_public_key,
        cursor_seq=known.cursor_seq if joins else 0,
        cursor_event=known.cursor_event if joins else "",
        # What was sent before and is still on its way may arrive yet.
        sent_rev=max(known.sent_rev, answer.last_rev),
        told_rev=known.told_rev if joins else answer.last_rev,
        paired_at=known.paired_at or desk.now(),
    )
    stored.raise_rev(session, answer.last_rev)
    if not joins:
        enqueue_everything(session, uai)
    desk.note(session, JournalCode.PAIRED, [(uai, "")])
