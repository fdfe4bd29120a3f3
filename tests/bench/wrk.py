"""wrk, run for a few seconds against a page; what comes out is requests a second, and whether all were answered."""

import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 32


@dataclass(frozen=True, slots=True)
class Ran:
    """What wrk saw.

    Attributes:
        rate: answers a second.
        refused: answers with a status of 400 or more.
    """

    rate: float
    answers: int
    refused: int
    seconds: float


def wrk(
    url: str, *, seconds: int = 4, connections: int = CONNECTIONS, script: str = "", cookie: str = ""
) -> Ran:
    """Load a page as fast as it answers, with connections that stay open.

    Args:
        script: Lua that makes the requests.
        cookie: sent with each.

    Raises:
        AssertionError: some were not answered, or nothing but refusals came.
    """
    with tempfile.TemporaryDirectory() as folder:
        command = ["wrk", "-t", "1", "-c", str(connections), "-d", f"{seconds}s", "--timeout", "30s"]
        if cookie:
            command += ["-H", f"Cookie: {cookie}"]
        if script:
            path = Path(folder) / "requests.lua"
            path.write_text(script, encoding="utf-8")
            command += ["-s", str(path)]
        done = subprocess.run([*command, url], check=True, capture_output=True, text=True)
    if "Socket errors" in done.stdout:
        raise AssertionError(done.stdout)
    answers, took = re.search(r"(\d+) requests in ([\d.]+)s", done.stdout).groups()  # type: ignore[union-attr]
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", done.stdout)
    return Ran(int(answers) / float(took), int(answers), int(refused[1]) if refused else 0, float(took))
