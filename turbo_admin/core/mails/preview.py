"""Preview of a mail for an invented family, for the office that edits the texts."""

from datetime import datetime, timedelta

from turbo_admin.core.credentials.rules import Provisional
from turbo_admin.core.mails.blocks import Letter
from turbo_admin.core.mails.letters import write
from turbo_admin.core.mails.own import MailSite
from turbo_admin.core.mails.payloads import (
    AccountData,
    AddressData,
    AddressTakenData,
    CredentialsData,
    ForgottenData,
    MailPayload,
    RefusalData,
    RequestData,
    VigilanceData,
)

# Opens nothing: portals never generate a link token this short.
INVENTED_SECRET = Provisional("abcd-efgh-ijkm", "exemple")
_LOGIN, _FIRST, _LAST = "cm123456", "Camille", "MARTIN"
_REFERENCE = "4F2A-91C7"
_REASON = "Nous n’avons pas pu rattacher votre demande à une carte de notre établissement."


def preview(site: MailSite, words: str, now: datetime) -> Letter:
    """Return the mail that a key of `words.WORDS` is about, as an invented family would get it."""
    kind, values = _invented(words, now)
    return write(kind, site, values, INVENTED_SECRET)


def _invented(words: str, now: datetime) -> tuple[str, MailPayload]:
    names, expires = [f"{_FIRST} {_LAST}"], now + timedelta(days=30)
    match words:
        case "demande":
            return words, RequestData(reference=_REFERENCE)
        case "identifiants":
            return words, CredentialsData(login=_LOGIN, expires_at=expires, diners=names)
        case "oubli":
            return words, ForgottenData(login=_LOGIN, expires_at=now + timedelta(days=1), diners=names)
        case "refus":
            return words, RefusalData(reason=_REASON)
        case "adresse":
            return words, AddressData(expires_at=now + timedelta(days=1))
        case "adresse-prise":
            return words, AddressTakenData(asked_at=now)
        case "vigilance-demande" | "vigilance-ouverture":
            return "vigilance", VigilanceData(first_name=_FIRST, opened=words == "vigilance-ouverture")
        case _:
            return words, AccountData(login=_LOGIN, changed_at=now)
