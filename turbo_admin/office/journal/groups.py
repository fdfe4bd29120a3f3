"""Groups of journal codes, for the filter « Domaine »."""

from collections.abc import Mapping
from enum import StrEnum

from turbo_admin.store.engine.journal_codes import JournalCode


class Group(StrEnum):
    """What a journal line is about."""

    REQUESTS = "demandes"
    ACCOUNTS = "comptes et identifiants"
    DINERS = "hôtes"
    PORTAL = "échanges avec le portail"
    SETTINGS = "configuration"
    BOOKS = "encaissements"


GROUPS: Mapping[Group, tuple[JournalCode, ...]] = {
    Group.REQUESTS: (
        *(
            JournalCode.REQUEST_RECEIVED,
            JournalCode.REQUEST_CONFIRMED,
            JournalCode.DINER_CHOSEN,
            JournalCode.DINER_UNCHOSEN,
            JournalCode.EMAIL_CORRECTED,
        ),
        *(
            JournalCode.REQUEST_REFUSED,
            JournalCode.REQUEST_REOPENED,
            JournalCode.ISSUED,
            JournalCode.MAIL_UNDELIVERED,
        ),
        *(
            JournalCode.GUARDIANS_TOLD,
            JournalCode.GUARDIANS_TOLD_ASKED,
            JournalCode.GUARDIAN_NOTICE_SENT,
            JournalCode.GUARDIAN_NOTICE_FAILED,
        ),
    ),
    Group.ACCOUNTS: (
        *(
            JournalCode.PRINTED,
            JournalCode.HANDED,
            JournalCode.MAIL_ASKED,
            JournalCode.MAIL_SENT,
            JournalCode.MAIL_FAILED,
            JournalCode.ACTIVATED,
            JournalCode.DINER_ATTACHED,
        ),
        *(
            JournalCode.ACCOUNT_BLOCKED,
            JournalCode.ACCOUNT_UNBLOCKED,
            JournalCode.ACCOUNT_CLOSED,
            JournalCode.ACCOUNT_REOPENED,
            JournalCode.ACCOUNT_RENEWED,
        ),
        *(
            JournalCode.ACCOUNT_EMAIL_CORRECTED,
            JournalCode.DINER_DETACHED,
            JournalCode.ISSUED_UNASKED,
            JournalCode.BATCH_UNDONE,
            JournalCode.ISSUE_REVOKED,
        ),
        *(JournalCode.EMAIL_CHANGED_BY_FAMILY, JournalCode.ADDRESS_OF_ANOTHER, JournalCode.CLOSED_BY_FAMILY),
    ),
    Group.DINERS: (
        *(
            JournalCode.DINERS_IMPORTED,
            JournalCode.IMPORT_UNDONE,
            JournalCode.DINER_CHANGED,
            JournalCode.CARD_REPLACED,
            JournalCode.CARD_ADDED,
            JournalCode.CARD_ENDED,
        ),
        *(JournalCode.EMAIL_ADDED, JournalCode.EMAIL_REMOVED, JournalCode.ADDRESSES_ERASED),
    ),
    Group.PORTAL: (
        *(
            JournalCode.PAIRED,
            JournalCode.KEY_CHANGED,
            JournalCode.CHANGE_REFUSED,
            JournalCode.CHANGE_RETRIED,
            JournalCode.CHANGE_GIVEN_UP,
            JournalCode.EVERYTHING_TOLD,
            JournalCode.ERASED_AT_PORTAL,
            JournalCode.PORTAL_RESTORED,
            JournalCode.SIDES_DIFFERED,
            JournalCode.SIDES_RECONCILED,
        ),
    ),
    Group.SETTINGS: (
        *(
            JournalCode.SCHOOL_ADDED,
            JournalCode.SCHOOL_CHANGED,
            JournalCode.SETTINGS_SAVED,
            JournalCode.REFUSAL_REASONS,
            JournalCode.NETWORK_SAVED,
        ),
        *(
            JournalCode.RETENTION_APPLIED,
            JournalCode.BACKUP_WRITTEN,
            JournalCode.BACKUP_FAILED,
            JournalCode.BACKUP_RESTORED,
        ),
    ),
    Group.BOOKS: (
        *(
            JournalCode.RECEIPT_BOOKED,
            JournalCode.RECEIPT_REVERSED,
            JournalCode.RECEIPT_UNPAID,
            JournalCode.WALLET_CORRECTED,
            JournalCode.WALLET_REFUNDED,
            JournalCode.WALLET_TRANSFERRED,
        ),
        *(
            JournalCode.MEAL_PRICE_SET,
            JournalCode.NUMBERS_CONFIRMED,
            JournalCode.DAY_CLOSED,
            JournalCode.SLIP_CLOSED,
            JournalCode.MONTH_LOCKED,
        ),
    ),
}
