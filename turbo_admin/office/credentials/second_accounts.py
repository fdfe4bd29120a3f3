"""Requests whose diner already has an account: the clerk decides each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from turbo_admin.core.emails import email_key
from turbo_admin.core.errors import Refused
from turbo_admin.core.french import full_name
from turbo_admin.core.intake.refusal_texts import RefusalReason
from turbo_admin.core.matching.requester import RequesterStatus
from turbo_admin.office.accounts.lines import standing_of
from turbo_admin.office.credentials.drafts import Issued
from turbo_admin.office.credentials.from_requests import issue
from turbo_admin.office.desk.context import Desk, Progress, silent
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.intake.acts import checked_reason, still_open, turn_down
from turbo_admin.office.intake.lines import asker_of
from turbo_admin.office.settings.school_settings import of_record
from turbo_admin.store import accounts, diners, schools
from turbo_admin.store.engine.account_records import AccountRecord
from turbo_admin.store.engine.diner_records import DinerRecord
from turbo_admin.store.engine.request_records import RequestRecord

# The text that a refusal starts from, when the school still has it.
_ALREADY = "Compte déjà ouvert"


class Way(StrEnum):
    """What becomes of such a request."""

    OPEN = "open"  # an account of its own for this address, beside the other
    JOIN = "join"  # the account of this address gets the diner
    RENEW = "renew"  # the account of this address holds the diner: a new provisional password
    REFUSE = "refuse"
    LEAVE = "leave"


ISSUES = frozenset({Way.OPEN, Way.JOIN, Way.RENEW})


@dataclass(frozen=True, slots=True)
class SecondLine:
    """A request whose diner has an account.

    Attributes:
        asked_by: the address that counts.
        holders: the accounts that hold the diner, « lm482716 (famille@exemple.fr), actif ».
        login: of the account that this address has, empty for none.
        ways: what may be done, what is proposed first.
    """

    request_id: str
    uai: str
    diner: str
    asked_by: str
    asker: RequesterStatus
    holders: tuple[str, ...]
    login: str
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of the ticked lines."""

    issued: Issued
    refused: int
    left: int


@needs(Right.CONSULT)
def second_lines(desk: Desk, request_ids: Sequence[str]) -> list[SecondLine]:
    """Return those of the requests whose diner has an account that is not closed, in the order given.

    Raises:
        Refused: `request_unknown`, `request_dealt_with`.
    """
    with desk.database.read() as session:
        return _lines(session, list(dict.fromkeys(request_ids)))


@needs(Right.CONSULT)
def already_reason(desk: Desk, uai: str) -> str:
    """Return the text by which a request for an account that exists is refused; the first one where it is gone."""
    with desk.database.read() as session:
        reasons: tuple[RefusalReason, ...] = of_record(schools.school(session, uai)).refusal_reasons
    named = [one.text for one in reasons if one.name == _ALREADY]
    return named[0] if named else reasons[0].text if reasons else ""


@needs(Right.CREDENTIALS)
def settle(
    desk: Desk,
    request_ids: Sequence[str],
    choices: Mapping[str, Way],
    reason: str,
    *,
    report: Progress = silent,
) -> Settled:
    """Issue what is to be issued of the ticked requests, then refuse what is to be refused.

    Args:
        request_ids: all that were ticked, in the order of the sheets.
        choices: for each whose diner has an account.
        reason: for the refused ones, mailed to the askers; empty sends no mail.

    Raises:
        Refused: as `issue` and `refuse`; `request_has_account`: a choice is missing, or is no longer one of those that
            there are. Nothing was done.
    """
    for line in second_lines(desk, request_ids):
        if choices.get(line.request_id) not in line.ways:
            raise Refused("request_has_account", name=line.diner)
    wanted = [one for one in request_ids if choices.get(one, Way.OPEN) in ISSUES]
    turned_down = [one for one in dict.fromkeys(request_ids) if choices.get(one) is Way.REFUSE]
    reason = checked_reason(reason)
    issued = issue(desk, wanted, agreed=[one for one in wanted if one in choices], report=report)
    if turned_down:
        with desk.database.write() as session:
            turn_down(session, desk, still_open(session, turned_down), reason)
    refused = len(turned_down)
    return Settled(issued, refused, len(set(request_ids)) - len(wanted) - refused)


def _lines(session: Session, ids: Sequence[str]) -> list[SecondLine]:
    records = [one for one in still_open(session, ids) if one.diner_id]
    held = diners.with_account(session, {one.diner_id for one in records if one.diner_id})
    meant = [one for one in records if one.diner_id in held]
    known = diners.diners_by_id(session, held)
    return [_line(session, one, known[one.diner_id or ""]) for one in meant]


def _line(session: Session, request: RequestRecord, diner: DinerRecord) -> SecondLine:
    holders = [one for one in accounts.holders_of(session, diner.id) if one.state != "closed"]
    key = email_key(request.address)
    own = accounts.accounts_of_emails(session, request.uai, [key]).get(key)
    asker = asker_of(request, diner.emails)
    return SecondLine(
        request_id=request.id,
        uai=request.uai,
        diner=full_name(diner.last_name, diner.first_name),
        asked_by=request.address,
        asker=asker,
        holders=tuple(_holder(one) for one in holders),
        login=own.login if own else "",
        ways=_ways(own, holders, asker),
    )


def _holder(account: AccountRecord) -> str:
    return f"{account.login} ({account.email or 'sans adresse'}), {standing_of(account)}"


def _ways(
    own: AccountRecord | None, holders: Sequence[AccountRecord], asker: RequesterStatus
) -> tuple[Way, ...]:
    """Return the possible decisions; one that gives a diner to an unverified address is never proposed first."""
    if own is None:
        gives = Way.OPEN
    elif own.state != "open":
        return (Way.LEAVE, Way.REFUSE)
    else:
        gives = Way.RENEW if own.id in {one.id for one in holders} else Way.JOIN
    if gives is Way.RENEW or asker is RequesterStatus.KNOWN:
        return (gives, Way.REFUSE, Way.LEAVE)
    return (Way.LEAVE, gives, Way.REFUSE)
