"""`portal backup` and `portal restore` on an embedded PostgreSQL, with the portal served."""

import json
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.places import public_folder
from tests.portal.conftest import Portal
from tests.portal.forked_commands import portal_command
from tests.portal.host.test_serve import Served
from turbo_admin.core.errors import BadData, Outdated, Refused
from turbo_admin.portal.base.roles import OWNER
from turbo_admin.portal.host.database_backup import back_up, read_copy, read_keys
from turbo_admin.portal.host.databases import cluster_in_use
from turbo_admin.portal.host.dump_programs import connection_of
from turbo_admin.portal.host.embedded_postgres import SUPERUSER

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")
UAI, OTHER_UAI = "0990001N", "0990002P"


@pytest.fixture
def data() -> Iterator[Path]:
    """A data folder that the database's own user may enter."""
    with public_folder() as folder:
        yield folder / "espace"


def done(*words: str) -> str:
    """Run a command of the portal that must end well; returns what it says."""
    ended = portal_command(*words)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def uais(data: Path) -> list[str]:
    return [json.loads(line)["uai"] for line in done("schools", "--json", "--data", str(data)).splitlines()]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_portal_that_is_served_is_saved_and_put_back(data: Path, tmp_path: Path) -> None:
    copy, keys = tmp_path / "portail.dump", tmp_path / "portail.cles"
    where = ("--data", str(data))
    with Served(*where) as served:
        first_code = done("add-school", UAI, "Collège des Tilleuls", *where)
        said = done("backup", str(copy), "--keys", str(keys), *where)
        assert "1\u00a0établissement, 0\u00a0compte" in said
        assert "gardez ce fichier ailleurs" in said
        assert (mode(copy), mode(keys)) == (0o600, 0o600)
        assert set(read_keys(keys)) == {"mail.key", "csrf.key"}
        assert (data / "mail.key").read_bytes().strip() not in copy.read_bytes()
        done("add-school", OTHER_UAI, "Lycée ajouté depuis", *where)
        assert portal_command("backup", str(copy), *where).returncode == 3
        busy = portal_command("restore", str(copy), "--yes", *where)
        assert (busy.returncode, "fonctionne déjà" in busy.stderr) == (3, True)
        served.process.terminate()
        assert served.process.wait(60) == 0
    asked = portal_command("restore", str(copy), *where)
    assert (asked.returncode, "ajoutez --yes" in asked.stderr) == (3, True)
    assert uais(data) == [UAI, OTHER_UAI]
    _, _, *codes = done("restore", str(copy), "--yes", *where).split(".", 1)[1].split(maxsplit=2)
    assert codes
    assert uais(data) == [UAI]
    assert first_code.strip() not in codes[0]
    with cluster_in_use(data) as cluster, psycopg.connect(cluster.url(SUPERUSER, "turbo_avant")) as former:
        assert former.execute("SELECT count(*) FROM school").fetchone() == (2,)
    with Served(*where) as served:
        assert served.base


def test_a_new_machine_takes_copy_and_keys(data: Path, tmp_path: Path) -> None:
    copy, keys = tmp_path / "portail.dump", tmp_path / "portail.cles"
    done("add-school", UAI, "Collège des Tilleuls", "--data", str(data))
    with Served("--data", str(data)):
        done("backup", str(copy), "--keys", str(keys), "--data", str(data))
    there = data.with_name("autre")
    told = json.loads(
        done("restore", str(copy), "--keys", str(keys), "--yes", "--json", "--data", str(there))
    )
    assert told["restored"]
    assert [(one["uai"], one["name"]) for one in told["pairing"]] == [(UAI, "Collège des Tilleuls")]
    for name in ("mail.key", "csrf.key"):
        assert (there / name).read_bytes() == (data / name).read_bytes()
        assert mode(there / name) == 0o600
    assert not list(there.glob("*.avant"))
    assert uais(there) == [UAI]


def test_a_copy_that_fails_midway_leaves_what_was_there(data: Path, tmp_path: Path) -> None:
    done("add-school", UAI, "Collège des Tilleuls", "--data", str(data))
    copy = tmp_path / "portail.dump"
    done("backup", str(copy), "--data", str(data))
    whole = copy.read_bytes()
    for content, code in (
        (b"Chers parents, " * 100, "backup_not_ours"),
        (whole[: len(whole) * 2 // 3], "backup_damaged"),
    ):
        copy.write_bytes(content)
        with pytest.raises(BadData) as refusal:
            read_copy(copy)
        assert refusal.value.code == code
        assert portal_command("restore", str(copy), "--yes", "--data", str(data)).returncode == 4
    assert uais(data) == [UAI]


def test_a_server_of_ones_own_is_saved_by_a_role_that_sees_all_schools(
    portal: Portal, tmp_path: Path
) -> None:
    copy = tmp_path / "portail.dump"
    with pytest.raises(Refused) as refusal:
        back_up(portal.url(OWNER), copy)
    assert refusal.value.code == "portal_backup_role"
    assert not list(tmp_path.iterdir())
    found = back_up(portal.superuser_url, copy)
    assert [uai for uai, _ in found.schools] == [portal.uai, portal.other_uai]
    assert "Lycée de l’Autre Rive" in [name for _, name in found.schools]
    portal.rows("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Outdated):
        back_up(portal.superuser_url, tmp_path / "autre.dump")
    assert [one.name for one in tmp_path.iterdir()] == ["portail.dump"]


def test_a_password_is_in_no_argument() -> None:
    conninfo, environment = connection_of("postgresql://turbo_owner:tr3s-secret@127.0.0.1:5432/turbo")
    assert "tr3s-secret" not in conninfo
    assert "turbo_owner" in conninfo
    assert environment["PGPASSWORD"] == "tr3s-secret"
    assert os.environ.get("PGPASSWORD") != "tr3s-secret"


def test_a_file_of_other_keys_is_refused(tmp_path: Path) -> None:
    for content in (b"", b"{}", b'{"id_rsa": "x"}', b'{"mail.key": 1}'):
        (tmp_path / "cles").write_bytes(content)
        with pytest.raises(BadData, match="clés"):
            read_keys(tmp_path / "cles")
