"""What each kind of change does to the tables; `batch` decides whether it is done at all.

Each takes the connection of the school's transaction and the typed body; `Deny` comes before anything is written.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec
from argon2 import extract_parameters
from argon2.exceptions import InvalidHashError
from msgspec.structs import replace
from sqlalchemy import Connection, text

from turbo_admin.core.emails import email_key, parse_email
from turbo_admin.core.errors import Refused
from turbo_admin.core.mails.payloads import CredentialsData, RefusalData, VigilanceData
from turbo_admin.portal.accounts.links import end_links
from turbo_admin.portal.accounts.own_log import log_act
from turbo_admin.portal.mail.queue import queue_mail
from turbo_admin.portal.schools.registry import read_identity, search_words
from turbo_admin.protocol import codec
from turbo_admin.protocol.changes import (
    AccountState,
    DinerState,
    IssueAccount,
    MailCredentials,
    NotifyGuardian,
    RefuseRequest,
    RevokeIssue,
    Settings,
)

# The dearest hash that one sign-in may be made to compute, and the only form we can compare.
_MOST_MEMORY_KIB, _MOST_PASSES, _MOST_LANES = 256 * 1024, 10, 8
_HEX_64 = re.compile(r"[0-9a-f]{64}")

_SETTINGS = text(
    "UPDATE school SET settings = CAST(:settings AS jsonb), name = coalesce(nullif(:name, ''), name), search = :search"
    " WHERE school_id = :uai"
)
_DINERS = text(
    'INSERT INTO diner (school_id, diner_id, last_name, first_name, class_name, "left")'
    ' SELECT :uai, id, last_name, first_name, class_name, "left" FROM json_to_recordset(CAST(:rows AS json))'
    ' AS new (id text, last_name text, first_name text, class_name text, "left" boolean)'
    " ON CONFLICT (school_id, diner_id) DO UPDATE SET last_name = excluded.last_name,"
    ' first_name = excluded.first_name, class_name = excluded.class_name, "left" = excluded."left"'
)
_ACCOUNT = text(
    "SELECT generation, state, login, email, email_key, family_rev, family_closed_at IS NOT NULL AS family_closed,"
    " language FROM account WHERE school_id = :uai AND account_id = :id FOR UPDATE"
)
_TAKEN = text(
    "SELECT login_low = lower(:login) FROM account WHERE school_id = :uai AND account_id <> :id"
    " AND (login_low = lower(:login) OR (:open AND :key <> '' AND email_key = :key AND state <> 'closed'))"
)
_UNKNOWN_DINER = text(
    "SELECT EXISTS (SELECT FROM unnest(CAST(:diners AS text[])) AS wanted (diner_id)"
    " WHERE NOT EXISTS (SELECT FROM diner d WHERE d.school_id = :uai AND d.diner_id = wanted.diner_id))"
)
_UPSERT_ACCOUNT = text(
    "INSERT INTO account AS a (school_id, account_id, login, email, email_key, state, created_at, family_rev)"
    " VALUES (:uai, :id, :login, :email, :key, :state, :now, :family_rev)"
    " ON CONFLICT (school_id, account_id) DO UPDATE SET login = excluded.login, email = excluded.email,"
    " email_key = excluded.email_key, state = excluded.state,"
    " family_rev = greatest(a.family_rev, excluded.family_rev),"
    " family_closed_at = CASE WHEN excluded.state = 'closed' THEN a.family_closed_at END"
)
_DETACH = text(
    "DELETE FROM attachment WHERE school_id = :uai AND account_id = :id AND diner_id <> ALL(CAST(:diners AS text[]))"
)
_ATTACH = text(
    "INSERT INTO attachment (school_id, account_id, diner_id)"
    " SELECT DISTINCT :uai, :id, wanted FROM unnest(CAST(:diners AS text[])) AS wanted ON CONFLICT DO NOTHING"
)
_END_SESSIONS = text("DELETE FROM session WHERE school_id = :uai AND account_id = :id")
_END_EMAIL_CHANGE = text("DELETE FROM email_change WHERE school_id = :uai AND account_id = :id")
_END_PROVISIONALS = text("DELETE FROM provisional WHERE school_id = :uai AND account_id = :id")
_PROVISIONAL = text(
    "INSERT INTO provisional (school_id, account_id, origin, password_hash, link_hash, created_at, expires_at)"
    " VALUES (:uai, :id, 'office', :password_hash, :link_hash, :now, :expires)"
    " ON CONFLICT (school_id, account_id, origin) DO UPDATE SET password_hash = excluded.password_hash,"
    " link_hash = excluded.link_hash, created_at = excluded.created_at, expires_at = excluded.expires_at"
)
_ISSUED = text(
    # Who asked is written to in the language of the asking.
    "WITH issued AS (UPDATE account_request SET state = 'issued', account_id = :id WHERE school_id = :uai"
    " AND request_id = ANY(CAST(:requests AS text[])) RETURNING language)"
    " UPDATE account SET language = i.language FROM issued i WHERE school_id = :uai AND account_id = :id AND i.language <> ''"
)
_PRESENT_LINK = text(
    "SELECT link_hash FROM provisional WHERE school_id = :uai AND account_id = :id AND origin = 'office'"
)
_SHORTEN = text(
    "UPDATE provisional SET expires_at = least(expires_at, :expires)"
    " WHERE school_id = :uai AND account_id = :id AND origin = 'office'"
)
_NAMES = text(
    "SELECT first_name, last_name FROM diner d JOIN attachment a USING (school_id, diner_id)"
    " WHERE d.school_id = :uai AND a.account_id = :id ORDER BY last_name, first_name"
)
_REQUEST = text(
    "SELECT state, email, language FROM account_request WHERE school_id = :uai AND request_id = :id FOR UPDATE"
)
_REFUSE = text(
    "UPDATE account_request SET state = 'refused', confirm_hash = NULL"
    " WHERE school_id = :uai AND request_id = :id"
)
_REVOKE = text(
    "DELETE FROM provisional"
    " WHERE school_id = :uai AND account_id = :id AND origin = 'office' AND link_hash = :link_hash"
)
# Under a kind that no office can send: the issue itself may still be on its way, and arrive after all.
_KEEP_REVOKED = text(
    "INSERT INTO applied_change (school_id, kind, key, content_hash, applied_at)"
    " VALUES (:uai, 'issue.revoked', :link_hash, '', :now) ON CONFLICT DO NOTHING"
)
_IS_REVOKED = text(
    "SELECT EXISTS (SELECT FROM applied_change"
    " WHERE school_id = :uai AND kind = 'issue.revoked' AND key = :link_hash)"
)
_WAIT_AGAIN = text(
    "UPDATE account_request SET state = 'received' WHERE school_id = :uai AND state = 'issued'"
    " AND request_id = ANY(CAST(:requests AS text[]))"
)
_FIRST_NAME = text("SELECT first_name FROM diner WHERE school_id = :uai AND diner_id = :id")
_HOLDS = text(
    "SELECT a.state <> 'closed' AND EXISTS (SELECT FROM attachment t WHERE t.school_id = a.school_id"
    " AND t.account_id = a.account_id AND t.diner_id = :diner)"
    " FROM account a WHERE a.school_id = :uai AND a.account_id = :id"
)


class Deny(Exception):
    """A rule says no to one change; the others of its batch go on.

    Args:
        reason: a key of `core.sync.words.REFUSALS`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when a change is applied.

    Attributes:
        connection: of the school's transaction.
        now: UTC.
    """

    connection: Connection
    uai: str
    now: datetime

    def run(self, statement: Any, **values: Any) -> Any:
        """Execute a statement of this school."""
        return self.connection.execute(statement, {"uai": self.uai, **values})

    def run_rows(self, statement: Any, rows: Sequence[Mapping[str, Any]], **values: Any) -> Any:
        """Execute a statement that reads its rows from `json_to_recordset(CAST(:rows AS json))`."""
        return self.run(statement, rows=msgspec.json.encode(rows).decode(), **values)


def change_settings(place: Place, key: str, body: Settings) -> None:
    """`settings`: how the school shows itself."""
    if key != "school":
        raise Deny("bad_body")
    search = search_words(place.uai, body)
    place.run(_SETTINGS, settings=codec.encode(body).decode(), name=body.name.strip(), search=search)


def change_diners(place: Place, diners: Sequence[tuple[str, DinerState]]) -> None:
    """`diner`: all those of a batch in one statement; each id stands there once."""
    rows = [
        {
            "id": key,
            "last_name": diner.last_name,
            "first_name": diner.first_name,
            "class_name": diner.class_name,
            "left": diner.left,
        }
        for key, diner in diners
    ]
    place.run_rows(_DINERS, rows)


def change_account(place: Place, key: str, body: AccountState) -> None:
    """`account`: who holds what and may sign in; blocking or closing ends the sessions at once."""
    _save_account(place, key, body)
    if body.state != "open":
        place.run(_END_SESSIONS, id=key)
        place.run(_END_EMAIL_CHANGE, id=key)
    if body.state == "closed":
        place.run(_END_PROVISIONALS, id=key)


def issue_account(place: Place, _key: str, body: IssueAccount) -> None:
    """`account.issue`: create or update the account, and make this its one provisional password of the office."""
    _check_hashes(body)
    present = place.run(_ACCOUNT, id=body.account_id).one_or_none()
    if present is not None and present.generation > body.generation:
        raise Deny("superseded")
    if present is not None and present.state != "open":
        raise Deny("account_closed")
    if place.run(_IS_REVOKED, link_hash=body.link_hash).scalar():
        raise Deny("superseded")
    account = AccountState(
        login=body.login, email=body.email, diner_ids=body.diner_ids, family_rev=body.family_rev
    )
    _save_account(place, body.account_id, account)
    if end_links(place.connection, place.uai, body.account_id):
        log_act(place.connection, place.uai, body.account_id, "links_ended", now=place.now)
    place.run(
        _PROVISIONAL,
        id=body.account_id,
        password_hash=body.password_hash,
        link_hash=body.link_hash,
        now=place.now,
        expires=_utc(body.expires_at),
    )
    place.run(_ISSUED, id=body.account_id, requests=body.request_ids)


def revoke_issue(place: Place, _key: str, body: RevokeIssue) -> None:
    """`issue.revoke`: its provisional password opens nothing any more, and whoever came in with it is out."""
    place.run(_REVOKE, id=body.account_id, link_hash=body.link_hash)
    place.run(_KEEP_REVOKED, link_hash=body.link_hash, now=place.now)
    place.run(_END_SESSIONS, id=body.account_id)
    place.run(_WAIT_AGAIN, requests=body.request_ids)


def mail_credentials(place: Place, key: str, body: MailCredentials) -> None:
    """`mail.credentials`: queue the mail; its id is the act's."""
    if body.mail_key != read_identity(place.connection).mail_public_key:
        raise Deny("mail_key_changed")
    account = place.run(_ACCOUNT, id=body.account_id).one_or_none()
    if account is None:
        raise Deny("unknown_account")
    if account.state != "open":
        raise Deny("account_closed")
    if place.run(_PRESENT_LINK, id=body.account_id).scalar() != body.link_hash:
        raise Deny("superseded")
    if account.family_rev and email_key(body.to) != account.email_key:
        raise Deny("address_changed")
    # The mail says until when; what is mailed lives no longer than that, unless it was printed before.
    place.run(_SHORTEN, id=body.account_id, expires=_utc(body.expires_at))
    names = [f"{first} {last}".strip() for first, last in place.run(_NAMES, id=body.account_id)]
    queue_mail(
        place.connection,
        place.uai,
        kind="identifiants",
        to=_address(body.to),
        data=CredentialsData(
            login=account.login, expires_at=_utc(body.expires_at), diners=names, language=account.language
        ),
        sealed=body.sealed,
        mail_id=key,
        account_id=body.account_id,
        expires_at=_utc(body.expires_at),
        now=place.now,
    )


def refuse_request(place: Place, _key: str, body: RefuseRequest) -> None:
    """`request.refuse`: close it, and tell the asker why when the office wrote something."""
    request = place.run(_REQUEST, id=body.request_id).one_or_none()
    if request is None:
        raise Deny("unknown_request")
    if request.state != "received":
        raise Deny("request_closed")
    place.run(_REFUSE, id=body.request_id)
    if body.reason.strip():
        queue_mail(
            place.connection,
            place.uai,
            kind="refus",
            to=request.email,
            data=RefusalData(reason=body.reason.strip(), language=request.language),
            request_id=body.request_id,
            now=place.now,
        )


def notify_guardian(place: Place, key: str, body: NotifyGuardian) -> None:
    """`guardian.notify`: queue the mail, whose id is the act's; what is true no more is not said."""
    first_name = place.run(_FIRST_NAME, id=body.diner_id).scalar_one_or_none()
    if first_name is None:
        raise Deny("unknown_diner")
    opened = body.occasion == "opened"
    holds = place.run(_HOLDS, id=body.account_id, diner=body.diner_id).scalar_one_or_none()
    if opened and holds is None:
        raise Deny("unknown_account")
    if holds or not opened:
        queue_mail(
            place.connection,
            place.uai,
            kind="vigilance",
            to=_address(body.to),
            data=VigilanceData(first_name=first_name, opened=opened),
            mail_id=key,
            request_id=body.request_id,
            now=place.now,
        )


# The kinds that are applied one by one; `diner` goes in bulk.
APPLY: dict[str, Callable[[Place, str, Any], None]] = {
    "settings": change_settings,
    "account": change_account,
    "issue.revoke": revoke_issue,
    "account.issue": issue_account,
    "mail.credentials": mail_credentials,
    "request.refuse": refuse_request,
    "guardian.notify": notify_guardian,
}


def _save_account(place: Place, account_id: str, account: AccountState) -> None:
    known = place.run(_ACCOUNT, id=account_id).one_or_none()
    if known is not None and known.family_rev > account.family_rev:
        # Said without knowing what the family has done since: it is right about everything else.
        state = "closed" if known.family_closed else account.state
        account = replace(account, email=known.email, state=state)
    diners, login = list(account.diner_ids), account.login.strip()
    email = _address(account.email) if account.email.strip() else ""
    if not login:
        raise Deny("bad_body")
    key, is_open = email_key(email), account.state != "closed"
    taken = place.run(_TAKEN, id=account_id, login=login, key=key, open=is_open).scalars().all()
    if taken:
        raise Deny("login_taken" if any(taken) else "email_taken")
    if place.run(_UNKNOWN_DINER, diners=diners).scalar():
        raise Deny("unknown_diner")
    place.run(
        _UPSERT_ACCOUNT,
        id=account_id,
        login=login,
        email=email,
        key=key,
        state=account.state,
        now=place.now,
        family_rev=account.family_rev,
    )
    place.run(_DETACH, id=account_id, diners=diners)
    place.run(_ATTACH, id=account_id, diners=diners)


def _check_hashes(body: IssueAccount) -> None:
    """Refuse what a sign-in could not compare, or only at a ruinous price."""
    try:
        parameters = extract_parameters(body.password_hash)
    except (InvalidHashError, ValueError) as error:
        raise Deny("bad_body") from error
    if (
        not body.password_hash.startswith("$argon2id$")
        or parameters.memory_cost > _MOST_MEMORY_KIB
        or parameters.time_cost > _MOST_PASSES
        or parameters.parallelism > _MOST_LANES
        or not _HEX_64.fullmatch(body.link_hash)
    ):
        raise Deny("bad_body")


def _address(typed: str) -> str:
    try:
        return parse_email(typed)
    except Refused as error:
        raise Deny("bad_address") from error


def _utc(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)
