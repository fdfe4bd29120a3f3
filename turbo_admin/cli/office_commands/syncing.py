"""Pairing and synchronising."""

import argparse

from turbo_admin.cli.office_commands.desk import at_desk, code_of, opened_desk, print_json
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.outbox import pairing
from turbo_admin.office.sync import nightly
from turbo_admin.office.sync.summary import SyncSummary
from turbo_admin.outside.pc.logs import logging_to
from turbo_admin.ui.kit.proxy import system_proxy


@at_desk
def pair(desk: Desk, options: argparse.Namespace) -> int:
    """Bind this PC to a portal."""
    school = pairing.pair(desk, options.url, options.code, replace=options.replace)
    print(f"{school.name} ({school.uai}) est relié au portail {school.portal_url}.")
    print(f"Lien à donner aux familles : {school.family_url}")
    return 0


def sync(options: argparse.Namespace) -> int:
    """Synchronise, with a log file; with --scheduled, as the nightly run."""
    with logging_to("synchronisation.log"):
        if options.scheduled:
            return nightly.run(options.database, code_of, system_proxy=system_proxy)
        with opened_desk(options.database) as desk:
            return _sync(desk, options)


def _sync(desk: Desk, options: argparse.Namespace) -> int:
    summary = nightly.logged(desk)
    if options.json:
        print_json(summary)
    else:
        print(summary.sentence)
    return exit_code(summary)


def exit_code(summary: SyncSummary) -> int:
    """Return the exit code for the first school that failed, 0 for none."""
    return next((code_of(run.error_kind) for run in summary.schools if run.error_kind), 0)
