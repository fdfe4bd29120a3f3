"""Delivery state of a sheet."""

from enum import StrEnum

from turbo_admin.core.french import short_time
from turbo_admin.office.sheets.records import WITHDRAWN
from turbo_admin.store.engine.account_records import AccountRecord, SheetRecord


class Delivery(StrEnum):
    """Delivery state of a sheet."""

    TO_HAND = "à remettre"
    PRINTED = "imprimé"
    HANDED = "remis"
    MAIL_WAITING = "en attente"
    MAILED = "envoyé"
    MAIL_RETRY = "nouvel essai"
    REJECTED = "rejeté"
    CONNECTED = "connecté"
    REPLACED = "remplacé"
    WITHDRAWN = "retiré"


# Nothing is to be handed over for these, unless the mail comes back.
BY_MAIL = frozenset({Delivery.MAIL_WAITING, Delivery.MAILED, Delivery.MAIL_RETRY, Delivery.CONNECTED})


def can_be_mailed(record: SheetRecord, account: AccountRecord) -> bool:
    """Whether a mail may still be asked for: there is an address, a password, and no mail on its way."""
    if record.refused or record.portal_refusal or record.secret is None:
        return False
    # After a rejection it may be sent again, once the address is corrected.
    return bool(account.email) and record.mail_state in {"", "failed"}


def delivery_of(record: SheetRecord) -> tuple[Delivery, str]:
    """Return the delivery state of a sheet, and its text in full."""
    # From the last stage back: a family that has signed in needs nothing more, whatever became of the mail.
    if record.used_at:
        return Delivery.CONNECTED, f"{Delivery.CONNECTED} le {short_time(record.used_at)}"
    if record.refused == "replaced":
        return Delivery.REPLACED, "remplacé par de nouveaux identifiants"
    if record.refused == WITHDRAWN:
        return Delivery.WITHDRAWN, "retiré : ces identifiants ne servent plus"
    if record.refused or record.portal_refusal:
        return Delivery.REJECTED, f"refusé par le portail : {record.refused or record.portal_refusal}"
    if record.mail_state == "failed":
        return Delivery.REJECTED, f"{Delivery.REJECTED}\u00a0: {record.mail_reason or 'raison inconnue'}"
    if record.mail_state == "retry":
        return (
            Delivery.MAIL_RETRY,
            f"{Delivery.MAIL_RETRY} prévu : {record.mail_reason or 'serveur injoignable'}",
        )
    if record.mail_state == "sent" and record.mail_at:
        return Delivery.MAILED, f"{Delivery.MAILED} le {short_time(record.mail_at)}"
    if record.mail_state:
        return Delivery.MAIL_WAITING, Delivery.MAIL_WAITING
    if record.handed_at:
        return Delivery.HANDED, f"{Delivery.HANDED} le {short_time(record.handed_at)}"
    if record.printed_at:
        return Delivery.PRINTED, f"{Delivery.PRINTED} le {short_time(record.printed_at)}"
    return Delivery.TO_HAND, Delivery.TO_HAND
