"""A portal as a program of its own, and the command line as a person types it."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.serving import data_template, portal_data
from turbo_admin.demo.catcher import Catcher

__all__ = ["data_template", "portal_data"]

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        """Each line of the output, as JSON."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass
class RunningPortal:
    """A portal that serves.

    Attributes:
        url: without a slash at its end.
        data: its folder.
    """

    url: str
    data: Path
    program: "subprocess.Popen[str]"


Run = Callable[..., Ran]


@pytest.fixture
def run(program_environment: dict[str, str]) -> Run:
    """Runs `turbo-admin` with arguments, in a world of its own."""

    def run_it(*arguments: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "turbo_admin", *arguments],
            env=program_environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return run_it


@pytest.fixture
def portal(program_environment: dict[str, str], portal_data: Path, smtp: Catcher) -> Iterator[RunningPortal]:
    """`turbo-admin portal serve`, mailing to the catcher."""
    program = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "turbo_admin",
            "portal",
            "serve",
            "--port",
            "0",
            "--data",
            str(portal_data),
            "--mail",
            smtp.url,
        ],
        env=program_environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )
    assert program.stdout
    url = program.stdout.readline().strip()
    assert url.startswith("http://127.0.0.1:"), url
    try:
        yield RunningPortal(url, portal_data, program)
    finally:
        program.terminate()
        assert program.wait(30) == 0
        program.stdout.close()
