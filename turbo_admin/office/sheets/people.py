"""Accounts, diners and schools of sheets, read at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from turbo_admin.store import accounts, diners, schools
from turbo_admin.store.engine.account_records import AccountRecord, SheetRecord
from turbo_admin.store.engine.diner_records import DinerRecord
from turbo_admin.store.engine.school_record import SchoolRecord


@dataclass(frozen=True, slots=True)
class People:
    """The accounts, diners and schools of some sheets, read at once."""

    accounts: Mapping[str, AccountRecord]
    diners: Mapping[str, Sequence[DinerRecord]]
    schools: Mapping[str, SchoolRecord]


def people_of(session: Session, records: Sequence[SheetRecord]) -> People:
    """Read the accounts, diners and schools of sheets."""
    known = accounts.accounts_by_id(session, {record.account_id for record in records})
    held = accounts.diners_of(session, known)
    found = diners.diners_by_id(session, {one for ids in held.values() for one in ids})
    by_account = {
        # The first diner gives the sheet its class, so the order must not depend on the database.
        account: sorted((found[one] for one in ids), key=lambda diner: (diner.class_name, diner.last_name))
        for account, ids in held.items()
    }
    return People(known, by_account, {school.uai: school for school in schools.schools(session)})
