"""Ctrl+C ends a command with 130, even where it first led to another error."""

import subprocess
import sys

from tests.sources import ROOT

# As an import does that Ctrl+C strikes: the error that comes out is another one.
_PROGRAM = """
import sys
from turbo_admin import cli
def struck(options):
    try:
        raise KeyboardInterrupt
    except KeyboardInterrupt as error:
        raise {error}
command = cli.described(["portal", "doctor"])
command.run = struck
cli.described = lambda arguments: command
sys.exit(cli.main([]))
"""


def test_an_error_that_ctrl_c_led_to_is_an_interruption() -> None:
    for error in ("ImportError('half')", "RuntimeError('closing') from error"):
        program = [sys.executable, "-c", _PROGRAM.format(error=error)]
        assert subprocess.run(program, cwd=ROOT, check=False).returncode == 130
    other = [
        sys.executable,
        "-c",
        "from turbo_admin import cli; cli.described = lambda _: 1 / 0; cli.main([])",
    ]
    ended = subprocess.run(other, cwd=ROOT, check=False, capture_output=True, text=True)
    assert (ended.returncode, "ZeroDivisionError" in ended.stderr) == (1, True)
