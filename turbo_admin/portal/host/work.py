"""The mail worker alone, for a portal that is served elsewhere."""

from contextlib import ExitStack
from pathlib import Path

from turbo_admin.portal.base import keyfiles, logs
from turbo_admin.portal.base.languages import read_languages
from turbo_admin.portal.host.databases import worker_database
from turbo_admin.portal.host.options import MailOptions
from turbo_admin.portal.host.stopper import stopped_by_signals
from turbo_admin.portal.host.worker import publish_key, run, work_once
from turbo_admin.portal.mail.rate_limit import MailRateLimit
from turbo_admin.portal.mail.sending import MailSender
from turbo_admin.portal.mail.transport import open_transport


def work(data: Path, url: str, mail: MailOptions, *, once: bool, log_file: Path | None = None) -> int:
    """Run the mail worker of a portal that is served elsewhere, or of the embedded one.

    Args:
        url: address of a `turbo_worker`; empty for the embedded server.
        once: send what is due and return; otherwise run until SIGTERM or Ctrl+C.
        log_file: None for the standard error.

    Returns:
        How many mails were tried when `once`, else 0.
    """
    logs.configure(log_file)
    data = keyfiles.prepare_folder(data)
    with ExitStack() as stack:
        stop = stack.enter_context(stopped_by_signals())
        database = stack.enter_context(worker_database(data, url))
        transport = open_transport(mail.url_or_folder(data), mail.password)
        key, pace = keyfiles.mail_key(data), MailRateLimit(mail.per_domain)
        mailer = MailSender(database, transport, key, mail.sender, mail.bounces, pace, read_languages())
        if once:
            # Pages seal passwords for this key: without it « oublié(s) » could not mail.
            publish_key(database, mailer.mail_key)
            return work_once(mailer)
        run(mailer, stop)
        return 0
