"""The network of a school as a person at the command line meets it: keys, the test of the connection, a proxy."""

import json
import re
import subprocess
import sys
from pathlib import Path

from tests.journeys.conftest import ROOT, Run, RunningPortal
from tests.outside.portal.network import Authority, Proxy, WebServer

UAI = "0990001N"


def paired(run: Run, portal: RunningPortal) -> None:
    """Add the school to the portal and pair the PC with it."""
    added = run("portal", "add-school", UAI, "Collège des Tilleuls", "--data", str(portal.data))
    assert added.code == 0, added.err
    assert run("pair", portal.url, added.out.strip()).code == 0


def test_the_host_lists_renews_and_revokes_the_keys_of_pcs(run: Run, portal: RunningPortal) -> None:
    paired(run, portal)
    data = ("--data", str(portal.data))
    shown = run("portal", "keys", "list", "--school", UAI, *data)
    assert re.fullmatch(rf"[0-9a-f]{{32}}  {UAI}  .*  vue jamais +en service", shown.out.strip())
    # The host asks; the next synchronisation replaces the key by itself.
    assert run("portal", "keys", "rotate", shown.out.split()[0], *data).code == 0
    assert run("sync").code == 0
    before, after = run("portal", "keys", "list", "--json", *data).lines
    assert (before["key_id"], after["revoked"]) == (shown.out.split()[0], None)
    assert before["revoked"]
    assert run("portal", "keys", "revoke", after["key_id"], *data).code == 0
    refused = run("test-connection", "--json")
    assert refused.code == 3
    assert [step["state"] for step in refused.lines] == ["ok"] * 4 + ["failed", "ok"]
    assert refused.lines[4]["code"] == "key_unknown"


def test_a_failure_has_its_step_its_sentence_and_its_exit_code(run: Run) -> None:
    nobody = run("test-connection", "https://espace.invalid")
    assert nobody.code == 5
    assert re.search(r"^Nom +NON +Le nom espace\.invalid est introuvable", nobody.out, re.MULTILINE)


def test_the_environments_proxy_is_the_way_and_the_systems_authorities_count(
    program_environment: dict[str, str], tmp_path: Path
) -> None:
    authority = Authority(tmp_path)

    def captive(*_: object) -> tuple[int, str, bytes]:
        return 200, "text/html", b"<html>Bienvenue"

    with WebServer(captive, authority.context()) as server:
        port = int(server.url.rpartition(":")[2])
        with Proxy(target=("127.0.0.1", port)) as proxy:
            done = subprocess.run(
                [
                    sys.executable,
                    "-m",
                    "turbo_admin",
                    "test-connection",
                    "https://portail.localhost",
                    "--json",
                ],
                env=program_environment | {"HTTPS_PROXY": proxy.url, "SSL_CERT_FILE": str(authority.file)},
                cwd=ROOT,
                capture_output=True,
                text=True,
                encoding="utf-8",
                timeout=60,
                check=False,
            )
            steps = [json.loads(line) for line in done.stdout.splitlines()]
    assert proxy.asked == ["portail.localhost:443"]
    assert [step["state"] for step in steps] == ["ok", "ok", "failed", "skipped", "skipped", "skipped"]
    # The filter's certificate is not for that name.
    assert (steps[2]["code"], done.returncode) == ("tls_other_name", 5)
