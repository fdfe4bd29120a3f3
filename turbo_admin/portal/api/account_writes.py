"""Writing planned accounts, each table in one statement whatever their number."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import TextClause, text

from turbo_admin.portal.accounts.own_log import log_activity
from turbo_admin.portal.api.account_plans import AccountPlan, CredentialEffect
from turbo_admin.portal.api.change_context import ChangeContext, in_utc

# A value that changes hands is free before anybody takes it. No login that is told begins with a control character.
_FREE = text(
    "UPDATE account SET login = chr(1) || account_id, email_key = ''"
    " WHERE school_id = :uai AND account_id = ANY(CAST(:ids AS text[]))"
)
_UPSERT = text(
    "INSERT INTO account AS a (school_id, account_id, login, email, email_key, state, created_at, family_rev, number,"
    " number_expires_at, ended, sessions_ended, own_ended)"
    " SELECT :uai, id, login, email, email_key, state, :now, family_rev, number, number_expires_at, ended,"
    " sessions_ended, own_ended FROM json_to_recordset(CAST(:rows AS json)) AS new (id text, login text, email text,"
    " email_key text, state text, family_rev bigint, number bigint, number_expires_at timestamptz, ended bigint,"
    " sessions_ended bigint, own_ended bigint)"
    " ON CONFLICT (school_id, account_id) DO UPDATE SET login = excluded.login, email = excluded.email,"
    " email_key = excluded.email_key, state = excluded.state,"
    " family_rev = greatest(a.family_rev, excluded.family_rev), number = excluded.number,"
    " number_expires_at = excluded.number_expires_at, ended = excluded.ended,"
    " sessions_ended = excluded.sessions_ended, own_ended = excluded.own_ended,"
    " family_closed_at = CASE WHEN excluded.state = 'closed' THEN a.family_closed_at END"
)
_DETACH = text(
    "DELETE FROM attachment t USING json_to_recordset(CAST(:rows AS json)) AS w (id text)"
    " WHERE t.school_id = :uai AND t.account_id = w.id AND NOT EXISTS ("
    " SELECT FROM json_to_recordset(CAST(:kept AS json)) AS k (id text, diner text)"
    " WHERE k.id = t.account_id AND k.diner = t.diner_id)"
)
_ATTACH = text(
    "INSERT INTO attachment (school_id, account_id, diner_id)"
    " SELECT DISTINCT :uai, id, diner FROM json_to_recordset(CAST(:rows AS json)) AS w (id text, diner text)"
    " ON CONFLICT DO NOTHING"
)
_TAKE = text(
    "INSERT INTO provisional (school_id, account_id, origin, password_hash, link_hash, created_at, expires_at, number)"
    " SELECT :uai, id, 'office', password_hash, link_hash, :now, expires_at, number"
    " FROM json_to_recordset(CAST(:rows AS json)) AS w (id text, password_hash text, link_hash text,"
    " expires_at timestamptz, number bigint)"
    " ON CONFLICT (school_id, account_id, origin) DO UPDATE SET password_hash = excluded.password_hash,"
    " link_hash = excluded.link_hash, created_at = excluded.created_at, expires_at = excluded.expires_at,"
    " number = excluded.number"
)
_NAME_OR_EXTEND = text(
    "UPDATE provisional p SET number = w.number, expires_at = w.expires_at"
    " FROM json_to_recordset(CAST(:rows AS json)) AS w (id text, expires_at timestamptz, number bigint)"
    " WHERE p.school_id = :uai AND p.account_id = w.id AND p.origin = 'office'"
)
_DROP = text(
    "DELETE FROM provisional WHERE school_id = :uai AND account_id = ANY(CAST(:ids AS text[])) AND origin = 'office'"
)
_DROP_LOANS = text(
    "DELETE FROM provisional WHERE school_id = :uai AND account_id = ANY(CAST(:ids AS text[])) AND origin = 'forgotten'"
)
_DROP_ADDRESSES = text(
    "DELETE FROM email_change WHERE school_id = :uai AND account_id = ANY(CAST(:ids AS text[]))"
)
_END_OWN_PASSWORDS = text(
    "UPDATE account SET password_hash = NULL, password_chosen_at = NULL"
    " WHERE school_id = :uai AND account_id = ANY(CAST(:ids AS text[]))"
)
_END_SESSIONS = text("DELETE FROM session WHERE school_id = :uai AND account_id = ANY(CAST(:ids AS text[]))")
_END_CHOOSING = text(
    "DELETE FROM session WHERE school_id = :uai AND account_id = ANY(CAST(:ids AS text[])) AND kind = 'choose'"
)
_END_RESUMING = text(
    "UPDATE provisional SET resume_hash = '' WHERE school_id = :uai AND account_id = ANY(CAST(:ids AS text[]))"
    " AND resume_hash <> ''"
)
# With a link goes what was opened through it elsewhere (migration 0006).
_END_LINKS = text(
    "DELETE FROM account_link WHERE school_id = :uai AND account_id = ANY(CAST(:ids AS text[])) RETURNING account_id"
)


def write_accounts(context: ChangeContext, plans: Sequence[AccountPlan]) -> None:
    """Write accounts none of which collides with another; call it with the accounts held."""
    if not plans:
        return
    _run_for(context, _FREE, [one for one in plans if one.known and one.unique_values != one.former_values])
    context.run_rows(_UPSERT, [_account_row(one) for one in plans], now=context.now)
    _write_attachments(context, plans)
    _write_credentials(context, plans)
    known = [one for one in plans if one.known]
    _run_for(context, _END_OWN_PASSWORDS, [one for one in known if one.ends_own_password])
    loans = [one for one in known if one.ends_loans]
    _run_for(context, _DROP_LOANS, loans)
    _run_for(context, _DROP_ADDRESSES, loans)
    _end_sessions(context, known)


def _account_row(one: AccountPlan) -> dict[str, object]:
    return {
        "id": one.key,
        "login": one.login,
        "email": one.email,
        "email_key": one.email_key,
        "state": one.state,
        "family_rev": one.change.body.family_rev,
        "number": one.number,
        "number_expires_at": one.number_expires_at,
        "ended": one.ended,
        "sessions_ended": one.sessions_ended,
        "own_ended": one.own_ended,
    }


def _write_attachments(context: ChangeContext, plans: Sequence[AccountPlan]) -> None:
    pairs = [{"id": one.key, "diner": diner} for one in plans for diner in one.change.body.diner_ids]
    known = [{"id": one.key} for one in plans if one.known]
    if known:
        of_known = {row["id"] for row in known}
        kept = [pair for pair in pairs if pair["id"] in of_known]
        context.run_rows(_DETACH, known, kept=_as_json(kept))
    if pairs:
        context.run_rows(_ATTACH, pairs)


def _write_credentials(context: ChangeContext, plans: Sequence[AccountPlan]) -> None:
    taken, renamed = [], []
    for one in plans:
        told = one.change.body.credential
        if told is None:
            continue
        row = {"id": one.key, "number": told.number, "expires_at": in_utc(told.expires_at)}
        if one.credential is CredentialEffect.TAKE:
            hashes = {"password_hash": one.change.password_hash, "link_hash": told.link_hash}
            taken.append({**row, **hashes})
        elif one.credential in {CredentialEffect.NAME, CredentialEffect.EXTEND}:
            renamed.append(row)
    if taken:
        context.run_rows(_TAKE, taken, now=context.now)
    if renamed:
        context.run_rows(_NAME_OR_EXTEND, renamed)
    _run_for(context, _DROP, [one for one in plans if one.credential is CredentialEffect.DROP])


def _end_sessions(context: ChangeContext, known: Sequence[AccountPlan]) -> None:
    _run_for(context, _END_SESSIONS, [one for one in known if one.ends_sessions])
    # Whoever came in with the replaced password is still choosing one.
    taken = [one for one in known if one.credential is CredentialEffect.TAKE]
    _run_for(context, _END_CHOOSING, taken)
    _run_for(context, _END_RESUMING, [one for one in known if one.ends_sessions or one in taken])
    ending = [one.key for one in known if one.ends_links]
    if ending:
        for account_id in sorted(set(context.run(_END_LINKS, ids=ending).scalars())):
            log_activity(context.connection, context.uai, account_id, "links_ended", now=context.now)


def _run_for(context: ChangeContext, statement: TextClause, plans: Sequence[AccountPlan]) -> None:
    if plans:
        context.run(statement, ids=[one.key for one in plans])


def _as_json(rows: Sequence[dict[str, str]]) -> str:
    return msgspec.json.encode(rows).decode()
