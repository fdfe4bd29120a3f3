"""The tools of others, each in a place of its own below `.audit/`, of the versions that `tools/` pins.

They are kept out of the project's own environment: what they depend on would narrow what we may depend on.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.audit.outcome import NotRun
from tests.sources import ROOT

HOME = ROOT / ".audit"
_PINS = ROOT / "tests" / "audit" / "tools"
_STAMP = "pins.txt"


def say(words: str) -> None:
    """Tell whoever waits."""
    sys.stderr.write(words + "\n")
    sys.stderr.flush()


def python_tool(name: str, program: str) -> Path:
    """Return a program of the environment `name`, made of `tools/NAME.txt` unless it is there already.

    Raises:
        NotRun: the package index is out of reach.
    """
    place, pins = HOME / name, _PINS / f"{name}.txt"
    stamp = place / _STAMP
    wanted = pins.read_text(encoding="utf-8")
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        say(f"  bringing {program}, of {pins.relative_to(ROOT).as_posix()}")
        uv = find_uv()
        _run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(place)])
        python = str(place / "bin" / "python")
        _run([uv, "pip", "install", "--quiet", "--require-hashes", "--python", python, "-r", str(pins)])
        stamp.write_text(wanted, encoding="utf-8")
    return place / "bin" / program


def nu_checker() -> list[str]:
    """Return the command of the Nu HTML checker.

    Raises:
        NotRun: there is no Java, or neither npm nor its registry.
    """
    java, npm = shutil.which("java"), shutil.which("npm")
    if not java:
        raise NotRun("no Java here: installer/bootstrap.sh audit brings one on Debian")
    place = HOME / "nu"
    jar, stamp = place / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar", place / _STAMP
    wanted = (_PINS / "package-lock.json").read_text(encoding="utf-8")
    if not jar.exists() or not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        if not npm:
            raise NotRun("no npm here to bring vnu-jar: installer/bootstrap.sh audit brings it on Debian")
        say("  bringing vnu-jar, of tests/audit/tools/package-lock.json")
        place.mkdir(parents=True, exist_ok=True)
        for file in ("package.json", "package-lock.json"):
            shutil.copyfile(_PINS / file, place / file)
        _run([npm, "ci", "--prefix", str(place), "--ignore-scripts", "--no-audit", "--no-fund", "--silent"])
        stamp.write_text(wanted, encoding="utf-8")
    return [java, "-jar", str(jar)]


def system_tool(name: str) -> str:
    """Return a program of the distribution.

    Raises:
        NotRun: it is not there.
    """
    found = shutil.which(name)
    if not found:
        raise NotRun(f"no {name} here: installer/bootstrap.sh audit brings it on Debian")
    return found


def find_uv() -> str:
    """Return the uv that keeps the project's own environment.

    Raises:
        NotRun: there is none.
    """
    own = ROOT / ".tools" / "bin" / "uv"
    found = shutil.which("uv") or (str(own) if own.exists() else None)
    if not found:
        raise NotRun("no uv here: make setup brings it")
    return found


def _run(command: list[str]) -> None:
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", check=False, env=os.environ
    )
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        raise NotRun(f"{Path(command[0]).name} could not bring it: {' '.join(last)}")
