"""The web processes call nobody but their database; mails leave from a process of their own."""

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.portal.conftest import Portal
from tests.portal.host.test_serve import Served
from tests.portal.site import OWN, Site, Visitor
from turbo_admin.demo.catcher import Catcher
from turbo_admin.portal.base.database import parse_url
from turbo_admin.portal.base.roles import PORTAL

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")
_WITNESS = Path(__file__).with_name("witness")


def calls(noted: Path, process: psutil.Process) -> list[str]:
    """What a process has called, by the audit events of its Python."""
    lines = noted.read_text(encoding="utf-8").splitlines() if noted.exists() else []
    return [line for line in lines if line.startswith(f"{process.pid} ")]


def away(process: psutil.Process, served: int) -> set[str]:
    """Where a process's connections lead, those that it has accepted apart; libpq's are among them."""
    return {
        f"{one.raddr.ip}:{one.raddr.port}"
        for one in process.net_connections("inet")
        if one.raddr and one.laddr.port != served
    }


def live(site: Site, base: str) -> None:
    """Go through what a family does, mails included, against the portal that is served elsewhere."""
    people, there = site.family(), Visitor(site, site.uai)
    site.base = base
    there.submit(
        "creer-un-compte",
        carte="04981",
        nom="A",
        prenom="B",
        email="a@exemple.fr",
        site="http://127.0.0.1:9/x",
    )
    there.submit("mot-de-passe-oublie", identifiant=people.email)
    there.sign_in(people.login, people.password)
    there.submit("choisir-mot-de-passe", mot_de_passe=OWN, confirmation=OWN)
    for path in ("mon-espace", "historique", "mon-compte", "mon-compte/appareils", "mentions"):
        assert there.get(path).status_code == 200
    there.submit("mon-compte/adresse", email="http@127.0.0.1.exemple.fr", mot_de_passe_actuel=OWN)
    assert there.submit("mon-compte/mes-donnees.pdf", form_at="mon-compte/mes-donnees").status_code == 200
    there.http.close()


def test_a_web_process_calls_its_database_and_nobody_else(
    portal: Portal, tmp_path: Path, smtp: Catcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted = tmp_path / "calls"
    path = f"{_WITNESS}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    ours = ["--database", portal.url(PORTAL), "--data", str(tmp_path), "--mail", smtp.url]
    with Served(*ours, PYTHONPATH=path, TURBO_WITNESS=str(noted)) as served:
        live(Site(portal), served.base)
        assert smtp.wait_for(2)
        web, mail = served.child("web"), served.child("mail")
        # The witness sees who does call: the worker, its mail server.
        assert any("socket.connect" in line for line in calls(noted, mail))
        assert calls(noted, web) == []
        assert away(web, int(served.base.rpartition(":")[2])) <= database_of(portal)


def database_of(portal: Portal) -> set[str]:
    """Where the portal's database is; nowhere on the network when it is a socket of Unix."""
    url = parse_url(portal.url(PORTAL))
    return {f"{url.host}:{url.port}"} if url.host else set()


@pytest.mark.parametrize(
    "call",
    [
        "socket.create_connection(('127.0.0.1', 9))",
        "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))",
        "urllib.request.urlopen('http://127.0.0.1:9/')",
    ],
)
def test_a_call_that_a_bug_would_make_is_refused_before_it_leaves(call: str) -> None:
    code = f"""
import asyncio, socket, urllib.request
from turbo_admin.portal.base.outgoing import forbid_outgoing_connections
forbid_outgoing_connections()
asyncio.run(asyncio.sleep(0))
{call}
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert "PermissionError: a web process calls nobody" in done.stderr
