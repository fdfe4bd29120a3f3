"""Identifiants for a class or for everyone without an account, unasked: what schools do at the start of the year."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from turbo_admin.core.emails import email_key
from turbo_admin.core.errors import Refused
from turbo_admin.core.matching.requester import RequesterStatus
from turbo_admin.office.credentials.issuing import (
    Draft,
    Issued,
    hash_drafts,
    hold_schools,
    new_account,
    same_accounts,
)
from turbo_admin.office.credentials.issuing import record as record_drafts
from turbo_admin.office.desk.context import Desk, Report, silent
from turbo_admin.office.matching import open_requests
from turbo_admin.outside.paper.credential_sheet import SheetOrder, sheet_order
from turbo_admin.store import accounts, diners, journal, schools
from turbo_admin.store.engine.ids import new_id
from turbo_admin.store.engine.records import AccountRecord, DinerRecord, SheetRecord

ISSUED_UNASKED = "issued_unasked"
# An address that more diners than this share is no guardian's: a class's, or the office's own.
#   children   of one address
#   1 – 6      a family, a large one, a foster home
#   7 and more a secretary who had to type something
_MOST_CHILDREN = 6


@dataclass(frozen=True, slots=True)
class Person:
    """A diner, present, whom no account holds that is not closed.

    Attributes:
        email: the first known of those who answer for it, empty for none that may be used.
        shared: whether an address was left aside because too many diners share it.
        joins: whether that address has an account already, which the diner will be attached to.
        blocked: whether that account is blocked; then nothing is issued.
    """

    diner: DinerRecord
    order: SheetOrder
    email: str
    shared: bool
    joins: bool
    blocked: bool


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class of the choice.

    Attributes:
        id: the class as the roster has it; empty for those without one.
        present: how many diners it has.
        without: how many of them are without an account.
    """

    id: str
    order: SheetOrder
    present: int
    without: int
    search: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What issuing to some classes would do.

    Attributes:
        persons: without an account, who will have one.
        sheets: one an account; brothers and sisters of one address share it.
        families: accounts that will hold several.
        joining: accounts that exist, and get a diner more and a new provisional password.
        with_email: sheets that can be mailed to a known address.
        shared: persons whose only address too many share: their sheet is paper.
        blocked: persons left aside, since the account of their guardian is blocked.
    """

    persons: int
    sheets: int
    families: int
    joining: int
    with_email: int
    shared: int
    blocked: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A school's classes, and everybody without an account."""

    uai: str
    classes: tuple[ClassLine, ...]
    persons: tuple[Person, ...]

    def plan(self, class_names: Collection[str]) -> Plan:
        """Say what issuing to these classes would do."""
        meant = [one for one in self.persons if one.diner.class_name in class_names]
        kept = [one for one in meant if not one.blocked]
        groups = grouped(kept)
        return Plan(
            persons=len(kept),
            sheets=len(groups),
            families=sum(len(group) > 1 for group in groups),
            joining=sum(group[0].joins for group in groups),
            with_email=sum(bool(group[0].email) for group in groups),
            shared=sum(one.shared and not one.email for one in kept),
            blocked=len(meant) - len(kept),
        )


def grouped(persons: Sequence[Person]) -> list[list[Person]]:
    """Return who shares an account: brothers and sisters of one address; by class and name of the first."""
    groups: dict[str, list[Person]] = {}
    for person in sorted(persons, key=lambda one: one.order):
        groups.setdefault(email_key(person.email) or f"?{person.diner.id}", []).append(person)
    return list(groups.values())


def choice(desk: Desk, uai: str) -> Choice:
    """Return a school's classes and everybody without an account.

    Raises:
        Refused: `school_unknown`.
    """
    with desk.database.read() as session:
        schools.school(session, uai)
        return _choice(session, uai)


def _choice(session: Session, uai: str) -> Choice:
    present = [one for one in diners.diners(session, uai) if not one.left]
    held = diners.with_account(session, [one.id for one in present])
    without = [one for one in present if one.id not in held]
    children = Counter(key for one in present for key in {email_key(email) for email in one.emails})
    known = accounts.accounts_of_emails(session, uai, children.keys())
    persons = [_person(one, children, known) for one in without]
    return Choice(uai, _classes(present, held), tuple(sorted(persons, key=lambda one: one.order)))


def _person(diner: DinerRecord, children: Mapping[str, int], known: Mapping[str, AccountRecord]) -> Person:
    usable = [email for email in diner.emails if email and children[email_key(email)] <= _MOST_CHILDREN]
    email = usable[0] if usable else ""
    account = known.get(email_key(email)) if email else None
    return Person(
        diner=diner,
        order=sheet_order(diner.class_name, diner.last_name, diner.first_name),
        email=email,
        shared=len(usable) < len([one for one in diner.emails if one]),
        joins=account is not None,
        blocked=account is not None and account.state == "blocked",
    )


def _classes(present: Sequence[DinerRecord], held: Collection[str]) -> tuple[ClassLine, ...]:
    numbers: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for diner in present:
        numbers[diner.class_name][0] += 1
        numbers[diner.class_name][1] += diner.id not in held
    lines = [
        ClassLine(name, sheet_order(name, "", ""), many, without) for name, (many, without) in numbers.items()
    ]
    return tuple(sorted(lines, key=lambda line: line.order))


def issue_unasked(desk: Desk, uai: str, class_names: Collection[str], *, report: Report = silent) -> Issued:
    """Create the accounts of everybody without one in these classes, and prepare their sheets by class and name.

    Args:
        class_names: as the roster has them; the empty one is those without a class.
        report: called with (step, done, total); raising `Cancelled` stops before anything is written.

    Raises:
        Refused: `school_unknown`, `not_paired`, `nobody_to_issue`, `account_changed`, `no_keyring`; nothing was done.
    """
    batch_id = new_id()
    with desk.database.read() as session:
        school = schools.school(session, uai)
        if not school.paired_at:
            raise Refused("not_paired", name=school.name)
        epoch = schools.epoch(session)
        drafts = _drafts(desk, session, uai, class_names)
    if not drafts:
        raise Refused("nobody_to_issue")
    key = desk.vault.sheet_key(epoch)
    hash_drafts(drafts, report)
    # Hashing took its time without a lock: whoever was given an account meanwhile is left out.
    with desk.database.write() as session:
        hold_schools(session, drafts)
        held = diners.with_account(session, [one for draft in drafts for one in draft.diner_ids])
        drafts = [draft for draft in drafts if not held.intersection(draft.diner_ids)]
        same_accounts(session, drafts)
        sheets = record_drafts(desk, session, drafts, batch_id, key)
        _note(desk, session, drafts, sheets)
        open_requests.rematch(desk, session, uai)
    return Issued(batch_id, tuple(sheet.id for sheet in sheets), len(drafts), 0)


def _drafts(desk: Desk, session: Session, uai: str, class_names: Collection[str]) -> list[Draft]:
    persons = [
        one
        for one in _choice(session, uai).persons
        if one.diner.class_name in class_names and not one.blocked
    ]
    known = accounts.accounts_of_emails(session, uai, [email_key(one.email) for one in persons])
    logins = accounts.logins(session, uai)
    return [_draft(desk, uai, group, known, logins) for group in grouped(persons)]


def _draft(
    desk: Desk, uai: str, group: Sequence[Person], known: Mapping[str, AccountRecord], logins: set[str]
) -> Draft:
    first = group[0]
    account = known.get(email_key(first.email)) if first.email else None
    return Draft(
        account or new_account(desk, uai, first.email, first.diner, logins),
        is_new=account is None,
        diner_ids=[one.diner.id for one in group],
        # The address, if there is one, is the roster's own.
        asker=(RequesterStatus.KNOWN if first.email else RequesterStatus.UNVERIFIED).value,
    )


def _note(desk: Desk, session: Session, drafts: Sequence[Draft], sheets: Sequence[SheetRecord]) -> None:
    """Write who was given which account, at the very moment of the sheets: undoing looks for it."""
    pairs = [(diner_id, draft.account.id) for draft in drafts for diner_id in draft.diner_ids]
    if sheets:
        at = sheets[0].created_at
        journal.note(session, ISSUED_UNASKED, pairs, at=at, who=desk.who, workstation=desk.workstation)
