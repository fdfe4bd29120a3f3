"""`portal doctor`: the health checks, on the running portal's database and folder."""

import argparse

from turbo_admin.portal.commands.options import data_folder, mail_options
from turbo_admin.portal.commands.printing import show_findings
from turbo_admin.portal.host.databases import examined_database
from turbo_admin.portal.host.doctor import ExaminedPortal, examine
from turbo_admin.portal.mail.transport import open_transport


def doctor(options: argparse.Namespace) -> int:
    """Check every part of the portal; 3 when one is out of order."""
    mail = mail_options(options)
    # Without mail options the mail server is not checked, and the finding says so.
    transport = open_transport(mail.url, mail.password) if mail.url else None
    data = data_folder(options)
    with examined_database(data, options.database) as database:
        findings = list(examine(ExaminedPortal(database, data, transport)))
    return show_findings(findings, as_json=options.json)
