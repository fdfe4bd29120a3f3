"""Who has no account yet, class by class, and what issuing to some classes would do."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from turbo_admin.core.emails import email_key
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.outside.paper.credential_sheet import SheetOrder, sheet_order
from turbo_admin.store import accounts, diners, schools
from turbo_admin.store.engine.account_records import AccountRecord
from turbo_admin.store.engine.diner_records import DinerRecord

# An address that more diners than this share is no guardian's: a class's, or the office's own.
#   children   of one address
#   1 – 6      a family, a large one, a foster home
#   7 and more a secretary who had to type something
_MOST_CHILDREN = 6


@dataclass(frozen=True, slots=True)
class PersonWithoutAccount:
    """A diner who has not left and has no account, or a closed one only.

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
class UnaskedPlan:
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
class UnaskedChoice:
    """A school's classes, and everybody without an account."""

    uai: str
    classes: tuple[ClassLine, ...]
    persons: tuple[PersonWithoutAccount, ...]

    def plan(self, class_names: Collection[str]) -> UnaskedPlan:
        """Count what issuing to these classes would do."""
        meant = [one for one in self.persons if one.diner.class_name in class_names]
        served = [one for one in meant if not one.blocked]
        groups = grouped(served)
        return UnaskedPlan(
            persons=len(served),
            sheets=len(groups),
            families=sum(len(group) > 1 for group in groups),
            joining=sum(group[0].joins for group in groups),
            with_email=sum(bool(group[0].email) for group in groups),
            shared=sum(one.shared and not one.email for one in served),
            blocked=len(meant) - len(served),
        )


def grouped(persons: Sequence[PersonWithoutAccount]) -> list[list[PersonWithoutAccount]]:
    """Return who shares an account: brothers and sisters of one address; by class and name of the first."""
    groups: dict[str, list[PersonWithoutAccount]] = {}
    for person in sorted(persons, key=lambda one: one.order):
        groups.setdefault(email_key(person.email) or f"?{person.diner.id}", []).append(person)
    return list(groups.values())


@needs(Right.CONSULT)
def choice(desk: Desk, uai: str) -> UnaskedChoice:
    """Return a school's classes and everybody without an account.

    Raises:
        Refused: `school_unknown`.
    """
    with desk.database.read() as session:
        schools.school(session, uai)
        return choice_within(session, uai)


def choice_within(session: Session, uai: str) -> UnaskedChoice:
    """Return a school's classes and everybody without an account, as the session sees them."""
    present = [one for one in diners.diners(session, uai) if not one.left]
    held = diners.with_account(session, [one.id for one in present])
    without = [one for one in present if one.id not in held]
    children = Counter(key for one in present for key in {email_key(email) for email in one.emails})
    known = accounts.accounts_of_emails(session, uai, children.keys())
    persons = [_person(one, children, known) for one in without]
    return UnaskedChoice(uai, _classes(present, held), tuple(sorted(persons, key=lambda one: one.order)))


def _person(
    diner: DinerRecord, children: Mapping[str, int], known: Mapping[str, AccountRecord]
) -> PersonWithoutAccount:
    usable = [email for email in diner.emails if email and children[email_key(email)] <= _MOST_CHILDREN]
    email = usable[0] if usable else ""
    account = known.get(email_key(email)) if email else None
    return PersonWithoutAccount(
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
