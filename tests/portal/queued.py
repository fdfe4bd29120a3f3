"""Mails in a portal's queue: putting them there, and what has become of them."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

from tests.portal.conftest import Portal
from turbo_admin.core.credentials.rules import Provisional, draw_provisional, hash_token
from turbo_admin.core.emails import email_key
from turbo_admin.core.mails.payloads import CredentialsData
from turbo_admin.portal.mail.queue import queue_mail, seal

NOW = datetime.now(UTC).replace(microsecond=0)
LATER = NOW + timedelta(days=30)
TO = "famille@exemple.fr"


def queue(portal: Portal, to: str = TO, *, uai: str = "", expires_at: datetime | None = LATER) -> Provisional:
    """Queue the credentials of an account of its own, `a1` for the first; the secret in clear."""
    uai, secret = uai or portal.uai, draw_provisional()
    account = lend(portal, uai, secret, to)
    data = CredentialsData(login="lm482716", expires_at=LATER, diners=["Léa MARTIN"])
    with portal.database.school(uai) as connection:
        sealed = seal(connection, secret)
        queue_mail(
            connection, uai, kind="identifiants", to=to, data=data, sealed=sealed, account_id=account,
            expires_at=expires_at, now=NOW,
        )  # fmt: skip
    return secret


def lend(portal: Portal, uai: str, secret: Provisional, to: str = TO) -> str:
    """Make an account of an address, that a secret opens; its id."""
    ((number,),) = portal.rows("SELECT count(*) + 1 FROM account WHERE school_id = :uai", uai=uai)
    values = {"uai": uai, "id": f"a{number}", "link": hash_token(secret.link_token), "key": email_key(to)}
    # Several mails to one address need an account each, of which one alone may have it.
    portal.rows("DROP INDEX IF EXISTS account_email")
    portal.rows(
        "INSERT INTO account (school_id, account_id, login, email, email_key, created_at)"
        " VALUES (:uai, :id, :id, :key, :key, now())",
        **values,
    )
    portal.rows(
        "INSERT INTO provisional VALUES (:uai, :id, 'office', 'x', :link, now(), now() + interval '30 days')",
        **values,
    )
    return f"a{number}"


def states(portal: Portal) -> list[tuple[Any, ...]]:
    return portal.rows("SELECT state, attempts, last_error FROM mail ORDER BY to_address")


def told(portal: Portal) -> list[tuple[str, str]]:
    """What the office hears, as (state, reason)."""
    return portal.rows(
        "SELECT body->>'state', body->>'reason' FROM event WHERE kind = 'mail.state' ORDER BY seq"
    )


def body(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())
