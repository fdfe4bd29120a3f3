"""What reaches the log: where it went wrong, never whose."""

import json
import subprocess
import sys

SPEAKS = """
import logging
from turbo_admin.portal.base import logs
import structlog
logs.configure()
structlog.get_logger("essai").info("mail", uai="0990001N")
logging.getLogger("other").info("GET /e/0990001N/activer/SECRETTOKEN")
logging.getLogger("other").warning("cannot reach %s", "famille@exemple.fr")
try:
    raise ValueError("Key (email)=(famille@exemple.fr) already exists")
except ValueError:
    logging.getLogger("other").exception("failed")
"""


def test_a_log_line_is_json_and_names_nobody() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SPEAKS], capture_output=True, text=True, check=True, timeout=60
    )
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["event"] for line in lines] == ["mail", "cannot reach %s", "failed"]
    assert lines[0]["uai"] == "0990001N"
    assert lines[0]["timestamp"].endswith("Z")
    assert (lines[2]["error"], lines[2]["at"]) == ("ValueError", "<string>:10")
    assert "famille" not in done.stderr
    assert "SECRETTOKEN" not in done.stderr
