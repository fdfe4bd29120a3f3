"""The function that writes each kind of mail; the portal sends and the office previews with the same ones."""

from collections.abc import Callable
from typing import Any

from turbo_admin.core.credentials.rules import Provisional
from turbo_admin.core.language import FRENCH, Language, speaking
from turbo_admin.core.mails import account, office, requests
from turbo_admin.core.mails.blocks import Letter
from turbo_admin.core.mails.own import MailSite
from turbo_admin.core.mails.payloads import TO_OFFICE, MailPayload

LETTERS: dict[str, Callable[[MailSite, Any, Provisional | None], Letter]] = {
    "demande": requests.acknowledgement,
    "identifiants": requests.credentials,
    "oubli": requests.forgotten,
    "refus": requests.refusal,
    "motdepasse": account.password_changed,
    "adresse": account.address,
    "adresse-prise": account.address_taken,
    "adresse-demandee": account.address_asked,
    "adresse-changee": account.address_changed,
    "fermeture": account.closed,
    "espaces-relies": account.linked,
    "alerte": office.alert,
    "silence": office.silence,
    "vigilance": requests.vigilance,
}


def write(
    kind: str,
    site: MailSite,
    data: MailPayload,
    secret: Provisional | None = None,
    language: Language = FRENCH,
) -> Letter:
    """Write a mail.

    Args:
        kind: a key of `LETTERS`, whose type in `payloads.DATA` the data has.
        secret: password and link token; without it there is no link.
        language: the family's; the office's mails are French in any case.
    """
    with speaking(FRENCH if kind in TO_OFFICE else language):
        return LETTERS[kind](site, data, secret)
