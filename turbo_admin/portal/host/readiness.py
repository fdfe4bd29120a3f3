"""The listening socket of the web processes, and the check that they answer."""

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
# Connections that the kernel queues while all processes are busy.
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
        # A process that dies at once will not get better by waiting.
        if deaths > 2 or time.monotonic() > until:
            raise Unreachable("portal_not_ready")
    return False


def _is_healthy(host: str, port: int) -> bool:
    url = http_address(_local(host), port) + "/healthz"
    # Not through a proxy of the environment: the request must stay on this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _local(host: str) -> str:
    """Return the local address for a socket that listens on all interfaces."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104 (compared, not bound)


def http_address(host: str, port: int) -> str:
    """Return `http://127.0.0.1:8080`; an IPv6 address stands in brackets."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
