"""Current names of the subjects of journal lines. The journal itself stores ids only, so that it holds no names."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from turbo_admin.core.french import full_name
from turbo_admin.store import accounts, diners, requests, schools
from turbo_admin.store import sheets as stored_sheets


@dataclass(frozen=True, slots=True)
class Named:
    """The current name of an id."""

    name: str
    diner_id: str = ""


def names_of(session: Session, ids: Collection[str]) -> dict[str, Named]:
    """Return the current names of requests, accounts, sheets, diners and schools; erased ones are left out."""
    wanted = list(ids)
    sheets = {sheet.id: sheet.account_id for sheet in stored_sheets.sheets_by_id(session, wanted)}
    known = accounts.accounts_by_id(session, {*wanted, *sheets.values()})
    held = accounts.diners_of(session, known)
    asked = requests.requests_by_id(session, wanted)
    people = diners.diners_by_id(session, {*wanted, *(one for some in held.values() for one in some)})
    names = {one.id: full_name(one.last_name, one.first_name) for one in people.values()}
    of_accounts = {
        one.id: _account(one.login, [names[diner] for diner in held[one.id]], held[one.id])
        for one in known.values()
    }
    return {
        **{school.uai: Named(school.name) for school in schools.schools(session)},
        **{diner_id: Named(name, diner_id) for diner_id, name in names.items()},
        **of_accounts,
        **{sheet: of_accounts[account] for sheet, account in sheets.items()},
        **{one.id: Named(full_name(one.last_name, one.first_name), one.diner_id or "") for one in asked},
    }


def _account(login: str, names: Iterable[str], diner_ids: Collection[str]) -> Named:
    who = ", ".join(sorted(names))
    return Named(f"{login} · {who}" if who else login, min(diner_ids, default=""))
