"""What the office decides of an account: its state, a new provisional password, taking one back."""

import re
from typing import Any

from argon2 import extract_parameters
from argon2.exceptions import InvalidHashError
from msgspec.structs import replace
from sqlalchemy import Row, text

from turbo_admin.core.emails import email_key
from turbo_admin.portal.accounts.links import end_links
from turbo_admin.portal.accounts.own_log import log_activity
from turbo_admin.portal.api.change_context import ChangeContext, ChangeRefused, in_utc, valid_address
from turbo_admin.protocol.changes import AccountState, IssueAccount, RevokeIssue

# The most that one sign-in may be made to compute: beyond, an office could slow the portal down for everybody.
_MOST_MEMORY_KIB, _MOST_PASSES, _MOST_LANES = 256 * 1024, 10, 8
_HEX_64 = re.compile(r"[0-9a-f]{64}")

_LOCK = text(
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


def lock_account(context: ChangeContext, account_id: str) -> Row[Any] | None:
    """Return an account as it is stored, held until the end of the transaction; None when there is none."""
    row: Row[Any] | None = context.run(_LOCK, id=account_id).one_or_none()
    return row


def change_account(context: ChangeContext, key: str, body: AccountState) -> None:
    """`account`: who holds what and may sign in; blocking or closing ends the sessions at once."""
    _save_account(context, key, body)
    if body.state != "open":
        context.run(_END_SESSIONS, id=key)
        context.run(_END_EMAIL_CHANGE, id=key)
    if body.state == "closed":
        context.run(_END_PROVISIONALS, id=key)


def issue_account(context: ChangeContext, _key: str, body: IssueAccount) -> None:
    """`account.issue`: create or update the account, and make this its one provisional password of the office."""
    _check_hashes(body)
    present = lock_account(context, body.account_id)
    if present is not None and present.generation > body.generation:
        raise ChangeRefused("superseded")
    if present is not None and present.state != "open":
        raise ChangeRefused("account_closed")
    # A revocation may overtake its issue on a bad line: the late issue must not revive the password.
    if context.run(_IS_REVOKED, link_hash=body.link_hash).scalar():
        raise ChangeRefused("superseded")
    account = AccountState(
        login=body.login, email=body.email, diner_ids=body.diner_ids, family_rev=body.family_rev
    )
    _save_account(context, body.account_id, account)
    if end_links(context.connection, context.uai, body.account_id):
        log_activity(context.connection, context.uai, body.account_id, "links_ended", now=context.now)
    context.run(
        _PROVISIONAL,
        id=body.account_id,
        password_hash=body.password_hash,
        link_hash=body.link_hash,
        now=context.now,
        expires=in_utc(body.expires_at),
    )
    context.run(_ISSUED, id=body.account_id, requests=body.request_ids)


def revoke_issue(context: ChangeContext, _key: str, body: RevokeIssue) -> None:
    """`issue.revoke`: invalidate its provisional password, and end the sessions of the account."""
    context.run(_REVOKE, id=body.account_id, link_hash=body.link_hash)
    context.run(_KEEP_REVOKED, link_hash=body.link_hash, now=context.now)
    context.run(_END_SESSIONS, id=body.account_id)
    context.run(_WAIT_AGAIN, requests=body.request_ids)


def _save_account(context: ChangeContext, account_id: str, account: AccountState) -> None:
    known = lock_account(context, account_id)
    if known is not None and known.family_rev > account.family_rev:
        # Said without knowing what the family has done since: it is right about everything else.
        state = "closed" if known.family_closed else account.state
        account = replace(account, email=known.email, state=state)
    diners, login = list(account.diner_ids), account.login.strip()
    email = valid_address(account.email) if account.email.strip() else ""
    if not login:
        raise ChangeRefused("bad_body")
    key, is_open = email_key(email), account.state != "closed"
    taken = context.run(_TAKEN, id=account_id, login=login, key=key, open=is_open).scalars().all()
    if taken:
        raise ChangeRefused("login_taken" if any(taken) else "email_taken")
    if context.run(_UNKNOWN_DINER, diners=diners).scalar():
        raise ChangeRefused("unknown_diner")
    context.run(
        _UPSERT_ACCOUNT,
        id=account_id,
        login=login,
        email=email,
        key=key,
        state=account.state,
        now=context.now,
        family_rev=account.family_rev,
    )
    context.run(_DETACH, id=account_id, diners=diners)
    context.run(_ATTACH, id=account_id, diners=diners)


def _check_hashes(body: IssueAccount) -> None:
    """Refuse a hash that a sign-in could not compare, or only at too high a cost (denial of service)."""
    try:
        parameters = extract_parameters(body.password_hash)
    except (InvalidHashError, ValueError) as error:
        raise ChangeRefused("bad_body") from error
    if (
        not body.password_hash.startswith("$argon2id$")
        or parameters.memory_cost > _MOST_MEMORY_KIB
        or parameters.time_cost > _MOST_PASSES
        or parameters.parallelism > _MOST_LANES
        or not _HEX_64.fullmatch(body.link_hash)
    ):
        raise ChangeRefused("bad_body")
