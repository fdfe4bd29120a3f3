"""The office's commands with something wrong in them: `python -m tests.faults.processes.wrong_commands VARIANT`."""

import sys

from tests.commands import serve
from tests.faults import variants

if __name__ == "__main__":
    with getattr(variants, sys.argv[1])():
        serve()
