"""Lists what the portal holds of a school, record by record, for an office that has to be brought to agree with it."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from msgspec import Raw
from sqlalchemy import Connection, text

from turbo_admin.core.credentials.rules import salt_of
from turbo_admin.protocol import codec
from turbo_admin.protocol.agreement import AccountFacts, HeldState
from turbo_admin.protocol.kinds import STATES, check_table
from turbo_admin.protocol.states import AccountRequestState, AccountState, Credential, DinerState

_NOTHING = Raw(b"null")
# Of a provisional password that has expired, and whose row is gone.
_NO_LINK = "0" * 64
# Records without a state are listed too: a request that no office has decided yet. Each table is read by its key from
# where the page begins, however many records there are; the first of both together are among the first of each.
_LIST = text(
    "SELECT coalesce(k.key, s.key) AS key, coalesce(s.rev, 0) AS rev, coalesce(s.life, 1) AS life,"
    " coalesce(s.content_hash, '') AS digest, coalesce(s.erased, false) AS erased"
    " FROM (SELECT key, rev, life, content_hash, erased FROM change_state"
    " WHERE school_id = :uai AND kind = CAST(:kind AS text) AND key > :after ORDER BY key LIMIT :limit) s"
    " FULL JOIN (SELECT 'school' AS key FROM school"
    " WHERE school_id = :uai AND CAST(:kind AS text) = 'settings' AND 'school' > :after"
    " UNION ALL (SELECT diner_id FROM diner WHERE school_id = :uai AND CAST(:kind AS text) = 'diner'"
    " AND diner_id > :after ORDER BY diner_id LIMIT :limit)"
    " UNION ALL (SELECT account_id FROM account WHERE school_id = :uai AND CAST(:kind AS text) = 'account'"
    " AND account_id > :after ORDER BY account_id LIMIT :limit)"
    " UNION ALL (SELECT request_id FROM account_request WHERE school_id = :uai AND CAST(:kind AS text) = 'request'"
    " AND request_id > :after ORDER BY request_id LIMIT :limit)) k ON k.key = s.key"
    " ORDER BY 1 LIMIT :limit"
)
_SETTINGS = text(
    "SELECT 'school' AS key, CAST(settings AS text) AS settings FROM school WHERE school_id = :uai"
)
_DINERS = text(
    'SELECT diner_id AS key, last_name, first_name, class_name, "left" AS has_left FROM diner'
    " WHERE school_id = :uai AND diner_id BETWEEN :first AND :last"
)
_ACCOUNTS = text(
    "SELECT a.account_id AS key, a.login, a.email, a.state, a.family_rev, a.ended, a.sessions_ended, a.own_ended,"
    " a.number, a.generation, a.password_hash, a.password_chosen_at, a.last_sign_in_at, a.created_at,"
    " p.link_hash, a.number_expires_at AS expires_at,"
    " (SELECT min(q.password_hash) FROM provisional q WHERE q.school_id = a.school_id AND q.account_id = a.account_id)"
    " AS lent_hash,"
    " ARRAY(SELECT t.diner_id FROM attachment t WHERE t.school_id = a.school_id AND t.account_id = a.account_id"
    ' ORDER BY t.diner_id COLLATE "C") AS diners'
    " FROM account a LEFT JOIN provisional p ON p.school_id = a.school_id AND p.account_id = a.account_id"
    " AND p.origin = 'office' AND p.number > a.ended"
    " WHERE a.school_id = :uai AND a.account_id BETWEEN :first AND :last"
)
_REQUESTS = text(
    "SELECT r.request_id AS key, r.card, r.last_name, r.first_name, r.email, r.received_at, r.confirmed_at, r.state,"
    " r.decision, r.account_id, r.trapped, r.asked_by FROM account_request r"
    " WHERE r.school_id = :uai AND r.request_id BETWEEN :first AND :last"
)
_ANSWERS: Mapping[str, Literal["open", "answered", "refused"]] = {
    "received": "open",
    "issued": "answered",
    "refused": "refused",
}

_Found = dict[str, dict[str, Any]]
# The school, and the first and the last key of a page.
_Wanted = Mapping[str, str]


def list_held(
    connection: Connection, uai: str, kind: str, after: str, limit: int, *, only_digests: bool
) -> list[HeldState]:
    """Return at most `limit` records of a kind after a key, in the order of their keys.

    Args:
        kind: of a state.
        only_digests: leaves the records themselves out.
    """
    rows = connection.execute(_LIST, {"uai": uai, "kind": kind, "after": after, "limit": limit}).all()
    wanted = {"uai": uai, "first": rows[0].key, "last": rows[-1].key} if rows and not only_digests else None
    found = _READERS[kind](connection, wanted) if wanted else {}
    return [
        HeldState(
            key=row.key,
            life=row.life,
            rev=row.rev,
            digest=row.digest,
            erased=row.erased,
            **(found.get(row.key) or {"body": _NOTHING}),
        )
        for row in rows
    ]


def _settings(connection: Connection, wanted: _Wanted) -> _Found:
    return {row.key: {"body": Raw(row.settings.encode())} for row in connection.execute(_SETTINGS, wanted)}


def _diners(connection: Connection, wanted: _Wanted) -> _Found:
    return {
        row.key: {
            "body": codec.raw(
                DinerState(
                    last_name=row.last_name,
                    first_name=row.first_name,
                    class_name=row.class_name,
                    left=row.has_left,
                )
            )
        }
        for row in connection.execute(_DINERS, wanted)
    }


def _accounts(connection: Connection, wanted: _Wanted) -> _Found:
    return {
        row.key: {"body": codec.raw(_account(row)), "account": _facts(row)}
        for row in connection.execute(_ACCOUNTS, wanted)
    }


def _account(row: Any) -> AccountState:
    # Its number outlives the secret, which goes when it has expired.
    credential = (
        Credential(number=row.number, link_hash=row.link_hash or _NO_LINK, expires_at=row.expires_at)
        if row.number > row.ended
        else None
    )
    return AccountState(
        login=row.login,
        email=row.email,
        state=row.state,
        diner_ids=list(row.diners),
        family_rev=row.family_rev,
        credential=credential,
        ended=row.ended,
        sessions_ended=row.sessions_ended,
        own_ended=row.own_ended,
    )


def _facts(row: Any) -> AccountFacts:
    hashed = row.password_hash or row.lent_hash
    return AccountFacts(
        salt=salt_of(hashed) if hashed else b"",
        number=row.number,
        generation=row.generation if row.password_hash else 0,
        created_at=row.created_at,
        activated_at=row.password_chosen_at,
        last_sign_in_at=row.last_sign_in_at,
    )


def _requests(connection: Connection, wanted: _Wanted) -> _Found:
    return {
        row.key: {
            "body": codec.raw(_request(row)),
            "confirmed_at": row.confirmed_at,
            "trapped": row.trapped,
            "asked_by": row.asked_by,
        }
        for row in connection.execute(_REQUESTS, wanted)
    }


def _request(row: Any) -> AccountRequestState:
    return AccountRequestState(
        card=row.card,
        last_name=row.last_name,
        first_name=row.first_name,
        email=row.email,
        received_at=row.received_at,
        answer=_ANSWERS[row.state],
        decision=row.decision,
        account_id=row.account_id,
    )


_READERS: Mapping[str, Callable[[Connection, _Wanted], _Found]] = {
    "settings": _settings,
    "diner": _diners,
    "account": _accounts,
    "request": _requests,
}
check_table("portal.api.held_states", frozenset(_READERS), STATES)
