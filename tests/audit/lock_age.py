"""Whether the lock keeps what docs/security.md promises: all parts renewed at least every three months.

Two rules, on the times at which the index says that files were published:

| rule | a finding when |
| --- | --- |
| the lock as a whole | the youngest part in it is older than that: nobody has renewed it since |
| each part | what uv would take instead has been out for longer than that |
"""

import shutil
import subprocess
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.audit.installed import find_uv
from tests.audit.outcome import NotDone, Outcome
from tests.sources import ROOT

LONGEST = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Part:
    """A locked package.

    Attributes:
        published: when its first file came out; None for what comes from no index.
    """

    version: str
    published: datetime | None


def lock_age() -> Outcome:
    """Compare the lock with what it would be if it were renewed today.

    Raises:
        NotDone: the package index is out of reach.
    """
    uv, now = find_uv(), datetime.now(UTC)
    locked = read_lock((ROOT / "uv.lock").read_text(encoding="utf-8"))
    renewed = read_lock(_renewed(uv))
    outcome = Outcome(cases=len(locked), findings=overdue(locked, renewed, now))
    outcome.control_found = all(
        overdue(planted, renewed, now) for planted in (_old(locked), _late(locked, renewed))
    )
    outcome.tool_version = subprocess.run(
        [uv, "--version"], capture_output=True, text=True, check=True
    ).stdout.strip()
    behind = sum(
        1 for name, part in renewed.items() if name in locked and locked[name].version != part.version
    )
    outcome.note = (
        f"cases are locked packages; {behind} have a newer version, younger than {LONGEST.days} days"
    )
    return outcome


def read_lock(text: str) -> dict[str, Part]:
    """Read a uv.lock; of a package that is locked in several versions, the oldest counts."""
    found: dict[str, Part] = {}
    for package in tomllib.loads(text)["package"]:
        files = [*package.get("wheels", ()), *([package["sdist"]] if "sdist" in package else ())]
        times = [datetime.fromisoformat(one["upload-time"]) for one in files if "upload-time" in one]
        part = Part(str(package.get("version", "")), min(times, default=None))
        former = found.get(package["name"])
        if former is None or (part.published and former.published and part.published < former.published):
            found[package["name"]] = part
    return found


def overdue(locked: Mapping[str, Part], renewed: Mapping[str, Part], now: datetime) -> list[str]:
    """Return one line for each rule that is broken.

    Args:
        renewed: the lock as uv would make it at `now`.
    """
    youngest = max((part.published for part in locked.values() if part.published), default=None)
    found = []
    if youngest is None or now - youngest > LONGEST:
        found.append(
            f"the lock was last renewed before {youngest:%d/%m/%Y}" if youngest else "the lock names no time"
        )
    for name, new in renewed.items():
        old = locked.get(name)
        if old and new.published and old.version != new.version and now - new.published > LONGEST:
            days = (now - new.published).days
            found.append(f"{name} {old.version}: {new.version} has been out for {days} days")
    return found


def _renewed(uv: str) -> str:
    with TemporaryDirectory() as name:
        folder = Path(name)
        for file in ("pyproject.toml", "uv.lock", "README.md", "LICENSE"):
            shutil.copyfile(ROOT / file, folder / file)
        done = subprocess.run(
            [uv, "lock", "--upgrade", "--quiet"],
            cwd=folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode:
            last = done.stderr.strip().splitlines()[-1:] or ["it said nothing"]
            raise NotDone(f"no package index within reach of this machine ({last[0].strip()})")
        return (folder / "uv.lock").read_text(encoding="utf-8")


def _old(locked: Mapping[str, Part]) -> dict[str, Part]:
    """Plant a lock that nobody has renewed for years."""
    return {name: Part(part.version, datetime(2020, 1, 1, tzinfo=UTC)) for name, part in locked.items()}


def _late(locked: Mapping[str, Part], renewed: Mapping[str, Part]) -> dict[str, Part]:
    """Plant a version that was replaced long ago: of the part that has changed least."""
    name = min(
        (one for one in locked if one in renewed), key=lambda one: renewed[one].published or datetime.now(UTC)
    )
    return {**locked, name: Part("0", locked[name].published)}
