"""State of the exchange with one school's portal, and the checks of every page."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy.orm import Session

from turbo_admin.core.errors import Outdated, Refused
from turbo_admin.office.desk.context import Desk, Progress, silent
from turbo_admin.office.desk.rights import Operator, Right, needs
from turbo_admin.office.sync.proof_result import Proof
from turbo_admin.outside.portal.interruption import interruptible
from turbo_admin.outside.portal.portal_client import PortalClient
from turbo_admin.protocol.canonical import KindSum
from turbo_admin.protocol.version import MAX_CHANGES_UNTOLD
from turbo_admin.store import schools, sync
from turbo_admin.store.engine.run_lock import RunLock
from turbo_admin.store.engine.school_record import SchoolRecord

T = TypeVar("T")


@dataclass(slots=True)
class SchoolExchange:
    """An exchange under way with one school's portal.

    Attributes:
        holder: the run, by which the lock is noted.
        received, sent: how many, by kind.
        skew_minutes: how far this PC's clock is from the portal's, 0 when it does not matter.
        settings_read: what the portal reads of settings, as it says.
        batch: how many changes the portal takes at once.
        last_seq: the portal's last event as of its last answer; likewise `sums`, what it holds of each kind of state.
        retried: whether what was refused and may pass has been sent once more.
        refused_kinds: change -> kind of those that were refused in this run and have not passed since; `former_reasons`
            why others had been before it.
    """

    desk: Desk
    school: SchoolRecord
    client: PortalClient
    holder: str
    lock: RunLock
    report: Progress
    received: Counter[str] = field(default_factory=Counter)
    sent: Counter[str] = field(default_factory=Counter)
    skew_minutes: int = 0
    renewal_due: bool = False
    settings_read: str = ""
    batch: int = MAX_CHANGES_UNTOLD
    last_seq: int = 0
    sums: dict[str, KindSum] = field(default_factory=dict)
    retried: bool = False
    refused_kinds: dict[str, str] = field(default_factory=dict)
    former_reasons: dict[str, str] = field(default_factory=dict)
    proof: Proof = field(default_factory=Proof)
    last_report: tuple[str, int, int] = ("", 0, 0)

    @needs(Right.SYNC)
    def call(self, call: Callable[[], T]) -> T:
        """Return the portal's answer to a call; the report may end the waiting meanwhile, by raising `Cancelled`."""
        if self.report is silent:
            return call()
        return interruptible(call, lambda: self.report(*self.last_report))

    @needs(Right.SYNC)
    def tell(self, step: str, done: int, total: int) -> None:
        """Report the progress, and remember it for while the portal is waited for."""
        self.last_report = (step, done, total)
        self.report(step, done, total)

    @property
    def operator(self) -> Operator:
        """On whose behalf it runs."""
        return self.desk.operator

    @property
    @needs(Right.SYNC)
    def refused(self) -> Counter[str]:
        """How many changes were refused, by kind; one that was sent twice counts once."""
        return Counter(self.refused_kinds.values())


@needs(Right.SYNC)
def cursor_of(run: SchoolExchange) -> int:
    """Return the position of the last event received from the school's portal."""
    with run.desk.database.read() as session:
        return schools.cursor(session, run.school.uai)


def check_revs(known: SchoolRecord, last_rev: int) -> None:
    """Stop when the portal's greatest rev cannot be: one of the two sides was restored from a backup.

    Raises:
        Outdated: `behind`, `ahead`.
    """
    if last_rev > known.sent_rev:
        # The portal has taken changes that this database does not remember sending.
        raise Outdated("behind", message="")
    if last_rev < known.told_rev:
        # The portal has forgotten changes that it had taken.
        raise Outdated("ahead", message="")


def hold_run(session: Session, run: SchoolExchange) -> None:
    """Make sure, within a transaction that writes, that the run has not been overtaken.

    Raises:
        Refused: `sync_overtaken`, `run_lock_lost`.
    """
    run.lock.check()
    if not sync.is_holder(session, run.holder):
        raise Refused("sync_overtaken")
