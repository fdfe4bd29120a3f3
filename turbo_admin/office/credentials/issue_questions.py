"""What a clerk is asked before credentials are issued: who else has or wants an account, and what cannot be issued."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy.orm import Session

from turbo_admin.core.emails import email_key
from turbo_admin.core.errors import Refused
from turbo_admin.core.french import full_name
from turbo_admin.core.intake.refusal_texts import RefusalReason
from turbo_admin.core.matching.requester import RequesterStatus
from turbo_admin.office.credentials.claims import Claim, Claims, claims_beside, claims_on
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.intake.acts import dealt_with
from turbo_admin.office.intake.lines import asker_of
from turbo_admin.office.matching.outdated import match_outdated
from turbo_admin.office.settings.school_settings import of_record
from turbo_admin.store import accounts, diners, request_matches, requests, schools
from turbo_admin.store.engine.account_records import AccountRecord
from turbo_admin.store.engine.diner_records import DinerRecord
from turbo_admin.store.engine.request_records import RequestRecord

# The text that a refusal starts from, when the school still has it.
_ALREADY = "Compte déjà ouvert"
# (diner, address) of each request as the clerk saw it.
Shown = Mapping[str, tuple[str | None, str]]


class Way(StrEnum):
    """What becomes of such a line."""

    OPEN = "open"  # an account of its own for this address
    JOIN = "join"  # the account of this address gets the diner
    RENEW = "renew"  # the account of this address holds the diner: a new provisional password
    REFUSE = "refuse"
    LEAVE = "leave"


ISSUES = frozenset({Way.OPEN, Way.JOIN, Way.RENEW})


@dataclass(frozen=True, slots=True)
class IssueAnswer:
    """What the clerk answered.

    Attributes:
        seen: keys of the claims that were shown beside the question.
    """

    way: Way
    seen: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class IssueQuestion:
    """A line that is not issued without an answer.

    Attributes:
        id: of the request; of the diner where nobody asked.
        asked_by: the address that would get the account; empty for a sheet on paper.
        holders: the accounts that show the diner, « lm482716 (famille@exemple.fr), actif ».
        others: the other people who ask for one, « famille@exemple.fr (connu) ».
        login: of the account that this address has, empty for none.
        ways: what may be done, the safe one first.
        seen: keys of the claims, to be handed back with the answer.
        problem: why it cannot be issued at all; None when it can.
    """

    id: str
    uai: str
    diner: str
    asked_by: str
    asker: RequesterStatus
    holders: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    login: str = ""
    ways: tuple[Way, ...] = (Way.LEAVE,)
    seen: frozenset[str] = frozenset()
    problem: Refused | None = None

    def answered(self, way: Way) -> IssueAnswer:
        """Return the answer of somebody who has seen this question."""
        return IssueAnswer(way, self.seen)

    def refusal(self) -> Refused:
        """Return the error of an act that has no valid answer to this question."""
        if self.problem is not None:
            return self.problem
        code = "request_has_account" if self.holders else "diner_claimed"
        return Refused(code, name=self.diner, people=", ".join((*self.holders, *self.others)))


@needs(Right.CONSULT)
def issue_questions(
    desk: Desk, request_ids: Sequence[str], shown: Shown | None = None
) -> list[IssueQuestion]:
    """Return what is asked before these requests are issued, in the order given.

    Asked about are a diner that another person has or wants an account for — within these requests, among the other open
    ones, or among the accounts — and what cannot be issued: a diner who has left, a blocked account, a request that was
    dealt with or matched again.

    Args:
        shown: the requests as the clerk saw them; by default as they are stored now.
    """
    ids = list(dict.fromkeys(request_ids))
    seen = shown if shown is not None else shown_now(desk, ids)
    # Of all open requests: who else asks is known once all are matched.
    match_outdated(desk)
    with desk.database.read() as session:
        return _questions(session, ids, seen)


@needs(Right.CONSULT)
def shown_now(desk: Desk, request_ids: Collection[str]) -> Shown:
    """Return the diner and the address of requests as they are stored."""
    with desk.database.read() as session:
        found = requests.requests_by_id(session, list(request_ids))
    return {one.id: (one.diner_id, one.address) for one in found}


@needs(Right.CONSULT)
def already_reason(desk: Desk, uai: str) -> str:
    """Return the text by which a request for an account that exists is refused; the first one where it is gone."""
    with desk.database.read() as session:
        reasons: tuple[RefusalReason, ...] = of_record(schools.school(session, uai)).refusal_reasons
    named = [one.text for one in reasons if one.name == _ALREADY]
    return named[0] if named else reasons[0].text if reasons else ""


@dataclass(frozen=True, slots=True)
class _Around:
    """What questions about some requests are made from."""

    shown: Shown
    outdated: frozenset[str]
    known: Mapping[str, DinerRecord]
    claims: Claims
    own: Mapping[tuple[str, str], AccountRecord] = field(default_factory=dict)

    def own_of(self, request: RequestRecord) -> AccountRecord | None:
        """Return the account that the address has."""
        return self.own.get((request.uai, email_key(request.address)))


def _questions(session: Session, ids: Sequence[str], shown: Shown) -> list[IssueQuestion]:
    records = {one.id: one for one in requests.requests_by_id(session, ids)}
    known = diners.diners_by_id(session, {one.diner_id for one in records.values() if one.diner_id})
    around = _Around(
        shown=shown,
        outdated=frozenset(request_matches.still_outdated(session, ids)),
        known=known,
        claims=claims_on(session, known),
        own={
            (uai, key): account
            for uai in {one.uai for one in records.values()}
            for key, account in accounts.accounts_of_emails(
                session, uai, {email_key(one.address) for one in records.values()}
            ).items()
        },
    )
    made = (_question(records[one], around) if one in records else _gone(one) for one in ids)
    return [one for one in made if one is not None]


def _gone(request_id: str) -> IssueQuestion:
    return IssueQuestion(
        request_id, "", "", "", RequesterStatus.UNVERIFIED, problem=Refused("request_unknown")
    )


def _question(request: RequestRecord, around: _Around) -> IssueQuestion | None:
    """Return what is asked about a request; None when it is issued as it is."""
    diner = around.known.get(request.diner_id or "")
    own = around.own_of(request)
    problem = _problem(request, diner, own, around)
    beside = claims_beside(around.claims[diner.id], request.address) if diner else ()
    if problem is None and not beside:
        return None
    asker = asker_of(request, diner.emails if diner else ())
    named = diner or request
    return IssueQuestion(
        id=request.id,
        uai=request.uai,
        diner=full_name(named.last_name, named.first_name),
        asked_by=request.address,
        asker=asker,
        holders=tuple(one.words for one in beside if one.has_account),
        others=tuple(one.words for one in beside if not one.has_account),
        login=own.login if own else "",
        ways=_ways_of_problem(request) if problem else ways(own, beside, asker),
        seen=frozenset(one.key for one in beside),
        problem=problem,
    )


def _problem(
    request: RequestRecord, diner: DinerRecord | None, own: AccountRecord | None, around: _Around
) -> Refused | None:
    """Return why a request cannot be issued."""
    typed = full_name(request.last_name, request.first_name)
    if request.state != requests.OPEN:
        return dealt_with([request])
    shown = around.shown.get(request.id)
    if request.id in around.outdated or shown != (request.diner_id, request.address):
        return Refused("request_changed", name=typed)
    if diner is None:
        return Refused("request_without_diner", name=typed)
    if diner.left:
        return Refused("diner_left", name=full_name(diner.last_name, diner.first_name))
    if own is not None and own.state == "blocked":
        return Refused("account_blocked", email=own.email)
    return None


def _ways_of_problem(request: RequestRecord) -> tuple[Way, ...]:
    return (Way.LEAVE, Way.REFUSE) if request.state == requests.OPEN else (Way.LEAVE,)


def ways(own: AccountRecord | None, beside: Iterable[Claim], asker: RequesterStatus) -> tuple[Way, ...]:
    """Return the possible decisions, the safe one first.

    Args:
        own: the account that the address has.
        beside: the claims of others.

    Proposed first is what gives nobody new an account: a new password for who has one. A known address comes first as
    well while it is the only known one and nobody has an account yet.
    """
    holders = {one.key for one in beside if one.has_account}
    if own is not None and f"account:{own.id}" in holders:
        return (Way.RENEW, Way.REFUSE, Way.LEAVE)
    gives = Way.JOIN if own is not None else Way.OPEN
    rivals = any(one.asker is RequesterStatus.KNOWN for one in beside)
    if asker is RequesterStatus.KNOWN and not holders and not rivals:
        return (gives, Way.LEAVE, Way.REFUSE)
    return (Way.LEAVE, gives, Way.REFUSE)
