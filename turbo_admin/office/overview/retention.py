"""Retention: counts data beyond its retention period, then erases it in one transaction.

| data | kept until |
| --- | --- |
| a request that was refused, or never answered | 12 months after that |
| an account that is closed, or all of whose diners have left, with its sheets and the requests that it answered | 12 months after that |
| the addresses of those who answer for a diner who has left | 12 months after that |
| a provisional password | its first use, or its expiry |

The months are each school's own. A diner is never deleted; the journal holds ids only, and stays.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from turbo_admin.core.french import PARIS
from turbo_admin.office.accounts.withdrawing import withdraw_mails
from turbo_admin.office.desk.context import Desk, Progress, silent
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.settings.school_settings import of_record
from turbo_admin.store import accounts, diners, outbox, requests, retention, schools
from turbo_admin.store import sheets as stored_sheets
from turbo_admin.store.engine.journal_codes import JournalCode
from turbo_admin.store.engine.school_record import SchoolRecord

# Step of the progress bar.
_ERASING = "Effacement"


@dataclass(frozen=True, slots=True)
class Due:
    """Numbers of a school's rows beyond their retention.

    Attributes:
        before: what ended before this moment is erased.
        requests: refused or never answered; `answered` are those that go with their account.
        diners: whose guardians' addresses are erased; the diners stay.
        secrets: provisional passwords that were used or have expired.
    """

    uai: str
    school: str
    months: int
    before: datetime
    requests: int
    accounts: int
    sheets: int
    answered: int
    diners: int
    secrets: int

    @property
    def total(self) -> int:
        """The sum of all kinds."""
        return self.requests + self.accounts + self.sheets + self.answered + self.diners + self.secrets


@dataclass(frozen=True, slots=True)
class _Plan:
    """The ids behind the numbers."""

    due: Due
    requests: tuple[str, ...]
    accounts: tuple[str, ...]
    answered: tuple[str, ...]
    diners: tuple[str, ...]


@needs(Right.CONSULT)
def due(desk: Desk) -> list[Due]:
    """Count the rows beyond their retention, school by school; nothing is written."""
    with desk.database.read() as session:
        return [_plan(session, desk, school).due for school in schools.schools(session)]


@needs(Right.RETENTION)
def erase(desk: Desk, *, report: Progress = silent) -> list[Due]:
    """Erase the rows beyond their retention, in all schools, in one transaction.

    What the portal knows of these accounts and requests is erased there too, with the next synchronisation.

    Args:
        report: called before each school and after the last; raising `Cancelled` leaves everything as it was.

    Returns:
        What was erased, school by school.
    """
    with desk.database.write() as session:
        known = schools.schools(session)
        erased = []
        for done, school in enumerate(known):
            report(_ERASING, done, len(known))
            plan = _plan(session, desk, school)
            _erase(session, desk, school, plan)
            erased.append(plan.due)
        report(_ERASING, len(known), len(known))
    return erased


def months_before(now: datetime, months: int) -> datetime:
    """Return the same day and hour some months earlier, in Paris; the last day of a shorter month."""
    here = now.astimezone(PARIS)
    year, month = divmod(here.year * 12 + here.month - 1 - months, 12)
    for day in range(here.day, 27, -1):
        try:
            return here.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    return here.replace(year=year, month=month + 1)


def _plan(session: Session, desk: Desk, school: SchoolRecord) -> _Plan:
    uai, months = school.uai, of_record(school).retention_months
    before = months_before(desk.now(), months)
    old = retention.old_accounts(session, uai, before)
    asked = retention.old_requests(session, uai, before)
    answered = requests.ids_answered_by(session, old)
    left = retention.diners_with_old_addresses(session, uai, before)
    numbers = Due(
        uai=uai,
        school=school.name,
        months=months,
        before=before,
        requests=len(asked),
        accounts=len(old),
        sheets=retention.count_sheets(session, old),
        answered=len(answered),
        diners=len(left),
        secrets=retention.count_spent_secrets(session, uai, desk.now()),
    )
    return _Plan(numbers, tuple(asked), tuple(old), tuple(answered), tuple(left))


def _erase(session: Session, desk: Desk, school: SchoolRecord, plan: _Plan) -> None:
    # Whatever else is due: a spent password must not outlive its day.
    retention.erase_spent_secrets(session, school.uai, desk.now())
    if not plan.due.total:
        return
    _erase_at_portal(session, school.uai, plan)
    retention.delete_requests(session, [*plan.requests, *plan.answered])
    accounts.delete_accounts(session, plan.accounts)
    known = diners.diners_by_id(session, plan.diners).values()
    # Changed, not deleted: a diner's id has travelled to the portal and must never mean somebody else.
    diners.change_diners(session, [replace(one, emails=()) for one in known])
    desk.note(session, JournalCode.ADDRESSES_ERASED, [(one, "") for one in plan.diners])
    desk.note(session, JournalCode.RETENTION_APPLIED, [(school.uai, "")])


def _erase_at_portal(session: Session, uai: str, plan: _Plan) -> None:
    """Have the portal erase what it knows of accounts and requests, and withdraw what waits about them."""
    for account_id in plan.accounts:
        withdraw_mails(session, stored_sheets.sheets_of_account(session, account_id))
    outbox.erase(session, uai, "account", plan.accounts)
    outbox.erase(session, uai, "request", (*plan.requests, *plan.answered))
