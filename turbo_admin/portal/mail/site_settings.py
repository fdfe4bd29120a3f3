"""A school as its mails want it; what they say stands in `core.mails`, which the office previews with."""

from turbo_admin.core.mails.own import MailSite
from turbo_admin.protocol.settings import Settings


def site_of_school(uai: str, public_url: str, settings: Settings) -> MailSite:
    """Return whose mail it is.

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
