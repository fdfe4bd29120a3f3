"""Programs with a memory that stand for `schtasks` and `crontab` where a test must not touch the real ones."""

import sys
from pathlib import Path

# Knows one task, as the documentation of schtasks has it: 1 for a task that is not there, XML in and out.
_SCHTASKS = """
import pathlib, sys
kept = pathlib.Path({memory!r})
words = sys.argv[1:]
name = words[words.index("/TN") + 1]
file = kept / (name + ".xml")
with (kept / "asked").open("a") as stream:
    stream.write(words[0] + "\\n")
if words[0] == "/Create":
    text = pathlib.Path(words[words.index("/XML") + 1]).read_bytes()
    assert "/F" in words or not file.exists()
    file.write_bytes(text)
elif not file.exists():
    sys.exit(1)
elif words[0] == "/Query":
    # The real one says UTF-16 and writes the console's encoding.
    sys.stdout.write(file.read_text(encoding="utf-16"))
elif words[0] == "/Delete":
    assert "/F" in words
    file.unlink()
"""
_CRONTAB = """
import pathlib, sys
file = pathlib.Path({memory!r}) / "crontab"
if sys.argv[1] == "-l":
    if not file.exists():
        sys.exit("no crontab for somebody")
    sys.stdout.buffer.write(file.read_bytes())
elif sys.argv[1] == "-":
    file.write_bytes(sys.stdin.buffer.read())
elif sys.argv[1] == "-r":
    file.unlink()
"""
_REFUSING = """
import sys
sys.exit("you are not allowed to use this program")
"""


def schtasks(folder: Path) -> str:
    """Write the program that stands for schtasks, and return its path; `asked` beside it has its verbs."""
    return _program(folder, "schtasks", _SCHTASKS)


def crontab(folder: Path) -> str:
    """Write the program that stands for crontab, and return its path; `crontab` beside it is the user's table."""
    return _program(folder, "crontab-program", _CRONTAB)


def refusing(folder: Path) -> str:
    """Write a program that refuses whatever it is asked, and return its path."""
    return _program(folder, "refusing", _REFUSING)


def _program(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(f"#!{sys.executable}\n{text.format(memory=str(folder))}", encoding="utf-8")
    path.chmod(0o755)
    return str(path)
