"""The office's network against a real portal: its proxy, « Tester la connexion », « Changer la clé », a second base."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.portal.conftest import Portal, fresh_portal, portal_template  # noqa: F401 (a fixture)
from tests.portal.site import Site
from turbo_admin.core.errors import Refused
from turbo_admin.demo.stage import MemoryVault
from turbo_admin.office.desk.context import Desk, open_desk
from turbo_admin.office.desk.portal_route import NetworkSettings, Routes
from turbo_admin.office.outbox import pairing
from turbo_admin.office.reconcile.reconciling import carry_out, plan_reconciliation
from turbo_admin.office.settings.school_edits import add_school
from turbo_admin.office.sync import network
from turbo_admin.office.sync.run import synchronise
from turbo_admin.outside.pc.vault import KeyringVault
from turbo_admin.portal.schools.keys import ask_renewal, list_keys
from turbo_admin.portal.schools.registry import add_school as add_portal_school
from turbo_admin.store import schools as stored

ADDRESS = "https://espace.exemple.fr"


@pytest.fixture
def site(postgres: Any, portal_template: str) -> Iterator[Site]:  # noqa: F811
    """A portal that serves."""
    with fresh_portal(postgres.superuser_url, portal_template) as portal, Site(portal) as site:
        yield site


@pytest.fixture
def open_base(tmp_path: Path) -> Iterator[Callable[[str], Desk]]:
    """Opens a PC on an office base of that name, with its own vault; the clock and the network are real."""
    opened: list[Desk] = []

    def open_one(name: str) -> Desk:
        opened.append(
            open_desk(
                str(tmp_path / f"{name}.db"), vault=MemoryVault(), who="claire", workstation="PC-claire"
            )
        )
        return opened[-1]

    yield open_one
    for desk in opened:
        desk.close()


@pytest.fixture
def desk(open_base: Callable[[str], Desk]) -> Desk:
    """A PC on a base of its own."""
    return open_base("bureau")


def key_of(desk: Desk, uai: str) -> str:
    with desk.database.read() as session:
        return desk.vault.portal_key(stored.epoch(session), uai)


def living(portal: Portal) -> list[str]:
    return [line.key_id for line in list_keys(portal.owner, "") if line.revoked is None]


def test_a_changed_key_serves_and_the_old_one_is_dead(site: Site, desk: Desk) -> None:
    pairing.pair(desk, site.base, site.portal.code)
    assert synchronise(desk).ok
    old, before = key_of(desk, site.uai), living(site.portal)
    network.change_key(desk, site.uai)
    assert key_of(desk, site.uai) != old
    assert len(living(site.portal)) == 1
    assert living(site.portal) != before
    assert synchronise(desk).ok


def test_a_replacement_that_the_host_asks_for_is_done_by_the_synchronisation(site: Site, desk: Desk) -> None:
    pairing.pair(desk, site.base, site.portal.code)
    synchronise(desk)
    old, before = key_of(desk, site.uai), living(site.portal)
    ask_renewal(site.portal.owner, before[0])
    assert synchronise(desk).ok
    assert key_of(desk, site.uai) != old
    after = living(site.portal)
    assert (len(after), after != before) == (1, True)
    assert synchronise(desk).ok
    assert living(site.portal) == after


def test_the_connection_to_a_real_portal_passes_every_step(site: Site, desk: Desk) -> None:
    unpaired = network.check_connection(desk, url=site.base)
    assert [step.state for step in unpaired] == ["ok", "ok", "ok", "ok", "skipped", "ok"]
    pairing.pair(desk, site.base, site.portal.code)
    paired = network.check_connection(desk, uai=site.uai)
    assert [step.state for step in paired] == ["ok"] * 6
    site.portal.rows("UPDATE workstation_key SET revoked_at = now()")
    revoked = network.check_connection(desk, uai=site.uai)
    assert [step.step for step in revoked if step.state == "failed"] == ["key"]


def test_a_second_base_is_refused_until_the_replacement_is_confirmed(
    site: Site, open_base: Callable[[str], Desk]
) -> None:
    first, second = open_base("premier"), open_base("second")
    pairing.pair(first, site.base, site.portal.code)
    synchronise(first)
    code = another_code(site)
    with pytest.raises(Refused) as refusal:
        pairing.pair(second, site.base, code)
    assert refusal.value.code == "bound_elsewhere"
    assert synchronise(first).ok
    # Its key lists and binds, and does nothing else before both sides agree.
    pairing.pair(second, site.base, code, replace=True)
    assert [run.error_code for run in synchronise(second).schools] == ["unknown_epoch"]
    assert synchronise(first).ok
    carry_out(second, plan_reconciliation(second, site.portal.uai))
    assert synchronise(second).ok
    taken_over = synchronise(first)
    assert [run.error_code for run in taken_over.schools] == ["unknown_epoch"]


def another_code(site: Site) -> str:
    return add_portal_school(site.portal.owner, site.uai, "Collège de l’Exemple")


# This PC's own settings


def test_the_system_is_asked_unless_this_pc_or_the_environment_says_otherwise(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (
        "HTTPS_PROXY",
        "https_proxy",
        "HTTP_PROXY",
        "http_proxy",
        "ALL_PROXY",
        "NO_PROXY",
        "no_proxy",
    ):
        monkeypatch.delenv(name, raising=False)
    routes = Routes(desk.database, desk.vault, desk.workstation, lambda url: f"http://system/?{url}")
    assert routes.proxy(ADDRESS) == f"http://system/?{ADDRESS}"
    assert routes.proxy("http://127.0.0.1:8080") is None
    assert routes.proxy("http://[::1]:8080") is None
    assert routes.proxy("https://[::1]") is None
    monkeypatch.setenv("HTTPS_PROXY", "http://environment:1")
    assert routes.proxy(ADDRESS) == "http://environment:1"
    network.save_network(desk, NetworkSettings("direct"))
    assert routes.proxy(ADDRESS) is None
    network.save_network(desk, NetworkSettings("manual", "proxy.exemple.fr", "moi"), "s:cret")
    assert routes.proxy(ADDRESS) == "http://moi:s%3Acret@proxy.exemple.fr:3128"
    assert network.network_settings(desk) == NetworkSettings("manual", "http://proxy.exemple.fr:3128", "moi")


def test_each_pc_of_a_base_has_its_own_proxy(open_base: Callable[[str], Desk], tmp_path: Path) -> None:
    first = open_base("bureau")
    network.save_network(first, NetworkSettings("manual", "proxy.exemple.fr:8080"))
    other = open_desk(str(tmp_path / "bureau.db"), vault=MemoryVault(), workstation="PC-autre")
    try:
        assert network.network_settings(other) == NetworkSettings()
    finally:
        other.close()


def test_the_password_of_the_proxy_is_in_the_keyring_alone(tmp_path: Path, keyring_memory: Any) -> None:
    base = tmp_path / "bureau.db"
    desk = open_desk(str(base), vault=KeyringVault(), workstation="PC-claire")
    try:
        network.save_network(desk, NetworkSettings("manual", "proxy.exemple.fr", "moi"), "s3cret-du-proxy")
        assert "s3cret-du-proxy" in (Routes(desk.database, desk.vault, "PC-claire").proxy(ADDRESS) or "")
        # Saved again without a password, the one that is there stays; an empty one is forgotten.
        network.save_network(desk, NetworkSettings("manual", "proxy.exemple.fr", "moi"))
        assert desk.vault.proxy_password() == "s3cret-du-proxy"
        network.save_network(desk, NetworkSettings(), "")
        assert desk.vault.proxy_password() == ""
    finally:
        desk.close()
    assert all(b"s3cret-du-proxy" not in file.read_bytes() for file in tmp_path.iterdir() if file.is_file())


def test_a_proxy_that_is_none_is_not_kept(desk: Desk) -> None:
    with pytest.raises(Refused, match="adresse du proxy"):
        network.save_network(desk, NetworkSettings("manual", "pas une adresse"))
    assert network.network_settings(desk) == NetworkSettings()


def test_a_school_that_is_not_paired_has_no_key_to_change(desk: Desk) -> None:
    add_school(desk, "0990001N", "Collège")
    with pytest.raises(Refused, match="pas encore relié"):
        network.change_key(desk, "0990001N")
