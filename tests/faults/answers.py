"""Answers that come twice, late, in the wrong order, or from somebody else; and what the clerk is told."""

import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, nullcontext, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from msgspec import structs

from tests.faults import variants
from tests.faults.tally import Campaign, Facts, Plan, Tally, wrongly
from tests.faults.world import Case, Ground, new_ground, small
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.settings import school_settings

# (status, content type, body) as received.
Answer = tuple[int, str, bytes]
_JSON, _HTML = "application/json", "text/html; charset=utf-8"
_PAGE = "<!doctype html><title>Bienvenue sur le réseau</title><form>Identifiez-vous</form>".encode()
_CALLS = range(4)
_AT_ONCE = 4

# What somebody else answers, and what the clerk is then told.
_FOREIGN: dict[str, tuple[Answer, str]] = {
    "a filter's page": ((200, _HTML, _PAGE), "portal_is_not_one"),
    "a captive page": ((302, _HTML, _PAGE), "portal_is_not_one"),
    "a network's sign-in": ((511, _HTML, _PAGE), "portal_is_not_one"),
    "a proxy's refusal": ((403, _HTML, _PAGE), "portal_is_not_one"),
    "a gateway's page": ((502, _HTML, _PAGE), "portal_down"),
    "a page called JSON": ((200, _JSON, _PAGE), "protocol_bad_message"),
    "another program's JSON": ((200, _JSON, b'{"ok": true}'), "protocol_bad_message"),
    "half an answer": ((200, _JSON, b'{"portal_epoch": "e", "events": ['), "protocol_bad_message"),
}
_MEDDLING = ("asked twice", "answer lost", "former answer", "first answer for ever", "late request")


class Meddler:
    """Stands between an office and its portal, and does something wrong at one call.

    Args:
        tls: what each new connection is encrypted with; in the clear without.

    Attributes:
        calls: how many have come so far.
        late: requests kept back, to be delivered by `deliver_late`.
        struck: whether it came to it.
    """

    def __init__(
        self,
        port: int,
        what: str = "",
        at: int = 0,
        *,
        for_good: bool = True,
        tls: Callable[[], ssl.SSLContext] | None = None,
    ) -> None:
        self._port, self._what, self._at, self._for_good = port, what, at, for_good
        self.calls = 0
        self._former: list[Answer] = []
        self.late: list[tuple[str, str, bytes, dict[str, str]]] = []
        self.struck = False
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                """Pass it on, or not."""
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length)
                # Half a request is nobody's: passed on, the portal would wait for the rest.
                whole = len(body) == length
                answer = (
                    outer._deal_with(self.command, self.path, body, dict(self.headers)) if whole else None
                )
                if answer is None:
                    self.connection.shutdown(socket.SHUT_RDWR)
                    self.close_connection = True
                    return
                status, kind, content = answer
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(content)))
                if status == 302:
                    self.send_header("Location", "http://127.0.0.1:1/bienvenue")
                # A new connection for each call is a new handshake.
                self.close_connection = self.close_connection or tls is not None
                self.end_headers()
                self.wfile.write(content)

            do_POST = do_GET  # noqa: N815 (the name that the library wants)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        class Server(ThreadingHTTPServer):
            def finish_request(self, request: Any, address: Any) -> None:
                with suppress(OSError):  # the wire was cut, or the office did not like our certificate
                    secured = tls().wrap_socket(request, server_side=True) if tls else request
                    with closing(secured) if tls else nullcontext():
                        super().finish_request(secured, address)

        self._server = Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def port(self) -> int:
        """Where it listens."""
        return self._server.server_port

    @property
    def url(self) -> str:
        """Where an office finds it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def answered(self) -> int:
        """How many calls the portal has answered so far."""
        return len(self._former)

    def deliver_late(self) -> None:
        """Let what was kept back arrive after all."""
        for request in self.late:
            self._ask(*request)

    def _deal_with(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer | None:
        number, self.calls = self.calls, self.calls + 1
        strikes = number >= self._at if self._for_good else number == self._at
        answer: Answer | None
        if strikes and self._what in _FOREIGN:
            self.struck = True
            return _FOREIGN[self._what][0]
        if strikes and self._what == "late request":
            self.struck = True
            self.late.append((method, path, body, headers))
            return None
        answer = self._ask(method, path, body, headers)
        if strikes and self._what:
            answer = self._changed(answer, lambda: self._ask(method, path, body, headers))
        self._former.append(answer or (502, _HTML, _PAGE))
        return answer

    def _changed(self, answer: Answer, again: Callable[[], Answer]) -> Answer | None:
        self.struck = True
        match self._what:
            case "asked twice":
                return again()
            case "former answer" if self._former:
                return self._former[-1]
            case "first answer for ever" if self._former:
                return self._former[0]
            case "answer lost":
                return None
        self.struck = False
        return answer

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            kept = {name: value for name, value in headers.items() if name.lower() != "accept-encoding"}
            connection.request(method, path, body or None, kept)
            answer = connection.getresponse()
            return answer.status, answer.headers.get("Content-Type", ""), answer.read()
        finally:
            connection.close()


# (what, at which call, for good rather than once)
Meddling = tuple[str, int, bool]


def run(plan: Plan, ground: Ground | None = None) -> Tally:
    """Try each meddling at each call of a sync, once and for good, then synchronise again."""
    tried: Sequence[Meddling] = [
        (what, at, for_good)
        for what in (*_FOREIGN, *_MEDDLING)
        for at in _CALLS
        for for_good in (True, False)
    ]
    tally = Tally()
    with nullcontext(ground) if ground else new_ground() as place:
        template = small(place)
        expected = _play(place, template, None, Tally())
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for one in pool.map(lambda what: _try(place, template, expected, what), plan.share(tried)):
                tally.add(one)
    return tally


def _try(ground: Ground, template: Case, expected: Facts, what: Meddling) -> Tally:
    tally = Tally()
    found = _play(ground, template, what, tally)
    tally.compare(expected, found, f"{what[0]} at call {what[1]}, {'for good' if what[2] else 'once'}")
    return tally


def _play(ground: Ground, template: Case, what: Meddling | None, tally: Tally) -> Facts:
    """Synchronise through a meddler, edit, synchronise without; what was kept back arrives last."""
    case = ground.copy(template)
    name, at, for_good = what or ("", 0, True)
    with case.desk() as desk:
        _rename(desk, case.uai, "Premier nom")
    with Meddler(ground.port, name, at, for_good=for_good) as meddler:
        summary = case.sync(meddler.url)
        tally.faults = int(meddler.struck)
        if meddler.struck and for_good and name in _FOREIGN:
            said = summary.schools[0].error_code
            if said != _FOREIGN[name][1]:
                tally.lost += 1
                tally.examples.append(f"{name} at call {at}: the clerk is told {said}")
        with case.desk() as desk:
            _rename(desk, case.uai, "Second nom")
        case.sync()
        meddler.deliver_late()
    case.sync()
    found = case.facts()
    case.forget()
    return found


def _rename(desk: Desk, uai: str, name: str) -> None:
    school_settings.save_settings(
        desk, uai, structs.replace(school_settings.settings_of(desk, uai), name=name)
    )


CAMPAIGNS = (
    Campaign(
        "answers",
        "answers twice, lost, former, late, or somebody else's: a filter, a captive page, a gateway",
        run,
        {
            "acts not remembered": wrongly(run, variants.nothing_remembered),
            "late older change applied": wrongly(run, variants.late_older_changes_applied),
        },
        sample=20,
    ),
)
