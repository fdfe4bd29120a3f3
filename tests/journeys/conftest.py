"""A portal as a program of its own, and the command line as a person types it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.commands import Commands, Ended, run_alone
from tests.serving import data_template, portal_data
from turbo_admin.demo.catcher import Catcher

__all__ = ["data_template", "portal_data"]

ROOT = Path(__file__).resolve().parents[2]


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


Run = Callable[..., Ended]


@pytest.fixture(scope="session")
def loaded() -> Iterator[Commands | None]:
    """A program that has the office's commands loaded and forks for each; None where a process cannot fork."""
    if os.name != "posix":
        yield None
        return
    with Commands() as running:
        yield running


@pytest.fixture
def run(loaded: Commands | None, program_environment: dict[str, str]) -> Run:
    """Runs `turbo-admin` with arguments, in a process and folders of the test's own."""

    def run_it(*arguments: str) -> Ended:
        if loaded is None:
            return run_alone(arguments, program_environment)
        return loaded.run(arguments, program_environment)

    return run_it


@pytest.fixture
def run_program(program_environment: dict[str, str]) -> Run:
    """The same, but each command starts Python anew, as when a person types it."""
    return lambda *arguments: run_alone(arguments, program_environment)


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
