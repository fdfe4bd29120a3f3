"""« Comptes de l’espace numérique »: the list of accounts, with their diners and their state."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from turbo_admin.core.french import full_name
from turbo_admin.core.matching.spellings import fold
from turbo_admin.office.desk.context import Desk, Progress, silent
from turbo_admin.office.desk.exporting import writing
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.sheets.delivery import Delivery, delivery_of
from turbo_admin.outside.files.excel_writer import Value, write_table
from turbo_admin.outside.paper.credential_sheet import SheetOrder, sheet_order
from turbo_admin.store import accounts, outbox, schools
from turbo_admin.store import sheets as stored_sheets
from turbo_admin.store.engine.account_records import AccountRecord, HeldRecord, SheetRecord

_TITLE = "Comptes de l’espace numérique"
_HEADERS = (
    *(
        "Identifiant",
        "Hôtes",
        "Classe",
        "Régime",
        "E-mail",
        "État",
        "Dernière connexion",
        "Identifiants remis",
    ),
    *("Courriel rejeté", "Créé le", "Établissement", "UAI"),
)


class AccountStanding(StrEnum):
    """State of an account, as the list shows it."""

    TO_ACTIVATE = "à activer"
    ACTIVE = "actif"
    BLOCKED = "bloqué"
    CLOSED = "fermé"


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account as the list shows it.

    Attributes:
        names: of the diners it holds, « MARTIN Léa », by class and name; empty when it holds nobody.
        class_name: of the first of them.
        regimes: of all of them, each once.
        order: by which sheets lie in the pile.
        all_left: whether it holds somebody, and all of them have left.
        last_sign_in: of the last day on which there was one; None when there never was.
        delivery: how far its last sheet has come; None without one.
        mail_problem: why the last mail to its address came back, empty for none.
        waiting: whether its present state still has to be sent to the portal.
        search: all that the search looks in, folded.
    """

    id: str
    uai: str
    school: str
    login: str
    email: str
    diner_ids: tuple[str, ...]
    names: tuple[str, ...]
    class_name: str
    regimes: tuple[str, ...]
    order: SheetOrder
    all_left: bool
    standing: AccountStanding
    created_at: datetime
    last_sign_in: datetime | None
    delivery: Delivery | None
    delivery_text: str
    mail_problem: str
    waiting: bool
    search: str


@needs(Right.CONSULT)
def account_lines(desk: Desk, only: Collection[str] | None = None) -> list[AccountLine]:
    """Return the accounts of all schools, by class and name.

    Args:
        only: these; None for all.
    """
    with desk.database.read() as session:
        known = accounts.listed(session) if only is None else accounts.accounts_by_id(session, only).values()
        names = {school.uai: school.name for school in schools.schools(session)}
        held: dict[str, list[HeldRecord]] = defaultdict(list)
        for one in accounts.held_names(session, only):
            held[one.account_id].append(one)
        sheets = stored_sheets.latest_sheets(session, only)
        waiting = outbox.waiting_keys(session, "account")
    lines = [_line(one, held.get(one.id, ()), sheets.get(one.id), names, waiting) for one in known]
    return sorted(lines, key=lambda line: line.order)


def standing_of(account: AccountRecord) -> AccountStanding:
    """Return the state of an account."""
    if account.state == "closed":
        return AccountStanding.CLOSED
    if account.state == "blocked":
        return AccountStanding.BLOCKED
    return AccountStanding.ACTIVE if account.generation > account.own_ended else AccountStanding.TO_ACTIVATE


def _line(
    account: AccountRecord,
    held: Sequence[HeldRecord],
    sheet: SheetRecord | None,
    names: Mapping[str, str],
    waiting: Collection[str],
) -> AccountLine:
    ordered = sorted(
        ((sheet_order(one.class_name, one.last_name, one.first_name), one) for one in held),
        key=lambda pair: pair[0],
    )
    diners = [one for _, one in ordered]
    first = diners[0] if diners else None
    delivery, text = delivery_of(sheet) if sheet else (None, "")
    return AccountLine(
        id=account.id,
        uai=account.uai,
        school=names[account.uai],
        login=account.login,
        email=account.email,
        diner_ids=tuple(one.diner_id for one in diners),
        names=tuple(full_name(one.last_name, one.first_name) for one in diners),
        class_name=first.class_name if first else "",
        regimes=tuple(dict.fromkeys(one.regime for one in diners if one.regime)),
        order=ordered[0][0] if ordered else sheet_order("", "", ""),
        all_left=bool(diners) and all(one.left for one in diners),
        standing=standing_of(account),
        created_at=account.created_at,
        last_sign_in=account.last_sign_in_at,
        delivery=delivery,
        delivery_text=text,
        mail_problem=account.mail_problem,
        waiting=account.id in waiting,
        search=" ".join([account.login, fold(account.email), *(one.search for one in diners)]),
    )


@needs(Right.CONSULT)
def export_accounts(desk: Desk, path: Path, ids: Sequence[str], *, report: Progress = silent) -> int:
    """Write accounts as an Excel workbook, in the order given, whole or not at all. No password is in it.

    Returns:
        How many lines; those that are no longer there are left out.

    Raises:
        Refused: `disk_full`, `file_not_written`.
    """
    known = {line.id: line for line in account_lines(desk)}
    lines = [known[one] for one in ids if one in known]
    write_table(path, _TITLE, _HEADERS, [_row(line) for line in lines], writing(report))
    return len(lines)


def _row(line: AccountLine) -> list[Value]:
    return [
        line.login,
        ", ".join(line.names),
        line.class_name,
        ", ".join(line.regimes),
        line.email,
        line.standing.value,
        line.last_sign_in,
        line.delivery_text,
        line.mail_problem,
        line.created_at,
        line.school,
        line.uai,
    ]
