"""Python runs this at each start with this folder on its path: it notes whom the process calls, and imports nothing of ours.

One line a call in `TURBO_WITNESS`: the process, what it is, the event and the address.
"""

import os
import sys
from pathlib import Path

_FILE = os.environ.get("TURBO_WITNESS", "")
_CALLS = {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo"}


def _hear(event, arguments):
    if event in _CALLS:
        with Path(_FILE).open("a", encoding="utf-8") as file:
            file.write(f"{os.getpid()} {event} {arguments[1:]!r}\n")


if _FILE:
    sys.addaudithook(_hear)
