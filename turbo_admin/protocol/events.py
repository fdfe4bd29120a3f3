"""What the portal tells the office, by kind. A kind that the office does not know yet is kept for later, not lost."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from turbo_admin.protocol.messages import Email, Id, LongText, Seq, ShortText


class RequestReceived(Struct, frozen=True, kw_only=True):
    """`request.received`: a family pressed « Envoyer ma demande ». Fields as typed, trimmed."""

    request_id: Id
    card: ShortText
    last_name: ShortText
    first_name: ShortText
    email: Email
    received_at: datetime


class RequestConfirmed(Struct, frozen=True, kw_only=True):
    """`request.confirmed`: the button of the acknowledgement mail was pressed."""

    request_id: Id
    confirmed_at: datetime


class AccountActivated(Struct, frozen=True, kw_only=True):
    """`account.activated`: the family has chosen a password of its own.

    Attributes:
        generation: how many times it has; the office names it when it issues again.
    """

    account_id: Id
    generation: Seq
    activated_at: datetime


class AccountSignedIn(Struct, frozen=True, kw_only=True):
    """`account.signed_in`: the family signed in with its own password; told for the first time of each day only.

    `account.activated` is a sign-in too, and is not followed by this one.
    """

    account_id: Id
    signed_in_at: datetime


class AccountEmailChanged(Struct, frozen=True, kw_only=True):
    """`account.email_changed`: the family has confirmed another address, by a link mailed there.

    Attributes:
        family_rev: how many times the family has changed its address or closed its account, this one included; the
            office names it in what it says of the account, and applies only a greater one.
    """

    account_id: Id
    email: Email
    family_rev: Seq
    changed_at: datetime


class AccountClosed(Struct, frozen=True, kw_only=True):
    """`account.closed`: the family has closed its account; only the office can open it again.

    Attributes:
        family_rev: as in `AccountEmailChanged`.
    """

    account_id: Id
    family_rev: Seq
    closed_at: datetime


class MailState(Struct, frozen=True, kw_only=True):
    """`mail.state`: a mail that the office asked for has left, waits for another try, or never will leave.

    Attributes:
        mail_kind: its X-Turbo-Kind.
        reason: French, for `failed` and `retry` (« boîte inconnue »).
        account_id: empty when the mail is not about an account; likewise request_id.
    """

    mail_id: Id
    mail_kind: ShortText
    state: Literal["sent", "retry", "failed"]
    at: datetime
    reason: LongText = ""
    account_id: ShortText = ""
    request_id: ShortText = ""


EVENTS: dict[str, type[Struct]] = {
    "request.received": RequestReceived,
    "request.confirmed": RequestConfirmed,
    "account.activated": AccountActivated,
    "account.signed_in": AccountSignedIn,
    "account.email_changed": AccountEmailChanged,
    "account.closed": AccountClosed,
    "mail.state": MailState,
}
