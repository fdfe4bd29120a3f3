"""Data folders of portals: one is made as at a first start, the others are copies of it.

A cluster takes seconds to make and a tenth of one to copy. `tests/portal/host/test_serve.py` begins from nothing.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.places import public_folder
from turbo_admin.portal.host.databases import cluster_in_use


@pytest.fixture(scope="session")
def data_template() -> Iterator[Path]:
    """The data folder of a portal that was started once, and stopped."""
    with public_folder() as folder:
        data = folder / "portail"
        with cluster_in_use(data):
            pass
        yield data


@pytest.fixture
def portal_data(data_template: Path) -> Iterator[Path]:
    """A data folder like it, of the test's own, with the keys still to be drawn."""
    with copied_data(data_template) as data:
        yield data


@contextmanager
def copied_data(data_template: Path) -> Iterator[Path]:
    """Copy a data folder that nobody serves from; the copy is gone at the end."""
    with public_folder() as folder:
        data = folder / "portail"
        copy_folder(data_template, data)
        _rename(data, data_template)
        yield data


def copy_folder(source: Path, goal: Path) -> None:
    """Copy a data folder, with whom its files belong to."""
    if os.name == "posix":
        # As root the files belong to PostgreSQL's own user, whom shutil would forget.
        subprocess.run(["cp", "-a", str(source), str(goal)], check=True)
    else:
        shutil.copytree(source, goal)


def _rename(data: Path, former: Path) -> None:
    """Let the copy know where it is."""
    file = data / "database.json"
    kept = json.loads(file.read_text(encoding="utf-8"))
    kept["folder"] = str(data / Path(kept["folder"]).relative_to(former))
    file.write_text(json.dumps(kept), encoding="utf-8")
