"""Forbids outgoing connections in web processes: no request may make them reach another machine, or this one's services (SSRF).

The database alone is reached, by libpq, whose connections are not Python's. Mails leave from a process of their own.
"""

import sys

_CALLS = {"socket.connect", "socket.sendto", "socket.sendmsg"}


def forbid_outgoing_connections() -> None:
    """From now on this process refuses to open a connection from Python; that cannot be undone.

    Windows makes a pair of sockets, which an event loop wakes itself with, by a connection to itself: there, what
    stays on this machine is let through.
    """
    lenient = sys.platform == "win32"

    def audit(event: str, arguments: tuple[object, ...]) -> None:
        if event in _CALLS and not (lenient and _stays_here(arguments)):
            raise PermissionError(f"a web process calls nobody ({event})")

    sys.addaudithook(audit)


def _stays_here(arguments: tuple[object, ...]) -> bool:
    address = arguments[1] if len(arguments) > 1 else None
    return isinstance(address, tuple) and address[0] in {"127.0.0.1", "::1"}
