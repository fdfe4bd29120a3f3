"""Chooses the scheduler of this PC."""

import shutil
import sys

from turbo_admin.core.errors import Refused
from turbo_admin.outside.pc.scheduler import Scheduler
from turbo_admin.outside.pc.scheduler_linux import Cron, SystemdTimer
from turbo_admin.outside.pc.scheduler_windows import WindowsTasks


def scheduler_for_this_pc() -> Scheduler:
    """Return the scheduler of this PC.

    Raises:
        Refused: `schedule_none`.
    """
    if sys.platform == "win32":
        return WindowsTasks()
    if SystemdTimer.is_there():
        return SystemdTimer()
    if shutil.which("crontab"):
        return Cron()
    raise Refused("schedule_none")
