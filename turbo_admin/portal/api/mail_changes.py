"""Changes that write to somebody: credentials by mail, a request's refusal, a guardian's notice."""

from sqlalchemy import text

from turbo_admin.core.emails import email_key
from turbo_admin.core.mails.payloads import CredentialsData, RefusalData, VigilanceData
from turbo_admin.portal.api.account_changes import lock_account
from turbo_admin.portal.api.change_context import ChangeContext, ChangeRefused, in_utc, valid_address
from turbo_admin.portal.mail.queue import queue_mail
from turbo_admin.portal.schools.registry import read_identity
from turbo_admin.protocol.changes import MailCredentials, NotifyGuardian, RefuseRequest

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
_FIRST_NAME = text("SELECT first_name FROM diner WHERE school_id = :uai AND diner_id = :id")
_HOLDS = text(
    "SELECT a.state <> 'closed' AND EXISTS (SELECT FROM attachment t WHERE t.school_id = a.school_id"
    " AND t.account_id = a.account_id AND t.diner_id = :diner)"
    " FROM account a WHERE a.school_id = :uai AND a.account_id = :id"
)


def mail_credentials(context: ChangeContext, key: str, body: MailCredentials) -> None:
    """`mail.credentials`: queue the mail; its id is the act's."""
    if body.mail_key != read_identity(context.connection).mail_public_key:
        raise ChangeRefused("mail_key_changed")
    account = lock_account(context, body.account_id)
    if account is None:
        raise ChangeRefused("unknown_account")
    if account.state != "open":
        raise ChangeRefused("account_closed")
    if context.run(_PRESENT_LINK, id=body.account_id).scalar() != body.link_hash:
        raise ChangeRefused("superseded")
    if account.family_rev and email_key(body.to) != account.email_key:
        raise ChangeRefused("address_changed")
    # The mail says until when; what is mailed lives no longer than that, unless it was printed before.
    context.run(_SHORTEN, id=body.account_id, expires=in_utc(body.expires_at))
    names = [f"{first} {last}".strip() for first, last in context.run(_NAMES, id=body.account_id)]
    queue_mail(
        context.connection,
        context.uai,
        kind="identifiants",
        to=valid_address(body.to),
        data=CredentialsData(
            login=account.login, expires_at=in_utc(body.expires_at), diners=names, language=account.language
        ),
        sealed=body.sealed,
        mail_id=key,
        account_id=body.account_id,
        expires_at=in_utc(body.expires_at),
        now=context.now,
    )


def refuse_request(context: ChangeContext, _key: str, body: RefuseRequest) -> None:
    """`request.refuse`: close it, and tell the asker why when the office wrote something."""
    request = context.run(_REQUEST, id=body.request_id).one_or_none()
    if request is None:
        raise ChangeRefused("unknown_request")
    if request.state != "received":
        raise ChangeRefused("request_closed")
    context.run(_REFUSE, id=body.request_id)
    if body.reason.strip():
        queue_mail(
            context.connection,
            context.uai,
            kind="refus",
            to=request.email,
            data=RefusalData(reason=body.reason.strip(), language=request.language),
            request_id=body.request_id,
            now=context.now,
        )


def notify_guardian(context: ChangeContext, key: str, body: NotifyGuardian) -> None:
    """`guardian.notify`: queue the mail, whose id is the act's; nothing is queued when it is no longer true."""
    first_name = context.run(_FIRST_NAME, id=body.diner_id).scalar_one_or_none()
    if first_name is None:
        raise ChangeRefused("unknown_diner")
    opened = body.occasion == "opened"
    holds = context.run(_HOLDS, id=body.account_id, diner=body.diner_id).scalar_one_or_none()
    if opened and holds is None:
        raise ChangeRefused("unknown_account")
    if holds or not opened:
        queue_mail(
            context.connection,
            context.uai,
            kind="vigilance",
            to=valid_address(body.to),
            data=VigilanceData(first_name=first_name, opened=opened),
            mail_id=key,
            request_id=body.request_id,
            now=context.now,
        )
