"""What becomes of a change, a request for it to be about, and what the portal holds."""

from tests.portal.conftest import Portal
from turbo_admin.core.sync.words import REFUSALS
from turbo_admin.protocol.canonical import KindSum
from turbo_admin.protocol.messages import Sums

DONE, ALREADY, GONE = ("done", ""), ("already", ""), ("gone", "")


def refused(reason: str) -> tuple[str, str]:
    assert reason in REFUSALS
    return ("refused", reason)


def ask(portal: Portal, request_id: str = "r1", email: str = "asker@exemple.fr", language: str = "") -> None:
    portal.rows(
        "INSERT INTO account_request (school_id, request_id, card, last_name, first_name, email, received_at, language)"
        " VALUES (:uai, :id, '04217', 'MARTIN', 'Léa', :email, now(), :language)",
        uai=portal.uai,
        id=request_id,
        email=email,
        language=language,
    )


def recomputed_sums(portal: Portal, uai: str = "") -> Sums:
    """The sums of the states that are held, from the states themselves."""
    sums: Sums = {}
    rows = portal.rows(
        "SELECT kind, content_hash FROM change_state WHERE school_id = :uai AND NOT erased",
        uai=uai or portal.uai,
    )
    for kind, digest in rows:
        sums[kind] = sums.get(kind, KindSum()).changed((), [digest])
    return sums


def provisionals(portal: Portal) -> list[tuple[str, str, int]]:
    """The provisional passwords there are, as (origin, link hash, number)."""
    return portal.rows("SELECT origin, link_hash, number FROM provisional ORDER BY account_id, origin")


def numbers(portal: Portal, account: str = "a1") -> tuple[int, int, int, int]:
    """An account's numbers: taken, ended, sessions_ended, own_ended."""
    rows = portal.rows(
        "SELECT number, ended, sessions_ended, own_ended FROM account WHERE account_id = :id", id=account
    )
    (found,) = rows
    return (found[0], found[1], found[2], found[3])


def open_session(portal: Portal, hashed: str = "t", account: str = "a1", kind: str = "full") -> None:
    portal.rows(
        "INSERT INTO session VALUES (:uai, :token, :account, :kind, now(), now(), '')",
        uai=portal.uai,
        token=hashed,
        account=account,
        kind=kind,
    )


def lend(portal: Portal, account: str = "a1") -> None:
    """The portal's own loan, and an address that waits to be confirmed."""
    values = {"uai": portal.uai, "id": account}
    portal.rows(
        "INSERT INTO provisional VALUES (:uai, :id, 'forgotten', 'h', 'l', now(), now() + interval '1 day')",
        **values,
    )
    portal.rows(
        "INSERT INTO email_change VALUES (:uai, :id, 'n@exemple.fr', 'h', now(), now() + interval '1 day')",
        **values,
    )


def count(portal: Portal, table: str) -> int:
    ((found,),) = portal.rows(f"SELECT count(*) FROM {table}")
    return int(found)
