"""What the office says of families' requests: open, answered by an account, refused."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, text

from turbo_admin.core.mails.payloads import RefusalData
from turbo_admin.portal.api.change_context import (
    ChangeContext,
    ChangeRefusal,
    ChangeRefused,
    ReceivedChange,
    Refusals,
    in_utc,
    valid_address,
)
from turbo_admin.portal.mail.queue import MailDraft, queue_mails
from turbo_admin.protocol.states import AccountRequestState

_STATES = {"open": "received", "answered": "issued", "refused": "refused"}
_READ = text(
    "SELECT r.request_id, r.state, r.account_id, r.email, r.language, r.mailed_decision FROM account_request r"
    " JOIN json_to_recordset(CAST(:rows AS json)) AS wanted (id text) ON r.request_id = wanted.id"
    " WHERE r.school_id = :uai ORDER BY r.request_id FOR UPDATE OF r"
)
_KNOWN_ACCOUNTS = text(
    "SELECT account_id FROM account JOIN json_to_recordset(CAST(:rows AS json)) AS wanted (account_id text)"
    " USING (account_id) WHERE school_id = :uai"
)
_UPSERT = text(
    "INSERT INTO account_request AS r (school_id, request_id, card, last_name, first_name, email, received_at, state,"
    " account_id, decision, mailed_decision)"
    " SELECT :uai, id, card, last_name, first_name, email, received_at, state, account_id, decision, mailed"
    " FROM json_to_recordset(CAST(:rows AS json)) AS new (id text, card text, last_name text, first_name text,"
    " email text, received_at timestamptz, state text, account_id text, decision bigint, mailed bigint)"
    " ON CONFLICT (school_id, request_id) DO UPDATE SET state = excluded.state, account_id = excluded.account_id,"
    " decision = excluded.decision, mailed_decision = excluded.mailed_decision,"
    " confirm_hash = CASE WHEN excluded.state = 'refused' THEN NULL ELSE r.confirm_hash END"
)
_LANGUAGES = text(
    # Who asked is written to in the language of the asking.
    "UPDATE account a SET language = asked.language FROM json_to_recordset(CAST(:rows AS json))"
    " AS asked (account_id text, language text) WHERE a.school_id = :uai AND a.account_id = asked.account_id"
)
_ERASE = text(
    "DELETE FROM account_request WHERE school_id = :uai AND request_id = ANY(CAST(:keys AS text[]))"
)

_Request = ReceivedChange[AccountRequestState]


def change_requests(context: ChangeContext, changes: Sequence[_Request]) -> Refusals:
    """`request`: what became of it; a refusal is mailed once for each decision.

    Refused `unknown_account` while there is no such account, `bad_address` for one that the portal does not know and
    could not write to.
    """
    stored = {row.request_id: row for row in context.run_rows(_READ, [{"id": one.key} for one in changes])}
    refused = _refused(context, changes, stored)
    taken = [one for one in changes if one.key not in refused]
    if anew := [one.key for one in taken if one.is_anew]:
        erase_requests(context, anew)
        stored = {key: row for key, row in stored.items() if key not in anew}
    drafts = {one.key: draft for one in taken if (draft := _refusal_mail(one, stored.get(one.key)))}
    if taken:
        context.run_rows(_UPSERT, [_row(one, stored.get(one.key), one.key in drafts) for one in taken])
    languages = [row for one in taken if (row := _language(one, stored.get(one.key)))]
    if languages:
        context.run_rows(_LANGUAGES, languages)
    if drafts:
        queue_mails(context.connection, context.uai, list(drafts.values()), now=context.now)
    return refused


def erase_requests(context: ChangeContext, keys: Sequence[str]) -> None:
    """Erase requests for good."""
    context.run(_ERASE, keys=list(keys))


def _refused(context: ChangeContext, changes: Sequence[_Request], stored: dict[str, Row[Any]]) -> Refusals:
    named = {one.body.account_id for one in changes if one.body.answer == "answered"}
    rows = [{"account_id": one} for one in sorted(named)]
    known = set(context.run_rows(_KNOWN_ACCOUNTS, rows).scalars()) if rows else set()
    refused: Refusals = {}
    for one in changes:
        if one.body.answer == "answered" and one.body.account_id not in known:
            refused[one.key] = ChangeRefusal.UNKNOWN_ACCOUNT
        elif one.key not in stored or one.is_anew:
            try:
                valid_address(one.body.email)
            except ChangeRefused as refusal:
                refused[one.key] = refusal.reason
    return refused


def _refusal_mail(one: _Request, known: Row[Any] | None) -> MailDraft | None:
    mailed, reason = _mailed(one, known), one.body.reason.strip()
    if one.body.answer != "refused" or not reason or one.body.decision <= mailed:
        return None
    return MailDraft(
        kind="refus",
        to=known.email if known else one.body.email,
        data=RefusalData(reason=reason, language=known.language if known else ""),
        request_id=one.key,
    )


def _row(one: _Request, known: Row[Any] | None, is_mailed: bool) -> dict[str, object]:
    body = one.body
    return {
        "id": one.key,
        "card": body.card,
        "last_name": body.last_name,
        "first_name": body.first_name,
        "email": body.email,
        "received_at": in_utc(body.received_at),
        "state": _STATES[body.answer],
        "account_id": body.account_id if body.answer == "answered" else "",
        "decision": body.decision,
        "mailed": body.decision if is_mailed else _mailed(one, known),
    }


def _mailed(one: _Request, known: Row[Any] | None) -> int:
    return max(one.body.mailed, known.mailed_decision if known else 0)


def _language(one: _Request, known: Row[Any] | None) -> dict[str, object] | None:
    """Return whose language becomes that of the request; told again, it leaves the family's choice alone."""
    if known is None or not known.language or one.body.answer != "answered":
        return None
    if (known.state, known.account_id) == ("issued", one.body.account_id):
        return None
    return {"account_id": one.body.account_id, "language": known.language}
