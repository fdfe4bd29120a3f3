"""One command that starts everything and leaves nothing behind; real processes, real signals."""

import os
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import psutil
import pytest
import requests

from tests.places import public_folder
from tests.portal.conftest import Portal
from tests.portal.forked_commands import portal_command
from tests.portal.office import Office
from turbo_admin.core.mails.payloads import RefusalData
from turbo_admin.demo.catcher import Catcher
from turbo_admin.portal.base.roles import OWNER, PORTAL, WORKER
from turbo_admin.portal.mail.queue import queue_mail

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")
UAI = "0990001N"


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "turbo_admin", "portal", *arguments]


class Served:
    """A portal in a process of its own; killed at the end if it has not left."""

    def __init__(self, *arguments: str, **environment: str) -> None:
        self.process = subprocess.Popen(
            command("serve", "--port", "0", *arguments),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | environment,
        )
        self.log: list[str] = []
        assert self.process.stdout
        assert self.process.stderr
        self._reader = threading.Thread(target=self._read, args=(self.process.stderr,))
        self._reader.start()
        self.base = self.process.stdout.readline().strip()
        assert self.base.startswith("http://127.0.0.1:"), "".join(self.log)

    def _read(self, stream: Any) -> None:
        self.log.extend(stream)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        family = self.family()
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)
        for one in family:
            if one.is_running() and one.status() != psutil.STATUS_ZOMBIE:
                one.kill()
        self.process.communicate()
        self._reader.join(10)

    def family(self) -> list[psutil.Process]:
        """The process and all that it has started, PostgreSQL's own apart."""
        if self.process.poll() is not None:
            return []
        parent = psutil.Process(self.process.pid)
        return [parent, *parent.children(recursive=True)]

    def workers(self) -> list[psutil.Process]:
        """The web processes and the mail worker, in the order in which they were started; not what comes and goes."""
        found = []
        for one in self.family()[1:]:
            with suppress(psutil.NoSuchProcess):
                if one.status() != psutil.STATUS_ZOMBIE and "spawn_main" in " ".join(one.cmdline()):
                    found.append(one)
        return sorted(found, key=lambda one: one.create_time())

    def child(self, name: str) -> psutil.Process:
        """The first web process, or the mail worker, which is started last."""
        return self.workers()[{"web": 0, "mail": -1}[name]]

    def healthy(self) -> bool:
        with requests.get(f"{self.base}/healthz", timeout=10) as answer:
            return answer.status_code == 200


def eventually(fact: Any, seconds: float = 30) -> None:
    """Wait for something outside of this process that tells nobody."""
    until = time.monotonic() + seconds
    while not fact():
        assert time.monotonic() < until
        threading.Event().wait(0.05)


def gone(processes: list[psutil.Process]) -> bool:
    return all(not one.is_running() or one.status() == psutil.STATUS_ZOMBIE for one in processes)


def postgres_of(data: Path) -> list[psutil.Process]:
    try:
        pid = int((data / "pg" / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        return [psutil.Process(pid)]
    except (OSError, psutil.NoSuchProcess):
        return []


@pytest.fixture
def data() -> Iterator[Path]:
    """A data folder that PostgreSQL's own user can reach when the tests run as root."""
    with public_folder() as folder:
        yield folder / "données du portail"


def test_one_command_does_everything_and_leaves_nothing(data: Path, smtp: Catcher) -> None:
    with Served("--data", str(data), "--mail", smtp.url, "--workers", "2") as served:
        assert served.healthy()
        family, postgres = served.family(), postgres_of(data)
        assert postgres
        added = portal_command("add-school", UAI, "Collège de l’Exemple", "--data", str(data))
        assert added.returncode == 0, added.stderr
        code = added.stdout.strip()
        assert code.startswith(f"{UAI}-")
        assert added.stdout == code + "\n"
        office = Office(served.base)
        assert office.pair(code).status == 200
        secret = office.issue_and_mail()
        (mail,) = smtp.wait_for(1, kind="identifiants")
        text = str(mail.get_body(("plain",)).get_content())  # type: ignore[union-attr]
        assert secret.password in text
        assert f"{served.base}/e/{UAI}/activer/{secret.link_token}" in text
        eventually(lambda: [event.kind for event in office.events().events] == ["mail.state"])
        secrets = [
            secret.password, secret.link_token, code, office.key, office.key.partition(".")[2], "exemple.fr", "MARTIN",
            *(data / "database.json").read_text(encoding="utf-8").split('"'),
        ]  # fmt: skip
        served.process.send_signal(signal.SIGTERM)
        assert served.process.wait(30) == 0
        eventually(lambda: gone([*family, *postgres]))
        assert served.process.stdout
        assert served.process.stdout.read() == ""
    log = "".join(served.log) + (data / "pg" / "server.log").read_text(encoding="utf-8")
    assert not [word for word in secrets if len(word) > 5 and word in log]
    for name in ("mail.key", "csrf.key", "database.json"):
        assert stat.S_IMODE((data / name).stat().st_mode) == 0o600


def test_a_portal_starts_again_where_it_stopped_and_ctrl_c_ends_it(data: Path) -> None:
    code = portal_command("add-school", UAI, "École", "--data", str(data)).stdout.strip()
    assert not [one for one in postgres_of(data) if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]
    with Served("--data", str(data)) as served:
        office = Office(served.base)
        assert office.pair(code).status == 200
        office.issue_and_mail()
        eventually(lambda: list((data / "mail").glob("identifiants-*.eml")))
        family = served.family()
        served.process.send_signal(signal.SIGINT)
        assert served.process.wait(30) == 0
        eventually(lambda: gone(family))
    with Served("--data", str(data)) as served:
        office.base = served.base
        assert office.call("GET", "hello").status == 200


def test_dead_children_are_replaced_and_a_killed_parent_leaves_no_orphan(data: Path) -> None:
    with Served("--data", str(data)) as served:
        family = served.family()
        for name in ("web", "mail"):
            victim = served.child(name)
            victim.kill()
            eventually(lambda victim=victim: gone([victim]))
        eventually(lambda: len([one for one in served.family() if not gone([one])]) == len(family))
        eventually(lambda: _answers(served))
        family, postgres = served.family(), postgres_of(data)
        served.process.kill()
        served.process.wait(10)
        eventually(lambda: gone([*family, *postgres]))


def test_a_parent_and_a_mail_worker_killed_together_leave_no_postgresql(data: Path) -> None:
    with Served("--data", str(data), "--workers", "2") as served:
        family, postgres = served.family(), postgres_of(data)
        served.process.send_signal(signal.SIGSTOP)  # it must not start a new one first
        served.child("mail").kill()
        served.process.kill()
        served.process.wait(10)
        eventually(lambda: gone([*family, *postgres]))


def test_a_killed_postgresql_is_started_again_and_nothing_is_lost(data: Path, smtp: Catcher) -> None:
    with Served("--data", str(data), "--mail", smtp.url) as served:
        code = portal_command("add-school", UAI, "École", "--data", str(data)).stdout.strip()
        office = Office(served.base)
        assert office.pair(code).status == 200
        (postmaster,) = postgres_of(data)
        postmaster.kill()
        eventually(lambda: gone([postmaster]))
        eventually(lambda: office.call("GET", "hello").status == 200)
        office.issue_and_mail()
        assert smtp.wait_for(1, kind="identifiants")
        assert served.process.poll() is None


def _answers(served: Served) -> bool:
    try:
        return served.healthy()
    except requests.RequestException:
        return False


def test_two_portals_cannot_share_a_data_folder(data: Path) -> None:
    with Served("--data", str(data)) as served:
        second = portal_command("serve", "--data", str(data), "--port", "0")
        assert second.returncode == 3
        assert "--data" in second.stderr
        assert served.healthy()


def test_another_server_is_served_as_the_role_given(portal: Portal, tmp_path: Path, smtp: Catcher) -> None:
    url = portal.url(PORTAL)
    with Served(
        "--database", url, "--data", str(tmp_path), "--mail", smtp.url, "--mail-from", "cantine@exemple.fr"
    ) as served:
        assert served.healthy()
        with portal.database.school(portal.uai) as connection:
            queue_mail(
                connection, portal.uai, kind="refus", to="a@exemple.fr", data=RefusalData(reason="non")
            )
        (mail,) = smtp.wait_for(1)
        assert mail["From"].addresses[0].addr_spec == "cantine@exemple.fr"
        roles = portal.rows(
            "SELECT DISTINCT usename FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'turbo-admin'"
        )
        assert {role for (role,) in roles} - {"postgres", OWNER} == {PORTAL, WORKER}


def test_the_host_commands_on_another_server(postgres_url: str, tmp_path: Path, smtp: Catcher) -> None:
    migrated = portal_command("migrate", "--database", postgres_url)
    assert (migrated.returncode, migrated.stdout) == (0, "")
    as_owner = postgres_url.replace("//postgres", f"//{OWNER}")
    added = portal_command("add-school", UAI, "École", "--database", as_owner)
    assert added.stdout.startswith(f"{UAI}-")
    as_worker = postgres_url.replace("//postgres", f"//{WORKER}")
    once = portal_command(
        "work", "--once", "--database", as_worker, "--mail", smtp.url, "--data", str(tmp_path)
    )
    assert (once.returncode, once.stdout) == (0, "0\n"), once.stderr
    assert (tmp_path / "mail.key").exists()


def test_what_keeps_a_portal_from_starting_is_told_in_french(
    portal: Portal, postgres_url: str, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        good = ["--database", portal.url(PORTAL), "--port", "0"]
        tries: list[tuple[list[str], int, str]] = [
            (["--database", portal.url(PORTAL), "--port", port], 3, port),
            ([*good, "--mail", "courrier"], 3, "smtp://"),
            ([*good, "--mail-password-file", str(tmp_path / "none")], 3, "none"),
            (["--database", "mysql://x/y"], 3, "postgresql://"),
            (
                ["--database", "postgresql://turbo_portal:motdepasse9@127.0.0.1:1/x"],
                5,
                "base de données",
            ),
            (["--database", postgres_url.replace("//postgres", f"//{PORTAL}")], 3, "portal migrate"),
            (["--database", portal.superuser_url.replace("+psycopg", "")], 3, "turbo_portal"),
            ([*good, "--public-url", "https://exemple.fr/cantine"], 3, "chemin"),
            ([*good, "--public-url", "https://moi:secret@exemple.fr"], 3, "--public-url"),
            ([*good, "--public-url", "https://exemple.fr:port"], 3, "--public-url"),
            ([*good, "--host", "0.0.0.0"], 3, "https://"),  # noqa: S104
            ([*good, "--public-url", "http://cantine.exemple.fr"], 3, "https://"),
            ([*good, "--public-url", "cantine.exemple.fr"], 3, "https://"),
            ([*good, "--trusted-proxy", "serveur"], 3, "IP"),
            ([*good, "--hosted-by", "H" * 301], 3, "--hosted-by"),
            ([*good, "--workers", "0"], 2, "1 à 64"),
        ]
        # Each in a data folder of its own: two portals in one would be refused for that.
        folders = [str(tmp_path / f"portal-{number}") for number in range(len(tries))]
        tried = [
            portal_command(
                "serve", "--data", folder, *one[0], *([] if "--port" in one[0] else ["--port", "0"])
            )
            for one, folder in zip(tries, folders, strict=True)
        ]
        for (arguments, code, words), ended in zip(tries, tried, strict=True):
            assert (ended.returncode, ended.stdout) == (code, ""), (arguments, ended.stderr)
            assert words in ended.stderr
            assert "Traceback" not in ended.stderr
            assert "motdepasse9" not in ended.stderr


def test_a_data_folder_that_is_a_file_is_told_in_french(portal: Portal, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    ended = portal_command(
        "serve", "--data", str(tmp_path / "file"), "--database", portal.url(PORTAL), "--port", "0"
    )
    assert ended.returncode == 3
    assert "file" in ended.stderr


def test_a_wrong_uai_prints_no_code(portal: Portal) -> None:
    tried = portal_command("add-school", "0990001A", "École", "--database", portal.url(OWNER))
    assert (tried.returncode, tried.stdout) == (3, "")
    assert "0990001A" in tried.stderr


def test_help_is_french() -> None:
    for name in ("serve", "work", "migrate", "add-school", "restored"):
        shown = portal_command(name, "--help")
        assert shown.returncode == 0
        assert "Utilisation" in shown.stdout
        assert "show this" not in shown.stdout
