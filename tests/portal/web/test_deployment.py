"""Who hosts the site, and what the web server in front says of visitors: what families read, and what the doctor says."""

import http.client
import sys
from datetime import datetime
from pathlib import Path

import pytest

from tests.portal.conftest import Portal
from tests.portal.forked_commands import portal_command
from tests.portal.host.test_serve import Served
from tests.portal.site import MORNING, Site
from turbo_admin.core.errors import Refused
from turbo_admin.portal.base.config import WebConfig
from turbo_admin.portal.base.roles import OWNER, PORTAL
from turbo_admin.portal.host.doctor import ExaminedPortal, examine
from turbo_admin.portal.web.deployment import LONGEST_HOST, parse_host, publish_deployment, publish_public_url

PUBLIC, PROXY = "https://repas.exemple.fr", "127.0.0.1"
HOST = "Hébergeur Exemple, 1 rue des Tilleuls, 95110 Exemple, 01 00 00 00 00"


def test_the_host_is_one_line_that_can_be_shown() -> None:
    assert parse_host("") == ""
    assert parse_host("  Nom,\n rue \t 01 ") == "Nom, rue 01"
    assert parse_host("É" * LONGEST_HOST) == "É" * LONGEST_HOST
    for typed in (" ", "01 00", "É" * (LONGEST_HOST + 1), "Nom\x00", "Nom\u202e"):
        with pytest.raises(Refused) as refused:
            parse_host(typed)
        assert refused.value.code == "portal_hosted_by", typed
        assert str(LONGEST_HOST) in str(refused.value)


@pytest.mark.parametrize("own", ["", "Éditeur : nous."])
def test_mentions_name_the_host_as_it_is_written(portal: Portal, own: str) -> None:
    with Site(portal, hosted_by="H & <b>Fils</b>, 01 00") as site, site.visitor() as visitor:
        site.settings(legal_text=own)
        page = visitor.get("mentions").text
        assert "H &amp; &lt;b&gt;Fils&lt;/b&gt;, 01 00" in page
        assert "<h2>Hébergement</h2>" in page
        assert "Hébergement" not in visitor.get("donnees-personnelles").text
        assert "Hébergement" not in visitor.get("accessibilite").text


def test_nothing_is_said_of_a_host_that_nobody_named(portal: Portal) -> None:
    with Site(portal) as site, site.visitor() as visitor:
        assert "héberg" not in visitor.get("mentions").text.lower()


def start(
    portal: Portal, proxies: tuple[str, ...] = (PROXY,), hosted_by: str = HOST, url: str = PUBLIC
) -> None:
    """Keep what a start of the portal says."""
    config = WebConfig("", url, True, "", trusted_proxies=proxies, hosted_by=hosted_by)
    with portal.owner.host() as connection:
        publish_public_url(connection, url)
    with portal.database.host() as connection:
        publish_deployment(connection, config)


def told(portal: Portal, part: str) -> tuple[str, str]:
    """What the doctor says of a part."""
    found = next(one for one in examine(ExaminedPortal(portal.owner, Path(), None)) if one.part == part)
    return found.state, found.says


def seen(portal: Portal) -> list[tuple[datetime | None, str]]:
    return portal.rows("SELECT unnamed_at, unnamed_by FROM meta")


def test_the_doctor_asks_for_the_host_until_it_is_named(portal: Portal) -> None:
    start(portal, hosted_by="")
    state, says = told(portal, "hébergeur")
    assert (state, "--hosted-by" in says, "«\u00a0Mentions légales\u00a0»" in says) == ("à voir", True, True)
    start(portal)
    assert told(portal, "hébergeur") == ("bien", f"«\u00a0Mentions légales\u00a0» le nomme\u00a0: {HOST}")


def test_a_portal_that_was_never_served_has_no_front(portal: Portal) -> None:
    portal.rows("UPDATE meta SET public_url = ''")
    parts = {one.part for one in examine(ExaminedPortal(portal.owner, Path(), None))}
    assert not parts & {"hébergeur", "serveur web devant"}


def test_the_doctor_says_what_a_start_already_shows(portal: Portal) -> None:
    assert told(portal, "serveur web devant")[0] == "à voir"  # nobody has said anything yet
    for proxies, url, state, words in (
        ((), PUBLIC, "à voir", "--trusted-proxy"),
        ((PROXY, "::1"), PUBLIC, "bien", f"{PROXY}, ::1, cru"),
        ((), "http://127.0.0.1:8080", "bien", "cette machine"),
    ):
        start(portal, proxies, url=url)
        found = told(portal, "serveur web devant")
        assert (found[0], words in found[1]) == (state, True), found


def ask(site: Site, path: str = "", *, version: int = 11, **headers: str) -> int:
    """Ask for a page as a web server in front does, with those headers and no other."""
    connection = http.client.HTTPConnection("127.0.0.1", int(site.base.rpartition(":")[2]), timeout=30)
    connection._http_vsn, connection._http_vsn_str = version, f"HTTP/1.{version - 10}"  # type: ignore[attr-defined]
    try:
        connection.putrequest(
            "GET", path or f"/e/{site.uai}", skip_host="Host" in headers, skip_accept_encoding=True
        )
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("version", "headers"),
    [
        (11, {"X_Forwarded_Proto": "https"}),
        (11, {"Host": "repas.exemple.fr"}),  # HAProxy, without forwardfor
        (10, {"Sec_Fetch_Site": "none"}),  # nginx, with nothing but proxy_pass
    ],
)
def test_the_doctor_names_a_proxy_that_names_no_visitor(
    portal: Portal, version: int, headers: dict[str, str]
) -> None:
    start(portal)
    with Site(portal, proxies=(PROXY,), public_url=PUBLIC) as site:
        assert ask(site, version=version, X_Forwarded_For="203.0.113.7", **headers) == 200
        assert told(portal, "serveur web devant")[0] == "bien"
        assert ask(site, version=version, **headers) == 200
    assert seen(portal) == [(MORNING, PROXY)]
    state, says = told(portal, "serveur web devant")
    assert (state, f"{PROXY} a transmis" in says, "X-Forwarded-For" in says) == ("à voir", True, True)
    start(portal)
    assert told(portal, "serveur web devant")[0] == "bien"


def test_what_asks_on_this_machine_itself_is_no_proxy(portal: Portal) -> None:
    start(portal)
    with Site(portal, proxies=(PROXY,), public_url=PUBLIC) as site:
        assert ask(site) == ask(site, version=10) == ask(site, Sec_Fetch_Site="none") == 200
        assert ask(site, "/healthz", Host="repas.exemple.fr") == 200
    assert seen(portal) == [(None, "")]


def test_a_web_server_that_is_not_believed_is_told_without_its_address(portal: Portal) -> None:
    start(portal, ("192.0.2.1",))
    with Site(portal, proxies=("192.0.2.1",), public_url=PUBLIC) as site:
        assert ask(site) == 200
        assert seen(portal) == [(None, "")]
        assert ask(site, X_Forwarded_For="203.0.113.7") == 200
    assert seen(portal) == [(MORNING, "")]
    state, says = told(portal, "serveur web devant")
    assert (state, "ne nomme pas" in says, "127.0.0.1" in says, "203.0.113" in says) == (
        "à voir", True, False, False,
    )  # fmt: skip


def test_families_are_served_while_what_was_seen_cannot_be_kept(portal: Portal) -> None:
    portal.rows("REVOKE UPDATE (unnamed_at) ON meta FROM turbo_portal")
    with Site(portal, proxies=(PROXY,), public_url=PUBLIC) as site:
        assert ask(site, X_Forwarded_Proto="https") == ask(site, X_Forwarded_Proto="https") == 200


def _move_to(portal: Portal, url: str) -> None:
    moved = portal_command("migrate", "--public-url", url, "--database", portal.url(OWNER))
    assert (moved.returncode, moved.stderr) == (0, "")


def test_the_address_of_mails_is_the_owner_s_to_change(portal: Portal, tmp_path: Path) -> None:
    where = ("--database", portal.url(PORTAL), "--data", str(tmp_path), "--port", "0")
    refused = portal_command("serve", *where, "--public-url", "https://autre.exemple.fr")
    assert refused.returncode == 3
    assert "https://cantine.exemple.fr" in refused.stderr
    assert "portal migrate --public-url https://autre.exemple.fr" in refused.stderr
    assert portal.rows("SELECT public_url FROM meta") == [("https://cantine.exemple.fr",)]
    _move_to(portal, "https://autre.exemple.fr/")
    assert portal.rows("SELECT public_url FROM meta") == [("https://autre.exemple.fr",)]
    for wrong in ("http://autre.exemple.fr", "https://autre.exemple.fr/cantine"):
        ended = portal_command("migrate", "--public-url", wrong, "--database", portal.url(OWNER))
        assert ended.returncode == 3
    assert portal.rows("SELECT public_url FROM meta") == [("https://autre.exemple.fr",)]


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_serve_shows_the_host_and_tells_the_doctor(portal: Portal, tmp_path: Path) -> None:
    where = [
        "--database",
        portal.url(PORTAL),
        "--data",
        str(tmp_path / "données"),
        "--public-url",
        f"https://{PROXY}:1",
    ]
    _move_to(portal, f"https://{PROXY}:1")
    with Served(*where, "--hosted-by", f" {HOST}\n", "--trusted-proxy", PROXY) as served:
        site = Site(portal, base=served.base)
        with site.visitor() as visitor:
            assert f">{HOST}<" in visitor.get("mentions").text
            assert visitor.get(headers={"Via": "1.1 devant"}).status_code == 200
        said = portal_command("doctor", "--database", portal.url(OWNER), "--data", str(tmp_path)).stdout
    assert f"le nomme\u00a0: {HOST}" in said
    assert f"{PROXY} a transmis une demande" in said
