"""A scheduler with a memory: it keeps the plan, and does at once what it is asked to run now."""

from collections.abc import Callable
from dataclasses import dataclass

from turbo_admin.core.errors import Refused
from turbo_admin.outside.pc.scheduler import Installed, SchedulePlan


@dataclass
class SchedulerInMemory:
    """This PC's scheduler.

    Attributes:
        plan: what is installed.
        runs: what the installed run does.
        is_active: whether nobody has switched it off.
        refuses: whether it lets nobody plan anything.
    """

    name: str = "planificateur d’essai"
    plan: SchedulePlan | None = None
    runs: Callable[[], None] = lambda: None
    is_active: bool = True
    refuses: bool = False

    def __call__(self) -> "SchedulerInMemory":
        """Be found."""
        return self

    def install(self, plan: SchedulePlan) -> None:
        """Keep the plan."""
        self._ask()
        self.plan, self.is_active = plan, True

    def state(self) -> Installed | None:
        """Return what is kept."""
        self._ask()
        return Installed(self.plan.at, self.written(self.plan), self.is_active) if self.plan else None

    def run_now(self) -> None:
        """Run it."""
        if self.plan is None:
            raise Refused("schedule_missing")
        self.runs()

    def remove(self) -> None:
        """Forget it."""
        self._ask()
        self.plan = None

    def written(self, plan: SchedulePlan) -> str:
        """Return the command, word by word."""
        return " ".join(plan.command)

    def _ask(self) -> None:
        if self.refuses:
            raise Refused("schedule_refused", tool=self.name)
