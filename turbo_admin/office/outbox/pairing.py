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

    A school that is not known yet is added under the portal's name for it. Pairing gives a key and nothing else: it
    moves no position and forgives nothing. What differs after a restored copy is settled by `office.reconcile`.

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
        known = {one.uai: one.office_epoch for one in stored.schools(session)}
    # Before the code is spent: a PC that cannot keep the key must not take one.
    desk.vault.sheet_key(epoch)
    request = PairRequest(
        code=typed,
        # A code begins with its school.
        office_epoch=known.get(typed[:8].upper(), "") or epoch,
        workstation=desk.workstation[:200],
        replace=replace,
    )
    with desk.connect(address) as client:
        answer = client.pair(request)
    uai = parse_uai(answer.uai)
    desk.vault.keep_portal_key(epoch, uai, answer.key)
    with desk.database.write() as session:
        _bind(session, desk, address, answer)
    return next(school for school in schools(desk) if school.uai == uai)


def _bind(session: Session, desk: Desk, address: str, answer: PairAnswer) -> None:
    uai = answer.uai
    if not stored.has_school(session, uai):
        stored.add_school(session, uai, answer.school_name, "")
    elif stored.school(session, uai).name == uai:
        # It was added by its code alone: the portal knows its name.
        stored.update_school(session, uai, name=answer.school_name)
    known = stored.school(session, uai)
    # A second workstation of the same office joins an exchange that goes on. A portal that holds nothing yet is
    # sent everything; what differs between two sides that have spoken before, the next run finds and says.
    is_new = not known.portal_epoch
    stored.update_school(
        session,
        uai,
        portal_url=address,
        public_url=answer.public_url,
        portal_epoch=answer.portal_epoch if is_new else known.portal_epoch,
        mail_public_key=answer.mail_public_key,
        paired_at=known.paired_at or desk.now(),
    )
    if is_new and not answer.last_rev:
        enqueue_everything(session, uai)
    desk.note(session, JournalCode.PAIRED, [(uai, "")])
