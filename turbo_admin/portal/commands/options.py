"""Options shared by several commands, converted to what the portal takes."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from platformdirs import user_data_path

from turbo_admin.core.credentials.rules import PARIS
from turbo_admin.core.emails import parse_email
from turbo_admin.core.errors import Refused
from turbo_admin.portal.base.database import PortalDatabase
from turbo_admin.portal.host.databases import owner_database
from turbo_admin.portal.host.options import MailOptions


def paris(at: datetime) -> str:
    """Return `24/11/2026 18:02`, in Paris."""
    return f"{at.astimezone(PARIS):%d/%m/%Y %H:%M}"


def mail_options(options: argparse.Namespace) -> MailOptions:
    """Read the options of how mails leave; the password comes from the environment or a file.

    Raises:
        Refused: `portal_mail_password`, `email_shape`.
    """
    # Never an option of its own: command lines are visible to all users of the machine.
    password = os.environ.get("TURBO_MAIL_PASSWORD", "")
    if options.mail_password_file is not None:
        try:
            password = options.mail_password_file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise Refused("portal_mail_password", file=options.mail_password_file) from error
    sender = parse_email(options.mail_from) if options.mail_from else ""
    bounces = parse_email(options.mail_bounces) if options.mail_bounces else ""
    return MailOptions(
        url=options.mail, password=password, sender=sender, bounces=bounces, per_domain=options.mail_pace
    )


def data_folder(options: argparse.Namespace) -> Path:
    """Return the folder given, or the user's own."""
    if options.data is not None:
        return Path(options.data)
    return user_data_path("turbo-admin", appauthor=False) / "portail"


@contextmanager
def owner(options: argparse.Namespace) -> Iterator[PortalDatabase]:
    """Open the database of the options as the owner of its tables."""
    with owner_database(data_folder(options), options.database) as database:
        yield database
