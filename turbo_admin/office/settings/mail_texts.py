"""The words of a school in its mails to families, and what families would read."""

from datetime import datetime

from turbo_admin.core.mails.blocks import Letter
from turbo_admin.core.mails.own import MailSite
from turbo_admin.core.mails.preview import preview
from turbo_admin.office.settings.school_settings import SchoolSettings

# Before there is a portal: an address that nobody has.
_NO_PORTAL = "https://espace.exemple.fr"


def site_of(settings: SchoolSettings, uai: str, public_url: str) -> MailSite:
    """Return a school as its mails want it, as the portal has it once it has these settings.

    Args:
        public_url: the portal's address for families, empty before pairing.
    """
    return MailSite(
        uai,
        public_url or _NO_PORTAL,
        settings.name,
        settings.address,
        settings.phone,
        settings.email,
        settings.delay_hours,
        settings.mail_shows_password,
        {one.kind: one for one in settings.mail_texts},
    )


def preview_mail(settings: SchoolSettings, uai: str, public_url: str, kind: str, now: datetime) -> Letter:
    """Return the mail of a kind as an invented family would get it.

    Args:
        kind: a key of `core.mails.words.WORDS`.
        public_url: as for `site_of`.
    """
    return preview(site_of(settings, uai, public_url), kind, now)
