"""Preview of the mails to families, with a school's own texts."""

from turbo_admin.core.mails.blocks import Letter
from turbo_admin.core.mails.own import MailSite
from turbo_admin.core.mails.preview import preview
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.settings.school_settings import SchoolSettings

# Shown in previews before a portal is paired.
_NO_PORTAL = "https://espace.exemple.fr"


def site_of(settings: SchoolSettings, uai: str, public_url: str) -> MailSite:
    """Return what the mails need to know of a school, as the portal has it once these settings are sent.

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


@needs(Right.CONSULT)
def preview_mail(desk: Desk, settings: SchoolSettings, uai: str, public_url: str, kind: str) -> Letter:
    """Return the mail of a kind as an invented family would get it today.

    Args:
        settings: of the school, with texts that need not be stored yet.
        kind: a key of `core.mails.words.WORDS`.
        public_url: as for `site_of`.
    """
    return preview(site_of(settings, uai, public_url), kind, desk.now())
