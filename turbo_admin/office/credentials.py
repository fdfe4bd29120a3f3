"""« Générer les identifiants pour les lignes sélectionnées »."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from turbo_admin.core.credentials import (
    Provisional,
    draw_login,
    draw_provisional,
    expiry,
    hash_all,
    hash_token,
    new_salt,
)
from turbo_admin.core.emails import email_key
from turbo_admin.core.errors import Refused
from turbo_admin.core.french import full_name
from turbo_admin.core.sealing import lock_sheet
from turbo_admin.office import matching
from turbo_admin.office.desk import Desk, Report, silent
from turbo_admin.office.intake import still_open
from turbo_admin.office.intake_lines import asker_of
from turbo_admin.office.settings import of_record
from turbo_admin.protocol.changes import IssueAccount
from turbo_admin.store import accounts, changes, diners, requests, schools
from turbo_admin.store.ids import new_id
from turbo_admin.store.records import AccountRecord, DinerRecord, RequestRecord, SheetRecord

_DRAWING, _WRITING = "Tirage des mots de passe", "Enregistrement des comptes"


@dataclass(frozen=True, slots=True)
class Issued:
    """What was generated.

    Attributes:
        sheets: one id an account, in the order of the ticked lines.
    """

    batch_id: str
    sheets: tuple[str, ...]
    accounts: int
    requests: int


@dataclass(slots=True)
class _Group:
    """The ticked lines that one account answers: same school, same address."""

    account: AccountRecord
    is_new: bool
    requests: list[RequestRecord] = field(default_factory=list)
    secret: Provisional = field(default_factory=draw_provisional)
    hashed: str = ""


def issue(desk: Desk, request_ids: Sequence[str], *, report: Report = silent) -> Issued:
    """Create the accounts of the ticked requests and prepare their sheets.

    Lines with the same address in the same school share one account and one sheet; an address that has an account
    already gets the diners attached to it and a new provisional password, which cancels nothing that the family has
    chosen itself.

    Args:
        request_ids: requests whose diner has been chosen, in the order of the sheets; empty issues nothing.
        report: called with (step, done, total); raising `Cancelled` stops before anything is written.

    Returns:
        The batch.

    Raises:
        Refused: `request_without_diner`, `request_dealt_with`, `request_unknown`, `diner_left`, `no_keyring`;
            nothing was done.
    """
    ids = list(dict.fromkeys(request_ids))
    batch_id = new_id()
    if not ids:
        return Issued(batch_id, (), 0, 0)
    with desk.database.read() as session:
        epoch = schools.epoch(session)
        groups = _groups(desk, session, _checked(session, ids))
    key = desk.vault.sheet_key(epoch)
    hashes = hash_all(
        [(group.secret.password, group.account.salt) for group in groups],
        report=lambda done, total: report(_DRAWING, done, total),
    )
    report(_WRITING, 0, len(groups))
    for group, hashed in zip(groups, hashes, strict=True):
        group.hashed = hashed
    # Hashing took its time without a lock: what was true before it is made sure of again within the transaction.
    with desk.database.write() as session:
        _checked(session, ids)
        _same_accounts(session, groups)
        sheets = _record(desk, session, groups, batch_id, key)
    report(_WRITING, len(groups), len(groups))
    return Issued(batch_id, tuple(sheet.id for sheet in sheets), len(groups), len(ids))


def _checked(session: Session, ids: Sequence[str]) -> list[RequestRecord]:
    records = still_open(session, ids)
    for record in records:
        if record.diner_id is None:
            raise Refused("request_without_diner", name=full_name(record.last_name, record.first_name))
    known = diners.diners_by_id(session, {record.diner_id for record in records if record.diner_id})
    for diner in known.values():
        if diner.left:
            raise Refused("diner_left", name=full_name(diner.last_name, diner.first_name))
    return records


def _groups(desk: Desk, session: Session, records: Sequence[RequestRecord]) -> list[_Group]:
    groups: dict[tuple[str, str], _Group] = {}
    known = diners.diners_by_id(session, {record.diner_id for record in records if record.diner_id})
    logins = {uai: accounts.logins(session, uai) for uai in {record.uai for record in records}}
    keys = {uai: {email_key(r.address) for r in records if r.uai == uai} for uai in logins}
    existing = {uai: accounts.accounts_of_emails(session, uai, keys[uai]) for uai in logins}
    for record in records:
        place = (record.uai, email_key(record.address))
        if place not in groups:
            account = existing[record.uai].get(place[1])
            is_new = account is None
            groups[place] = _Group(account or _new_account(desk, record, known, logins[record.uai]), is_new)
        groups[place].requests.append(record)
    return list(groups.values())


def _new_account(
    desk: Desk, record: RequestRecord, known: dict[str, DinerRecord], logins: set[str]
) -> AccountRecord:
    diner = known[record.diner_id or ""]
    login = draw_login(diner.first_name, diner.last_name, logins.__contains__)
    logins.add(login)
    return AccountRecord(
        id=new_id(),
        uai=record.uai,
        login=login,
        email=record.address,
        email_key=email_key(record.address),
        salt=new_salt(),
        generation=0,
        state="open",
        created_at=desk.now(),
        activated_at=None,
    )


def _same_accounts(session: Session, groups: Sequence[_Group]) -> None:
    """Refuse when another PC has meanwhile made, or a family changed, an account that these lines are about."""
    for group in groups:
        now = accounts.accounts_of_emails(session, group.account.uai, [group.account.email_key])
        present = now.get(group.account.email_key)
        if (present is not None) if group.is_new else (present != group.account):
            raise Refused("account_changed", email=group.account.email)
        if group.is_new and group.account.login in accounts.logins(session, group.account.uai):
            raise Refused("account_changed", email=group.account.email)


def _record(
    desk: Desk, session: Session, groups: Sequence[_Group], batch_id: str, key: bytes
) -> list[SheetRecord]:
    now, sheets = desk.now(), []
    next_number = accounts.count_sheets(session, f"D-{now.year}-") + 1
    known = diners.diners_by_id(
        session, {r.diner_id for group in groups for r in group.requests if r.diner_id}
    )
    paper_days = {school.uai: of_record(school).paper_days for school in schools.schools(session)}
    for place, group in enumerate(groups):
        account = group.account
        if group.is_new:
            accounts.add_account(session, account)
        else:
            # The former provisional password of the office dies with this one.
            accounts.end_sheets_of(session, [account.id], refused="replaced")
        accounts.attach(session, account.id, [r.diner_id for r in group.requests if r.diner_id])
        sheet = SheetRecord(
            id=new_id(),
            batch_id=batch_id,
            place=place,
            uai=account.uai,
            account_id=account.id,
            reference=f"D-{now.year}-{next_number + place:05d}",
            secret=lock_sheet(group.secret, key),
            link_hash=hash_token(group.secret.link_token),
            generation=account.generation,
            asker=_least(group.requests, known),
            expires_at=expiry(now, paper_days[account.uai], on_paper=True),
            created_at=now,
            created_by=desk.who,
            workstation=desk.workstation,
            printed_at=None,
            handed_at=None,
            used_at=None,
            refused="",
            mail_id="",
            mail_to="",
            mail_state="",
            mail_reason="",
            mail_at=None,
        )
        sheets.append(sheet)
        _close(desk, session, group, now)
        _tell(session, group, sheet)
    accounts.add_sheets(session, sheets)
    for uai in {group.account.uai for group in groups}:
        # Others may ask for the same diner or with the same address: their alerts change.
        matching.rematch(desk, session, uai)
    return sheets


def _least(records: Sequence[RequestRecord], known: dict[str, DinerRecord]) -> str:
    """Return the least sure of those who ask: the sheet goes by the weakest of its lines."""
    held = [known.get(record.diner_id or "") for record in records]
    askers = [
        asker_of(record, diner.emails if diner else ()) for record, diner in zip(records, held, strict=True)
    ]
    return max(askers, key=["connu", "confirmé", "à vérifier"].index).value


def _close(desk: Desk, session: Session, group: _Group, now: datetime) -> None:
    ids = [record.id for record in group.requests]
    closed = requests.close_requests(
        session, ids, requests.ISSUED, at=now, who=desk.who, account_id=group.account.id
    )
    if closed != len(ids):
        raise Refused("account_changed", email=group.account.email)
    desk.note(session, "issued", [(one, group.account.id) for one in ids])


def _tell(session: Session, group: _Group, sheet: SheetRecord) -> None:
    account = group.account
    held = accounts.diners_of(session, [account.id])[account.id]
    change = IssueAccount(
        account_id=account.id,
        login=account.login,
        generation=account.generation,
        email=account.email,
        password_hash=group.hashed,
        link_hash=sheet.link_hash,
        expires_at=sheet.expires_at,
        diner_ids=sorted(held),
        request_ids=[record.id for record in group.requests],
    )
    changes.tell(session, account.uai, "account.issue", [(sheet.id, change)])
