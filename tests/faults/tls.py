"""TLS that fails midway: cut or garbled in the handshake or in a record, certificates that change between two calls.

A real terminator stands in front of the portal, with certificates of an authority that this process trusts as the
system's (`SSL_CERT_FILE`); each call makes a handshake of its own. Whatever happens, one more synchronisation over a
good line must leave both sides equal to the fault-free run, and the clerk is told what it was.
"""

import os
import ssl
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from urllib3.exceptions import InsecureRequestWarning

from tests.faults import variants
from tests.faults.answers import Meddler
from tests.faults.proxy import Way, Wire
from tests.faults.tally import Campaign, Facts, Plan, Tally, wrongly
from tests.faults.world import Case, Ground, new_ground, small
from tests.outside.portal.network import Authority
from turbo_admin.outside.portal import portal_client, trust

_AT_ONCE = 3
_CALLS = range(4)
_OF_HANDSHAKE, _OF_ALL = 100, 120
# The bytes of one handshake, about: where half of what is cut or garbled is drawn.
_HANDSHAKE_BYTES = 1500
# A record whose length has been garbled is waited for: not for a minute here.
_TIMEOUT_S = (5, 5)

# What the clerk is told. Garbled bytes may be taken by the other end for the last ones, or for a record yet to come.
_TOLD = {
    "cut": {"portal_unreachable"},
    "answer cut": {"portal_unreachable"},
    "garbled": {"portal_tls", "portal_unreachable", "portal_slow"},
    "expired": {"tls_expired"},
    "unknown authority": {"tls_authority"},
    "another name": {"tls_other_name"},
    "renewed": {""},
}
_CERTIFICATES = ("expired", "unknown authority", "another name", "renewed")


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that goes wrong.

    Attributes:
        at: the byte; for certificates and answers the call.
        for_good: whether it stays so for that run.
    """

    what: str
    at: int
    way: Way = "down"
    for_good: bool = True


class Garbled(Wire):
    """A wire that garbles what passes one way after so many bytes: of one connection, or of all from there on."""

    def _pass(self, way: Way, piece: bytes, goal: Any) -> bool:
        with self._lock:
            before = self.passed[way]
            self.passed[way] += len(piece)
            keep = max(self._after - before, 0)
            strikes = way == self._way and keep < len(piece) and (self._for_good or not self.was_cut)
            self.was_cut = self.was_cut or strikes
        goal.sendall(piece[:keep] + bytes(byte ^ 0x55 for byte in piece[keep:]) if strikes else piece)
        return True


class Severed(Wire):
    """A wire that is cut when a call has been answered, before its answer passes."""

    def __init__(self, meddler: Meddler, at: int, *, for_good: bool) -> None:
        self._meddler, self._call = meddler, at
        super().__init__(meddler.port, "down", for_good=for_good)

    def _allowed(self, way: Way, size: int) -> tuple[int, bool]:
        if way == "down" and self._meddler.answered <= self._call:
            self.passed[way] += size
            return size, True
        self._after = self.passed[way]
        return super()._allowed(way, size)


@dataclass
class Certificates:
    """What the terminator shows."""

    good: ssl.SSLContext
    others: dict[str, ssl.SSLContext]

    def shown(self, trouble: Trouble, meddler: Callable[[], Meddler]) -> Callable[[], ssl.SSLContext]:
        """Return what says, at each handshake, which certificate it is."""
        times = 0

        def choose() -> ssl.SSLContext:
            nonlocal times
            if (
                trouble.what not in self.others
                or meddler().calls < trouble.at
                or (times and not trouble.for_good)
            ):
                return self.good
            times += 1
            meddler().struck = True
            return self.others[trouble.what]

        return choose


@contextmanager
def _certificates() -> Iterator[Certificates]:
    """Make certificates, and have this process trust their authority."""
    with ExitStack() as stack:
        folders = [
            Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="turbo-tls-"))) for _ in range(2)
        ]
        ours, foreign = Authority(folders[0]), Authority(folders[1], "Une autre autorité")
        before = os.environ.get("SSL_CERT_FILE")
        stack.callback(_set_trusted, before)
        _set_trusted(str(ours.file))
        yield Certificates(
            ours.context(),
            {
                "expired": ours.context(expired=True),
                "unknown authority": foreign.context(),
                "another name": ours.context(name="autre.exemple.fr"),
                "renewed": ours.context(),
            },
        )


def _set_trusted(file: str | None) -> None:
    if file is None:
        os.environ.pop("SSL_CERT_FILE", None)
    else:
        os.environ["SSL_CERT_FILE"] = file


def run(plan: Plan, ground: Ground | None = None) -> Tally:
    """Let TLS fail at drawn bytes and at each call, then synchronise again."""
    return _tried(plan, ground, lambda passed: plan.share([*_of_calls(), *_drawn(plan.seed, passed)]))


def _answers_cut(plan: Plan, ground: Ground | None = None) -> Tally:
    """Cut each answer, and nothing else: only there is an act done that the office does not know of."""
    return _tried(plan, ground, lambda _: [one for one in _of_calls() if one.what == "answer cut"])


def _tried(plan: Plan, ground: Ground | None, choose: Callable[[dict[Way, int]], Sequence[Trouble]]) -> Tally:
    tally = Tally()
    with (
        nullcontext(ground) if ground else new_ground() as place,
        _certificates() as certificates,
        variants.planted(portal_client, "_TIMEOUT_SECONDS", _TIMEOUT_S),
    ):
        template = small(place)
        play = _Play(place, template, certificates)
        expected, passed = play.whole()
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for one in pool.map(lambda trouble: play.once(trouble, expected), choose(passed)):
                tally.add(one)
    return tally


def _of_calls() -> list[Trouble]:
    return [
        Trouble(what, at, for_good=for_good)
        for what in (*_CERTIFICATES, "answer cut")
        for at in _CALLS
        for for_good in (True, False)
    ]


def _drawn(seed: int, passed: dict[Way, int]) -> list[Trouble]:
    draw, found = Random(seed), []  # noqa: S311 (replayable, no secret)
    for number in range(_OF_HANDSHAKE + _OF_ALL):
        way: Way = draw.choice(["up", "down"])
        most = min(_HANDSHAKE_BYTES, passed[way]) if number < _OF_HANDSHAKE else passed[way]
        found.append(Trouble(("cut", "garbled")[number % 2], draw.randrange(most), way, draw.random() < 0.5))
    return found


@dataclass
class _Play:
    ground: Ground
    template: Case
    certificates: Certificates

    def whole(self) -> tuple[Facts, dict[Way, int]]:
        """Synchronise over a good line; returns what both sides hold, and how many bytes passed each way."""
        case = self.ground.copy(self.template)
        with (
            Meddler(self.ground.port, tls=lambda: self.certificates.good) as meddler,
            Wire(meddler.port) as wire,
        ):
            summary = case.sync(_secure(wire.url))
            assert summary.ok, summary.sentence
            passed = dict(wire.passed)
        facts = case.facts()
        case.forget()
        return facts, passed

    def once(self, trouble: Trouble, expected: Facts) -> Tally:
        """Let something go wrong once."""
        tally, case = Tally(), self.ground.copy(self.template)
        meddler: Meddler
        with Meddler(self.ground.port, tls=self.certificates.shown(trouble, lambda: meddler)) as meddler:
            with self._line(trouble, meddler) as wire:
                summary = case.sync(_secure(wire.url))
            tally.faults = int(meddler.struck or wire.was_cut)
        where = f"{trouble.what} {trouble.way} at {trouble.at}, {'for good' if trouble.for_good else 'once'}"
        said = summary.schools[0].error_code
        if tally.faults and said not in _TOLD[trouble.what] and (said or trouble.what in _CERTIFICATES):
            tally.lost += 1
            tally.examples.append(f"{where}: the clerk is told {said or 'nothing'}")
        again = case.sync()
        tally.compare(expected, case.facts(), where + ("" if again.ok else f" ({again.sentence})"))
        case.forget()
        return tally

    def _line(self, trouble: Trouble, meddler: Meddler) -> Wire:
        if trouble.what in _CERTIFICATES:
            return Wire(meddler.port)
        if trouble.what == "answer cut":
            return Severed(meddler, trouble.at, for_good=trouble.for_good)
        kind = Garbled if trouble.what == "garbled" else Wire
        return kind(meddler.port, trouble.way, trouble.at, for_good=trouble.for_good)


def _secure(url: str) -> str:
    return url.replace("http://", "https://")


class _Careless(ssl.SSLContext):
    """Takes any certificate, whatever it is asked to check."""

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, {"verify_mode": ssl.CERT_NONE, "check_hostname": False}.get(name, value))


@contextmanager
def _anybody_trusted() -> Iterator[None]:
    """The office speaks to whoever answers."""

    def trusting() -> ssl.SSLContext:
        context = _Careless(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return context

    with variants.planted(trust, "trusting", trusting), warnings.catch_warnings():
        warnings.simplefilter("ignore", InsecureRequestWarning)
        yield


CAMPAIGNS = (
    Campaign(
        "tls",
        "TLS cut or garbled in the handshake or a record, answers lost, certificates expired, unknown, of another name, renewed",
        run,
        {
            "anybody trusted": wrongly(run, _anybody_trusted),
            "acts not remembered": wrongly(_answers_cut, variants.nothing_remembered),
        },
        sample=20,
    ),
)
