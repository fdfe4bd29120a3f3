"""The run that the scheduler starts: without a screen, with a log, its result stored for the next morning."""

import logging
from collections.abc import Callable
from datetime import datetime

from turbo_admin.core.errors import Outdated, Refused, TurboError
from turbo_admin.core.sync.agreement import ProofOutcome
from turbo_admin.office.backup.daily import copy_if_due
from turbo_admin.office.desk.context import Desk, open_desk, utc_now
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.sync.planning import SCHEDULED
from turbo_admin.office.sync.run import synchronise
from turbo_admin.office.sync.summary import SyncSummary
from turbo_admin.outside.pc import last_night as nights
from turbo_admin.outside.pc.logs import places
from turbo_admin.outside.pc.scheduler_linux import join_session
from turbo_admin.outside.pc.vault import KeyringVault
from turbo_admin.outside.portal.proxies import ProxyFor, no_proxy

log = logging.getLogger(__name__)

_BUG = 1
# The name of an error's class, empty for none -> exit code.
CodeOf = Callable[[str], int]


def run(database_address: str | None, code_of: CodeOf, *, system_proxy: ProxyFor = no_proxy) -> int:
    """Synchronise in the night, and return the exit code.

    Whatever happens is noted for *Configuration › Planification*. Only a run that ended well says 0: one that finds
    another going on has not run.

    Args:
        database_address: as for `open_desk`; likewise system_proxy.
    """
    started = utc_now()
    log.info("scheduled run begins")
    try:
        summary = _synchronise(database_address, system_proxy)
        kind, code = _first_error(summary)
    except TurboError as error:
        log.warning("scheduled run ended by %s", error.code)
        return _keep(started, code_of(type(error).__name__), error.code)
    except Exception as error:
        # A bug must be seen the next morning; nobody reads what a task prints.
        log.error("scheduled run broke: %s", places(error))
        _keep(started, _BUG, "")
        raise
    return _keep(started, code_of(kind), code)


@needs(Right.SYNC)
def logged(desk: Desk, *, by_record: bool = False) -> SyncSummary:
    """Synchronise, and log what that did, school by school.

    Args:
        by_record: as for `synchronise`.

    Raises:
        TurboError: as `synchronise`.
    """
    try:
        summary = synchronise(desk, by_record=by_record)
    except TurboError as error:
        log.warning("run stopped: %s", error.code)
        raise
    for school in summary.schools:
        log.info(
            "school %s: received %d, sent %d, refused %d, proof %s, error %s",
            school.uai,
            school.received,
            school.sent,
            school.refused,
            school.proof.outcome.value or "none",
            school.error_code or "none",
        )
    return summary


def _synchronise(database_address: str | None, system_proxy: ProxyFor) -> SyncSummary:
    join_session()
    vault = KeyringVault()
    vault.check_unlocked()
    desk = open_desk(database_address, vault=vault, system_proxy=system_proxy, who=SCHEDULED)
    try:
        # Before the exchange: what it brings is at the portal anyway, what was done today is here alone.
        copy_if_due(desk)
        return logged(desk, by_record=True)
    finally:
        desk.close()


def _first_error(summary: SyncSummary) -> tuple[str, str]:
    """Return the class and the code of the first school's error, both empty when all went well.

    Two sides that were seen to differ, and that the run could not bring to agree, are no run that ended well.
    """
    found = [(one.error_kind, one.error_code) for one in summary.schools if one.error_kind]
    if any(one.proof.outcome is ProofOutcome.DIFFERS for one in summary.schools):
        found.append((Outdated.__name__, "sides_differ"))
    return found[0] if found else ("", "")


def _keep(started: datetime, code: int, error_code: str) -> int:
    log.info("scheduled run ends with %d", code)
    try:
        nights.keep(nights.LastNight(started, utc_now(), code, error_code))
    except Refused as refusal:
        log.warning("the note for the morning could not be kept: %s", refusal.code)
    return code
