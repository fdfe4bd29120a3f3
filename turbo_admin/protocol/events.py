"""What the portal tells the office, by kind. A kind that the office does not know yet is kept for later, not lost."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from turbo_admin.protocol.messages import Email, Id, KindName, LongText, Rev, ShortText


class RequestReceived(Struct, frozen=True, kw_only=True):
    """`request.received`: a family pressed « Envoyer ma demande ». Fields as typed, trimmed.

    Attributes:
        trapped: whether the field that only robots see was filled in.
        asked_by: id of the signed-in account that asked; empty for a visitor.
    """

    request_id: Id
    card: ShortText
    last_name: ShortText
    first_name: ShortText
    email: Email
    received_at: datetime
    trapped: bool = False
    asked_by: ShortText = ""


class RequestConfirmed(Struct, frozen=True, kw_only=True):
    """`request.confirmed`: the button of the acknowledgement mail was pressed."""

    request_id: Id
    confirmed_at: datetime


class AccountActivated(Struct, frozen=True, kw_only=True):
    """`account.activated`: the family has chosen a password of its own. Its generation is the event's seq."""

    account_id: Id
    activated_at: datetime


class AccountSignedIn(Struct, frozen=True, kw_only=True):
    """`account.signed_in`: the family signed in with its own password; told for the first time of each day only.

    `account.activated` is a sign-in too, and is not followed by this one.
    """

    account_id: Id
    signed_in_at: datetime


class AccountEmailChanged(Struct, frozen=True, kw_only=True):
    """`account.email_changed`: the family has confirmed another address, by a link mailed there.

    The event's seq becomes the account's `family_rev`.
    """

    account_id: Id
    email: Email
    changed_at: datetime


class AccountClosed(Struct, frozen=True, kw_only=True):
    """`account.closed`: the family has closed its account; only the office can open it again.

    The event's seq becomes the account's `family_rev`.
    """

    account_id: Id
    closed_at: datetime


class CredentialSpent(Struct, frozen=True, kw_only=True):
    """`credential.spent`: a sign-in has used a provisional password of the office, which opens nothing any more.

    Attributes:
        number: of `states.Credential`.
    """

    account_id: Id
    number: Rev
    spent_at: datetime


class StateErased(Struct, frozen=True, kw_only=True):
    """`state.erased`: the portal has erased a record for good, under its rule of retention or by its host.

    Attributes:
        kind: of the state.
        life: which life of it; a record that returns has a greater one.
    """

    kind: KindName
    key: Id
    life: Rev


class FeedRestored(Struct, frozen=True, kw_only=True):
    """`feed.restored`: the portal's database was put back from a copy; positions before this one may mean other events."""

    restored_at: datetime


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
