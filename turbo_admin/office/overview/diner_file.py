"""« Fiche de l’hôte »: everything about one diner."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from turbo_admin.core.french import full_name
from turbo_admin.office.accounts.lines import AccountLine, account_lines
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.journal.sentences import HistoryLine, history_of
from turbo_admin.office.roster.correcting import one_diner
from turbo_admin.office.roster.diners import FORMER
from turbo_admin.office.sheets.delivery import delivery_of
from turbo_admin.store import accounts, cards, requests, schools
from turbo_admin.store import sheets as stored_sheets
from turbo_admin.store.engine.account_records import SheetRecord
from turbo_admin.store.engine.diner_records import DinerRecord
from turbo_admin.store.engine.request_records import RequestRecord

_STATES = {requests.OPEN: "à traiter", requests.ISSUED: "traitée", requests.REFUSED: "refusée"}


@dataclass(frozen=True, slots=True)
class CardLine:
    """A card of the diner.

    Attributes:
        id: None for the first card.
        state: « première », « en plus », « perdue »…
        in_use: whether the card is valid.
        until: since when it is no longer valid; None while it is.
    """

    id: int | None
    card: str
    state: str
    in_use: bool
    until: datetime | None


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A request that the diner is attached to."""

    received_at: datetime
    typed: str
    email: str
    state: str
    problem: str


@dataclass(frozen=True, slots=True)
class HandedLine:
    """A sheet of an account that holds the diner, with its delivery state.

    Attributes:
        readable: whether it still has its password, to be printed again.
    """

    id: str
    batch_id: str
    account_id: str
    login: str
    created_at: datetime
    text: str
    mail_to: str
    readable: bool


@dataclass(frozen=True, slots=True)
class DinerFile:
    """Everything about a diner; `history` has the latest first."""

    diner: DinerRecord
    school: str
    cards: tuple[CardLine, ...]
    accounts: tuple[AccountLine, ...]
    asked: tuple[AskedLine, ...]
    handed: tuple[HandedLine, ...]
    history: tuple[HistoryLine, ...]

    @property
    def name(self) -> str:
        """`MARTIN Léa`, `MARTIN Léa (usage DURAND)`."""
        return full_name(self.diner.last_name, self.diner.first_name, self.diner.used_name)


@needs(Right.CONSULT)
def read_diner_file(desk: Desk, diner_id: str) -> DinerFile:
    """Return everything about a diner.

    Raises:
        Refused: `diner_unknown`.
    """
    with desk.database.read() as session:
        diner = one_diner(session, diner_id)
        school = schools.school(session, diner.uai).name
        holders = accounts.holders_of(session, diner_id)
        asked = requests.requests_of_diner(session, diner_id)
        sheets = [sheet for one in holders for sheet in stored_sheets.sheets_of_account(session, one.id)]
        logins = {one.id: one.login for one in holders}
        history = _history(session, diner_id, [one.id for one in holders], asked, sheets)
        held = _cards(session, diner)
    # Outside of the session: `account_lines` opens its own.
    return DinerFile(
        diner=diner,
        school=school,
        cards=held,
        accounts=tuple(account_lines(desk, [one.id for one in holders])),
        asked=tuple(map(_asked, asked)),
        handed=tuple(
            _handed(desk, sheet, logins[sheet.account_id])
            for sheet in sorted(sheets, key=lambda one: one.created_at, reverse=True)
        ),
        history=history,
    )


def _cards(session: Session, diner: DinerRecord) -> tuple[CardLine, ...]:
    first = [CardLine(None, diner.card, "première", in_use=True, until=None)] if diner.card else []
    others = [
        CardLine(
            one.id,
            one.card,
            FORMER.get(one.why, one.why) if one.until_at else "en plus",
            in_use=one.until_at is None,
            until=one.until_at,
        )
        for one in cards.cards_of(session, diner.id)
    ]
    return (*first, *sorted(others, key=lambda one: not one.in_use))


def _asked(record: RequestRecord) -> AskedLine:
    return AskedLine(
        received_at=record.received_at,
        typed=full_name(record.last_name, record.first_name),
        email=record.address,
        state=_STATES[record.state],
        problem=record.mail_problem,
    )


def _handed(desk: Desk, sheet: SheetRecord, login: str) -> HandedLine:
    return HandedLine(
        id=sheet.id,
        batch_id=sheet.batch_id,
        account_id=sheet.account_id,
        login=login,
        created_at=sheet.created_at,
        text=delivery_of(sheet)[1],
        mail_to=sheet.mail_to,
        readable=sheet.secret is not None
        and not sheet.refused
        # Sheets are encrypted with the key of the PC that issued them.
        and sheet.workstation == desk.workstation
        and sheet.expires_at > desk.now(),
    )


def _history(
    session: Session,
    diner_id: str,
    account_ids: Sequence[str],
    asked: Sequence[RequestRecord],
    sheets: Sequence[SheetRecord],
) -> tuple[HistoryLine, ...]:
    """Return what happened to the diner and to all that is about it, latest first, each line once."""
    subjects = [diner_id, *account_ids, *(one.id for one in asked), *(one.id for one in sheets)]
    # A set: an act about an account and its sheet is found through both.
    lines = {line for subject in subjects for line in history_of(session, subject)}
    return tuple(sorted(lines, key=lambda line: line.at, reverse=True))
