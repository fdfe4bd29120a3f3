"""The synchronisation of each night: when it runs, whether it is installed, and what came of the last one."""

import logging
import threading
import time as clock
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from turbo_admin.core.errors import Refused
from turbo_admin.core.french import NBSP, when
from turbo_admin.core.wording.sentences import say
from turbo_admin.office.desk.context import Desk, Progress, silent
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.outside.pc import last_night as nights
from turbo_admin.outside.pc.paths import log_folder
from turbo_admin.outside.pc.scheduler import (
    SPREAD,
    Installed,
    SchedulePlan,
    Scheduler,
    carried_environment,
    command_line,
)
from turbo_admin.store import schools

log = logging.getLogger(__name__)

# Half past four: the clock never jumps there, backups are done, and nobody is waiting.
DEFAULT_AT = time(4, 30)
# What the journal says of a run that the scheduler started.
SCHEDULED = "planification"
_TEST_SECONDS = 120
_LOOK_EVERY_SECONDS = 0.2
_OUTCOMES = {
    0: "réussie",
    1: "arrêtée par une anomalie du programme",
    3: "refusée",
    4: "données illisibles",
    5: "portail injoignable",
    6: "versions ou historiques différents",
}


@dataclass(frozen=True, slots=True)
class Planning:
    """What *Configuration › Planification* shows.

    Attributes:
        tool: the scheduler of this PC, empty when there is none.
        at: the planned hour, None when nothing is planned here for this database.
        state: in words.
        next_run: about when, by this PC's clock.
        last: how the last one came out, in words.
        last_ok: whether it went well, or never was.
    """

    tool: str
    at: time | None
    state: str
    next_run: datetime | None
    last: str
    last_ok: bool
    installed: bool


@needs(Right.CONSULT)
def planning(desk: Desk) -> Planning:
    """Return what is planned on this PC."""
    try:
        scheduler = desk.scheduler()
        installed = scheduler.state()
    except Refused as refusal:
        return _described(desk, "", None, str(refusal), ours=False)
    ours = installed is not None and _is_ours(desk, scheduler, installed)
    state = _state(scheduler.name, installed, ours=ours)
    return _described(desk, scheduler.name, installed, state, ours=ours)


@needs(Right.SETTINGS)
def install(desk: Desk, at: time) -> Planning:
    """Have this PC synchronise this database each night.

    Raises:
        Refused: `schedule_none`, `schedule_refused`, `schedule_password`.
    """
    scheduler = desk.scheduler()
    scheduler.install(plan_of(desk, at))
    log.info("nightly run installed at %s by %s", at.isoformat("minutes"), type(scheduler).__name__)
    return planning(desk)


@needs(Right.SETTINGS)
def remove(desk: Desk) -> Planning:
    """Have this PC synchronise by itself no more.

    Raises:
        Refused: `schedule_none`, `schedule_refused`.
    """
    desk.scheduler().remove()
    log.info("nightly run removed")
    return planning(desk)


@needs(Right.SYNC)
def try_now(desk: Desk, *, report: Progress = silent, patience: float = _TEST_SECONDS) -> Planning:
    """Have the scheduler start the run now, and wait for what comes of it.

    Args:
        patience: seconds.

    Raises:
        Refused: `schedule_missing`, `schedule_refused`, `schedule_silent`.
        Cancelled: from `report`; the run itself goes on.
    """
    before, until = nights.last_night(), clock.monotonic() + patience
    desk.scheduler().run_now()
    pause = threading.Event()
    while nights.last_night() == before:
        left = until - clock.monotonic()
        if left <= 0:
            raise Refused("schedule_silent", folder=str(log_folder()))
        report("Essai de la synchronisation planifiée", int(patience - left), int(patience))
        pause.wait(_LOOK_EVERY_SECONDS)
    return planning(desk)


@needs(Right.CONSULT)
def plan_of(desk: Desk, at: time) -> SchedulePlan:
    """Return the plan that synchronises this database.

    Raises:
        Refused: `schedule_password`: a password has no place in a task that others can read.
    """
    address = desk.database_address
    if "://" in address:
        parts = urlsplit(address)
        if parts.password or "password" in parse_qs(parts.query):
            raise Refused("schedule_password")
    else:
        address = str(Path(address).expanduser().resolve())
    command = command_line("sync", "--scheduled", "--database", address)
    return SchedulePlan(at, command, carried_environment())


@needs(Right.CONSULT)
def missed_night(desk: Desk, shown: Planning) -> bool:
    """Whether a planned night has gone by since the last success, for any school that is paired."""
    if shown.at is None:
        return False
    planned = _last_planned(shown.at, desk.now())
    with desk.database.read() as session:
        known = schools.schools(session)
    return any((school.last_success_at or school.paired_at) < planned for school in known if school.paired_at)


def next_planned(at: time, now: datetime) -> datetime:
    """Return when the planned hour strikes next, by this PC's clock."""
    today = now.astimezone().date()
    moment = datetime.combine(today, at).astimezone()
    return moment if moment > now else datetime.combine(today + timedelta(days=1), at).astimezone()


def _last_planned(at: time, now: datetime) -> datetime:
    """Return the last planned hour after which the run must have begun, chance included."""
    today = now.astimezone().date()
    moment = datetime.combine(today, at).astimezone()
    return moment if moment + SPREAD <= now else datetime.combine(today - timedelta(days=1), at).astimezone()


def _state(tool: str, installed: Installed | None, *, ours: bool) -> str:
    if installed is None:
        return "Non installée"
    if not ours:
        return (
            f"Installée pour une autre base ou un autre programme{NBSP}: «{NBSP}Installer{NBSP}» la remplace"
        )
    if not installed.is_active:
        return f"Installée, mais désactivée dans {tool}{NBSP}: «{NBSP}Installer{NBSP}» la remet en route"
    return f"Installée ({tool}), chaque nuit vers {installed.at:%H:%M}"


def _is_ours(desk: Desk, scheduler: Scheduler, installed: Installed) -> bool:
    try:
        return installed.command.endswith(scheduler.written(plan_of(desk, installed.at)))
    except Refused:
        return False


def _described(desk: Desk, tool: str, installed: Installed | None, state: str, *, ours: bool) -> Planning:
    at = installed.at if installed is not None and installed.is_active and ours else None
    night = nights.last_night()
    return Planning(
        tool=tool,
        at=at,
        state=state,
        next_run=next_planned(at, desk.now()) if at else None,
        last=_outcome(night, desk.now()) if night else "Aucune pour l’instant",
        last_ok=night is None or night.code == 0,
        installed=installed is not None,
    )


def _outcome(night: nights.LastNight, now: datetime) -> str:
    text = f"{when(night.started, now)}, {_OUTCOMES.get(night.code, 'interrompue')}"
    try:
        reason = say(night.error_code) if night.code and night.error_code else ""
    except KeyError:  # its sentence needs values, or an older version knew it: the log has the code
        reason = ""
    return f"{text}. {reason}".strip() if reason else text
