"""A school's data for its mails; `core.mails`, shared with the office's preview, writes them."""

from turbo_admin.core.mails.own import MailSite
from turbo_admin.protocol.settings import Settings


def site_of_school(uai: str, public_url: str, settings: Settings) -> MailSite:
    """Return the school's data for its mails.

    Args:
        public_url: without a slash at its end.
    """
    return MailSite(
        uai,
        public_url,
        settings.name,
        settings.address,
        settings.phone,
        settings.email,
        settings.delay_hours,
        settings.mail_shows_password,
        {one.kind: one for one in settings.mail_texts},
    )
