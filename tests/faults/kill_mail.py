"""The mail worker killed (`kill -9`) at any point of its work, then started again, until nothing is left to send.

Where: after a drawn byte between the worker and the mail server, or between the worker and PostgreSQL. What it still held
is taken over by the next, as after five minutes. Every mail must leave. One may leave twice only where the worker died
between the server's « 250 » and writing it down, so at most one a kill, and the second bears the same Message-ID.
"""

import dataclasses
import multiprocessing
import shutil
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from tests.faults import house, kill_portal, variants
from tests.faults.house import OnCluster
from tests.faults.proxy import Tap
from tests.faults.tally import Campaign, Plan, Tally
from turbo_admin.core.credentials.rules import Provisional, draw_token
from turbo_admin.core.credentials.sealing import public_mail_key, seal_for_mail
from turbo_admin.core.mails.payloads import RequestData
from turbo_admin.demo.catcher import Catcher
from turbo_admin.portal.base.database import parse_url
from turbo_admin.portal.base.roles import WORKER
from turbo_admin.portal.host.embedded_postgres import open_cluster
from turbo_admin.portal.host.mail_process import WorkerConfig
from turbo_admin.portal.mail import sending
from turbo_admin.portal.mail.queue import MailDraft, queue_mails

_KILLS = 320
# More than are claimed at once.
_MAILS = 12
_SETTLED_S, _GRACE_S = 60.0, 10.0
_WIRES = ("mail", "mail", "database")
_SOCKET = ".s.PGSQL.5432"


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill.

    Attributes:
        at: after what share of the bytes of the fault-free run.
    """

    wire: str
    at: float


def run(plan: Plan, *_: object) -> Tally:
    """Kill at drawn points, start again, count."""
    return _campaign(plan, house.run_worker)


def _campaign(plan: Plan, target: Callable[..., None], *, until_failed: bool = False) -> Tally:
    draw = Random(plan.seed)  # noqa: S311 (replayable, no secret)
    kills = [Kill(draw.choice(_WIRES), draw.random()) for _ in range(_KILLS)]
    tally = Tally()
    with _scene(target) as scene:
        sizes = scene.whole()
        for kill in kills[: plan.amount][plan.part :: plan.parts]:
            tally.add(scene.once(kill, sizes[kill.wire]))
            if until_failed and tally.failed:
                break
    return tally


@dataclass
class _Scene:
    portal: OnCluster
    smtp: Catcher
    taps: dict[str, Tap]
    start: Callable[[], "_Worker"]

    def whole(self) -> dict[str, int]:
        """Let the mails leave unharmed; returns how many bytes passed at each tap."""
        for tap in self.taps.values():
            tap.arm(0, None)
        ours = self._queue()
        with self.start():
            _wait(lambda: not self._unsettled())
        assert self._came(ours) == dict.fromkeys(ours.items(), 1)
        return {name: tap.since for name, tap in self.taps.items()}

    def once(self, kill: Kill, size: int) -> Tally:
        """Kill once."""
        tally, struck, ours = Tally(), threading.Event(), self._queue()
        first = self.start()

        def strike() -> bool:
            tally.faults = int(first.kill())
            struck.set()
            return True

        self.taps[kill.wire].arm(1 + int(kill.at * size), strike)
        _wait(lambda: struck.is_set() or not self._unsettled())
        self.taps[kill.wire].arm(0, None)
        first.end()
        held, taken = self._unsettled("sending"), self._came(ours)
        self._five_minutes_pass()
        with self.start():
            _wait(lambda: not self._unsettled())
        self._check(
            ours, {one for one in taken if one[1] in held}, tally, f"killed at {kill.at:.4f} of {kill.wire}"
        )
        return tally

    def _queue(self) -> dict[str, str]:
        """Queue mails; returns the Message-ID of each recipient's."""
        self.smtp.clear()
        key, mark = public_mail_key(self.portal.mail_key), uuid.uuid4().hex[:12]
        drafts = [
            MailDraft(
                kind="demande",
                to=f"famille{number}.{mark}@exemple{number}.fr",
                data=RequestData(),
                sealed=seal_for_mail(Provisional("", draw_token()), key),
            )
            for number in range(_MAILS)
        ]
        with self.portal.database.school(self.portal.uai) as connection:
            queue_mails(connection, self.portal.uai, drafts, now=datetime.now(UTC))
        rows = self.portal.rows(
            "SELECT to_address, message_id FROM mail WHERE to_address LIKE :mark", mark=f"%{mark}%"
        )
        return dict(rows)

    def _unsettled(self, *states: str) -> set[str]:
        """Return the Message-IDs of mails that have neither left nor failed."""
        wanted = list(states or ("queued", "retry", "sending"))
        rows = self.portal.rows("SELECT message_id FROM mail WHERE state = ANY(:states)", states=wanted)
        return {one for (one,) in rows}

    def _five_minutes_pass(self) -> None:
        self.portal.rows(
            "UPDATE mail SET claimed_at = claimed_at - interval '6 minutes' WHERE state = 'sending'"
        )

    def _came(self, ours: dict[str, str]) -> Counter[tuple[str, str]]:
        """Return (recipient, Message-ID) of what the server has taken."""
        return Counter(
            (to, str(caught.message["Message-ID"]).strip("<>").partition("@")[0])
            for caught in self.smtp.caught
            for to in caught.recipients
            if to in ours
        )

    def _check(self, ours: dict[str, str], in_doubt: set[tuple[str, str]], tally: Tally, what: str) -> None:
        expected, came = Counter(ours.items()), self._came(ours)
        unsent = self.portal.rows("SELECT 1 FROM mail WHERE state <> 'sent'")
        lost, again = expected - came, came - expected
        doubled = sum((again - Counter(in_doubt)).values()) + max(again.total() - 1, 0)
        tally.lost += lost.total() + len(unsent)
        tally.doubled += doubled
        if lost or doubled or unsent:
            tally.examples.append(
                f"{what}: lost {lost.total()}, twice {again.total()}, not sent {len(unsent)}"
            )


class _Worker:
    """A mail worker as the supervisor starts it."""

    def __init__(self, context: Any, target: Callable[..., None], config: WorkerConfig) -> None:
        end, self._lifeline = context.Pipe(duplex=False)
        self._process = context.Process(target=target, args=(config, end))
        self._process.start()
        end.close()

    def __enter__(self) -> "_Worker":
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def kill(self) -> bool:
        """Kill it at once; returns whether it was alive."""
        alive = bool(self._process.is_alive())
        self._process.kill()
        return alive

    def end(self) -> None:
        """Have it stop if it still lives, and wait for its end."""
        with suppress(OSError):
            self._lifeline.send("stop")
        self._process.join(_GRACE_S)
        self._process.kill()
        self._process.join()
        self._process.close()
        self._lifeline.close()


@contextmanager
def _scene(target: Callable[..., None]) -> Iterator[_Scene]:
    with ExitStack() as stack:
        # Fresh, and where PostgreSQL's own user can reach it.
        folder = Path(tempfile.mkdtemp(prefix="turbo-mail-", dir="/tmp"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        folder.chmod(0o755)
        cluster = open_cluster(folder)
        stack.callback(cluster.stop)
        cluster.start()
        portal = OnCluster(cluster)
        stack.callback(portal.close)
        smtp = stack.enter_context(Catcher())
        (folder / "tap").mkdir()
        taps = {
            "mail": Tap(smtp.port),
            "database": Tap(str(cluster.folder / _SOCKET), at=str(folder / "tap" / _SOCKET)),
        }
        for tap in taps.values():
            stack.callback(tap.close)
        url = parse_url(cluster.url(WORKER)).update_query_dict({"host": str(folder / "tap")})
        database = url.set(drivername="postgresql").render_as_string(hide_password=False)
        server = f"smtp://127.0.0.1:{taps['mail'].url.rpartition(':')[2]}"
        config = WorkerConfig(database, server, "", portal.mail_key, "", None)
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["turbo_admin.portal.host.supervisor", "psycopg", target.__module__])
        yield _Scene(portal, smtp, taps, lambda: _Worker(context, target, config))


def _wait(fact: Callable[[], bool]) -> None:
    """Wait for something of another process, which tells nobody."""
    until = time.monotonic() + _SETTLED_S
    while not fact():
        if time.monotonic() > until:
            raise TimeoutError("it did not settle")
        threading.Event().wait(0.01)


# What the worker of a control runs.


def run_forgetful_worker(*arguments: Any) -> None:
    """Be a mail worker that draws a new Message-ID when it tries again."""
    right = sending._send

    def send(postman: Any, mail: Any) -> None:
        if mail.attempts > 1:
            mail = SimpleNamespace(**{**mail._mapping, "message_id": uuid.uuid4().hex})
        right(postman, mail)

    with variants.planted(sending, "_send", send):
        house.run_worker(*arguments)


def _control(target: Callable[..., None]) -> Any:
    """Kill until the fault shows: a control has to fail, not to be exhaustive."""

    def control(plan: Plan, *_: object) -> Tally:
        return _campaign(dataclasses.replace(plan, amount=None), target, until_failed=True)

    return control


CAMPAIGNS: Sequence[Campaign] = (
    Campaign(
        "mail",
        "kill -9 of the mail worker at drawn points between it and the mail server, or it and PostgreSQL",
        run,
        {
            "mail noted before it is sent": _control(kill_portal.run_hasty_worker),
            "another Message-ID at the next try": _control(run_forgetful_worker),
        },
        sample=8,
    ),
)
