"""Claims on a diner: the accounts that show it, and the people who ask for one.

No two people get an account for one diner unless a clerk has seen who they are. Whatever issues credentials compares
the claims at the moment of writing with those that the clerk has seen.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from turbo_admin.core.emails import email_key
from turbo_admin.core.errors import Refused
from turbo_admin.core.matching.requester import RequesterStatus
from turbo_admin.office.accounts.lines import standing_of
from turbo_admin.office.intake.lines import asker_of
from turbo_admin.store import diner_claims
from turbo_admin.store.engine.account_records import AccountRecord
from turbo_admin.store.engine.diner_records import DinerRecord
from turbo_admin.store.engine.request_records import RequestRecord


@dataclass(frozen=True, slots=True)
class Claim:
    """A person who has, or asks for, an account that shows a diner.

    Attributes:
        key: names the person and whether they have the account: what a clerk has seen and agreed to.
        email_key: of their address; empty for an account without one.
        words: as a question names them, « lm482716 (famille@exemple.fr), actif » or « famille@exemple.fr (connu) ».
        asker: of who asks; None for who has an account.
    """

    key: str
    email_key: str
    words: str
    asker: RequesterStatus | None = None

    @property
    def has_account(self) -> bool:
        """Whether they have the account already."""
        return self.asker is None


Claims = Mapping[str, tuple[Claim, ...]]


def claims_on(session: Session, known: Mapping[str, DinerRecord]) -> Claims:
    """Return the claims on diners: accounts that are not closed, then open requests.

    Args:
        known: the diners by id.
    """
    holders = diner_claims.holders_by_diner(session, known)
    asking = diner_claims.open_requests_by_diner(session, known)
    return {
        diner_id: (
            *(_of_account(account) for account in holders[diner_id]),
            *_of_requests(asking[diner_id], diner),
        )
        for diner_id, diner in known.items()
    }


def claims_beside(claims: Iterable[Claim], email: str) -> tuple[Claim, ...]:
    """Return the claims that a clerk must see before this address gets the account: every account, every other asker."""
    key = email_key(email)
    return tuple(one for one in claims if one.has_account or not key or one.email_key != key)


def check_seen(claims: Iterable[Claim], seen: Collection[str], diner_name: str) -> None:
    """Make sure that the clerk has seen all these claims.

    Args:
        seen: keys of claims.

    Raises:
        Refused: `request_has_account`, `diner_claimed`: an account, or another person who asks, has not been seen.
    """
    unseen = [one for one in claims if one.key not in seen]
    if unseen:
        code = "request_has_account" if any(one.has_account for one in unseen) else "diner_claimed"
        raise Refused(code, name=diner_name, people=", ".join(one.words for one in unseen))


def _of_account(account: AccountRecord) -> Claim:
    words = f"{account.login} ({account.email or 'sans adresse'}), {standing_of(account)}"
    return Claim(f"account:{account.id}", account.email_key, words)


def _of_requests(asking: Iterable[RequestRecord], diner: DinerRecord) -> Iterable[Claim]:
    """One claim a person, however often they ask."""
    by_key: dict[str, Claim] = {}
    for request in asking:
        key, asker = email_key(request.address), asker_of(request, diner.emails)
        claim = Claim(f"request:{key}", key, f"{request.address} ({asker})", asker)
        by_key.setdefault(key, claim)
    return by_key.values()
