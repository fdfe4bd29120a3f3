"""« Envoyer par E-Mail »: enqueues credentials for the portal's mail worker, sealed so that only it can read them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from turbo_admin.core.credentials.rules import expiry
from turbo_admin.core.credentials.sealing import open_sheet, seal_for_mail
from turbo_admin.core.errors import Refused
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.outbox.queue import enqueue_account_ids
from turbo_admin.office.settings.school_settings import of_record
from turbo_admin.office.sheets.people import People, people_of
from turbo_admin.office.sheets.records import known_sheets
from turbo_admin.protocol.states import MailCredentials
from turbo_admin.store import outbox, schools
from turbo_admin.store import sheets as stored_sheets
from turbo_admin.store.engine.account_records import SheetRecord
from turbo_admin.store.engine.ids import new_id
from turbo_admin.store.engine.journal_codes import JournalCode


@dataclass(frozen=True, slots=True)
class Mailed:
    """Result of asking for mails.

    Attributes:
        queued: mails enqueued for the next synchronisation.
        skipped: (sheet, why in French) of those that cannot be mailed.
    """

    queued: int
    skipped: tuple[tuple[str, str], ...]


@needs(Right.SHEETS)
def mail_sheets(desk: Desk, sheet_ids: Sequence[str]) -> Mailed:
    """Enqueue the mails of sheets. A mailed sheet can still be printed.

    A sheet that was not printed expires as a mail does, earlier than paper.

    Raises:
        Refused: `sheet_unknown`, `no_keyring`.
    """
    with desk.database.read() as session:
        # Before the transaction: the keyring may ask the user, and a lock must not wait for that.
        key = desk.vault.sheet_key(schools.epoch(session))
    with desk.database.write() as session:
        return enqueue_mails(session, desk, sheet_ids, key)


def enqueue_mails(session: Session, desk: Desk, sheet_ids: Sequence[str], key: bytes) -> Mailed:
    """Enqueue the mails of sheets within the caller's transaction; otherwise as `mail_sheets`.

    Args:
        key: of this PC's keyring, which opens the sheets.

    Raises:
        Refused: `sheet_unknown`.
    """
    ids = list(dict.fromkeys(sheet_ids))
    skipped: list[tuple[str, str]] = []
    records = known_sheets(session, ids)
    people = people_of(session, records)
    for record in records:
        why = _why_not(desk, record, people)
        if why:
            skipped.append((record.id, why))
        else:
            _queue(session, desk, record, people, key)
    left_out = {one for one, _ in skipped}
    desk.note(
        session, JournalCode.MAIL_ASKED, [(r.id, r.account_id) for r in records if r.id not in left_out]
    )
    return Mailed(len(ids) - len(skipped), tuple(skipped))


def _why_not(desk: Desk, record: SheetRecord, people: People) -> str:
    if record.refused or record.portal_refusal:
        return "ces identifiants ont été refusés par le portail, ou remplacés"
    if record.used_at:
        return "la famille est déjà connectée"
    if not people.accounts[record.account_id].email:
        return "aucune adresse e-mail"
    if record.secret is None or record.expires_at <= desk.now():
        return "le mot de passe n’est plus disponible : générez-en un nouveau"
    if record.workstation != desk.workstation:
        return f"préparé sur le poste {record.workstation}"
    if record.mail_state not in {"", "failed"}:
        return "un courriel est déjà parti ou en attente"
    if not people.schools[record.uai].mail_public_key:
        return "l’établissement n’est pas relié au portail"
    return ""


def _queue(session: Session, desk: Desk, record: SheetRecord, people: People, key: bytes) -> None:
    school, account = people.schools[record.uai], people.accounts[record.account_id]
    if record.secret is None:
        raise Refused("sheet_unknown")
    mail_id, now = new_id(), desk.now()
    expires = record.expires_at
    # A printed sheet names its date; the mail must not name an earlier one.
    if record.printed_at is None:
        expires = min(expires, expiry(now, of_record(school).mail_days, on_paper=False))
    change = MailCredentials(
        account_id=account.id,
        to=account.email,
        # Opened and sealed again in one expression: the password is never stored in clear.
        sealed=seal_for_mail(open_sheet(record.secret, key), school.mail_public_key),
        mail_key=school.mail_public_key,
        number=record.number,
    )
    stored_sheets.update_sheets(
        session,
        [record.id],
        mail_id=mail_id,
        mail_to=account.email,
        mail_state="queued",
        mail_reason="",
        mail_at=now,
        expires_at=expires,
    )
    if expires != record.expires_at:
        enqueue_account_ids(session, [account.id])
    act = outbox.PendingAct(mail_id, change, after=("account", account.id))
    outbox.enqueue_acts(session, record.uai, "mail.credentials", [act])
