"""The row of the bench that counts keys: a hundred mixed requests by the keyboard alone.

The run is a process of its own, `python -m tests.bench.rows_keys`, which prints the number.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.rows_desktop import environment


def keys_row() -> float:
    """Return how many keys a hundred mixed requests take, Ctrl and Shift counted too."""
    command = [sys.executable, "-m", "tests.bench.rows_keys"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment())
    return float(done.stdout.split()[-1])


def main() -> int:
    """Deal with a hundred requests, and print how many keys that took."""
    from tests.keyboard_day import Hands, deal_with_all, morning
    from turbo_admin.app import qt_application

    qt_application()
    with tempfile.TemporaryDirectory() as folder, morning(Path(folder)) as scene:
        hands = Hands(scene.desktop)
        deal_with_all(hands, scene.typed)
        sys.stdout.write(f"{hands.total}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
