"""Acts of the office: credentials by mail, a guardian's notice."""

from sqlalchemy import text

from turbo_admin.core.emails import email_key
from turbo_admin.core.mails.payloads import CredentialsData, VigilanceData
from turbo_admin.portal.api.change_context import (
    ChangeContext,
    ChangeRefusal,
    ChangeRefused,
    ReceivedChange,
    valid_address,
)
from turbo_admin.portal.mail.queue import queue_mail
from turbo_admin.portal.schools.registry import read_identity
from turbo_admin.protocol.states import MailCredentials, NotifyGuardian

_ACCOUNT = text(
    "SELECT a.state, a.login, a.email_key, a.language, p.expires_at FROM account a LEFT JOIN provisional p"
    " ON p.school_id = a.school_id AND p.account_id = a.account_id AND p.origin = 'office'"
    " AND p.number = :number AND p.number > a.ended"
    " WHERE a.school_id = :uai AND a.account_id = :id FOR UPDATE OF a"
)
_NAMES = text(
    "SELECT first_name, last_name FROM diner d JOIN attachment a USING (school_id, diner_id)"
    " WHERE d.school_id = :uai AND a.account_id = :id ORDER BY last_name, first_name"
)
_FIRST_NAME = text("SELECT first_name FROM diner WHERE school_id = :uai AND diner_id = :id")
_HOLDS = text(
    "SELECT a.state <> 'closed' AND EXISTS (SELECT FROM attachment t WHERE t.school_id = a.school_id"
    " AND t.account_id = a.account_id AND t.diner_id = :diner)"
    " FROM account a WHERE a.school_id = :uai AND a.account_id = :id"
)


def mail_credentials(context: ChangeContext, change: ReceivedChange[MailCredentials]) -> None:
    """`mail.credentials`: queue the mail, whose id is the act's; it lives as long as the provisional password."""
    body = change.body
    if body.mail_key != read_identity(context.connection).mail_public_key:
        raise ChangeRefused(ChangeRefusal.MAIL_KEY_CHANGED)
    account = context.run(_ACCOUNT, id=body.account_id, number=body.number).one_or_none()
    if account is None:
        raise ChangeRefused(ChangeRefusal.UNKNOWN_ACCOUNT)
    if account.state != "open":
        raise ChangeRefused(ChangeRefusal.ACCOUNT_CLOSED)
    if account.expires_at is None:
        raise ChangeRefused(ChangeRefusal.SUPERSEDED)
    to = valid_address(body.to)
    if email_key(to) != account.email_key:
        raise ChangeRefused(ChangeRefusal.ADDRESS_CHANGED)
    names = [f"{first} {last}".strip() for first, last in context.run(_NAMES, id=body.account_id)]
    queue_mail(
        context.connection,
        context.uai,
        kind="identifiants",
        to=to,
        data=CredentialsData(
            login=account.login, expires_at=account.expires_at, diners=names, language=account.language
        ),
        sealed=body.sealed,
        mail_id=change.key,
        account_id=body.account_id,
        expires_at=account.expires_at,
        now=context.now,
    )


def notify_guardian(context: ChangeContext, change: ReceivedChange[NotifyGuardian]) -> None:
    """`guardian.notify`: queue the mail, whose id is the act's; nothing is queued when it is no longer true."""
    body = change.body
    first_name = context.run(_FIRST_NAME, id=body.diner_id).scalar_one_or_none()
    if first_name is None:
        raise ChangeRefused(ChangeRefusal.UNKNOWN_DINER)
    opened = body.occasion == "opened"
    holds = context.run(_HOLDS, id=body.account_id, diner=body.diner_id).scalar_one_or_none()
    if opened and holds is None:
        raise ChangeRefused(ChangeRefusal.UNKNOWN_ACCOUNT)
    if holds or not opened:
        queue_mail(
            context.connection,
            context.uai,
            kind="vigilance",
            to=valid_address(body.to),
            data=VigilanceData(first_name=first_name, opened=opened),
            mail_id=change.key,
            request_id=body.request_id,
            now=context.now,
        )
