"""The listening socket of the web processes, and whether they answer yet."""

import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from turbo_admin.core.errors import Refused, Unreachable
from turbo_admin.portal.host.stopper import Stopper
from turbo_admin.portal.host.supervisor import Supervisor

_READY_S = 60.0
# Connections that wait to be taken: the evening's families, should the processes be busy.
_BACKLOG = 1024


@contextmanager
def listen(host: str, port: int) -> Iterator[socket.socket]:
    """Listen on an address; 0 is any free port.

    Raises:
        Refused: `portal_port`.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except (OSError, OverflowError) as error:
        raise Refused("portal_port", host=host, port=port) from error
    with listening:
        yield listening


def wait_until_ready(supervisor: Supervisor, host: str, port: int, stop: Stopper) -> bool:
    """Wait until the pages answer; False when a stop is asked first.

    Raises:
        Unreachable: `portal_not_ready`.
    """
    until, deaths = time.monotonic() + _READY_S, 0
    while not stop.asked:
        if _is_healthy(host, port):
            return True
        deaths += supervisor.watch(stop, seconds=0.1)
        if deaths > 2 or time.monotonic() > until:
            raise Unreachable("portal_not_ready")
    return False


def _is_healthy(host: str, port: int) -> bool:
    url = http_address(_local(host), port) + "/healthz"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _local(host: str) -> str:
    """Return where this machine reaches what listens everywhere."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104 (compared, not bound)


def http_address(host: str, port: int) -> str:
    """Return `http://127.0.0.1:8080`; an IPv6 address stands in brackets."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
