"""`portal mail` and `portal bounces`."""

import argparse
import sys
from collections import Counter

from turbo_admin.core.emails import parse_email
from turbo_admin.core.errors import Refused, TurboError
from turbo_admin.core.french import count
from turbo_admin.portal.commands.options import data_folder, mail_options, owner, paris
from turbo_admin.portal.commands.printing import counts_line, json_lines, show_findings
from turbo_admin.portal.host.databases import worker_database
from turbo_admin.portal.mail.bounces import LONGEST, process_bounce, read_maildir
from turbo_admin.portal.mail.queue_admin import MailFilter, mail_lines, queue_trouble, resend, resend_failed
from turbo_admin.portal.mail.selftest import MailTest, run_mail_test
from turbo_admin.portal.mail.transport import open_transport

# EX_TEMPFAIL of sysexits.h: the mail server keeps the message and delivers it again later.
_TRY_AGAIN_CODE = 75

_OUTCOMES = {
    "failed": "rejetés",
    "late": "en retard",
    "not a bounce": "autres messages",
    "unknown": "inconnus",
}
_PASTE = "Collez le message revenu, en-têtes compris, puis terminez par Entrée et Ctrl+D."
_UNDERSTOOD = {
    "failed": "Courriel rejeté : le bureau l’apprendra à sa prochaine synchronisation.",
    "late": "Courriel en retard : son serveur essaie encore, rien n’est changé.",
    "not a bounce": "Aucun avis de non-remise n’a été reconnu dans ce message : rien n’est changé.",
    "unknown": "Avis de non-remise d’un courriel qui n’est pas de ce portail, ou déjà connu : rien n’est changé.",
}


def list_mails(options: argparse.Namespace) -> int:
    """Print the mails, one a line, and what stops the queue."""
    with owner(options) as database:
        wanted: list[MailFilter] = [options.which] if options.which else ["waiting", "failed"]
        lines = [line for which in wanted for line in mail_lines(database, which, options.school)]
        queue = queue_trouble(database)
    if queue:
        print(queue, file=sys.stderr if options.json else sys.stdout)
    if options.json:
        return json_lines(lines)
    words = {
        "queued": "en attente",
        "sending": "en cours",
        "retry": "à réessayer",
        "failed": "échec",
        "sent": "parti",
    }
    for one in lines:
        print(
            # The domain only: an address would name a family on the host's screen.
            f"{one.mail_id}  {one.uai}  {one.kind:12}  {words[one.state]:11}  @{one.domain:24}"
            f"  du {paris(one.created)}  {count(one.attempts, 'essai')}  {one.reason}".rstrip()
        )
    return 0


def resend_mails(options: argparse.Namespace) -> int:
    """Queue one mail again, or all that failed."""
    with owner(options) as database:
        if not options.failed:
            resend(database, options.mail_id)
            return 0
        gone, kept = resend_failed(database, options.school)
    print(gone)
    if kept:
        print(
            f"{count(kept, 'courriel portait', 'courriels portaient')} un mot de passe, effacé depuis : c’est au bureau d’en émettre un nouveau.",
            file=sys.stderr,
        )
    return 0


def read_bounces(options: argparse.Namespace) -> int:
    """Read non-delivery notices from stdin or a Maildir."""
    try:
        with worker_database(data_folder(options), options.database) as database:
            if not options.maildir:
                by_hand = sys.stdin.isatty()
                if by_hand:
                    print(_PASTE, file=sys.stderr)
                outcome = process_bounce(database, sys.stdin.buffer.read(LONGEST))
                # Nothing on success: some mail servers take any output of a pipe for a failure.
                if by_hand or outcome in {"not a bounce", "unknown"}:
                    print(_UNDERSTOOD[outcome], file=sys.stderr)
                return 0
            found = read_maildir(database, options.maildir)
    except TurboError as error:
        # With a Maildir nothing is lost: the messages stay until the next run. A mail server's pipe would take any other
        # code for the end of the message, whatever was wrong here: the base, its role, its version.
        if options.maildir:
            raise
        print(error, file=sys.stderr)
        return _TRY_AGAIN_CODE
    print(counts_line(Counter({_OUTCOMES[one]: number for one, number in found.items()})))
    return 0


def try_mail(options: argparse.Namespace) -> int:
    """Send a test mail, and check the sender's domain in the DNS."""
    mail = mail_options(options)
    if not mail.url or not mail.sender:
        raise Refused("mail_trial_incomplete")
    transport = open_transport(mail.url, mail.password)
    mail_test = MailTest(
        transport, mail.sender, parse_email(options.to), options.dkim_selector, options.resolver
    )
    return show_findings(list(run_mail_test(mail_test)), as_json=options.json)
