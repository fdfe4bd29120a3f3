"""The way to a portal: directly, or through the proxy that this PC, its environment or its system names."""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from turbo_admin.outside.pc.vault import Vault
from turbo_admin.outside.portal.portal_client import PortalClient
from turbo_admin.outside.portal.proxies import (
    ProxyFor,
    is_this_pc,
    no_proxy,
    with_account,
)
from turbo_admin.store import pc_settings
from turbo_admin.store.engine.database import OfficeDatabase

SETTING = "network"
Mode = Literal["system", "direct", "manual"]


@dataclass(frozen=True, slots=True)
class NetworkSettings:
    """How this PC reaches portals.

    Attributes:
        mode: as the system says, directly, or through `proxy`.
        proxy: `http://name:port`, empty for none.
        user: whom the proxy is told; its password is in the keyring.
    """

    mode: Mode = "system"
    proxy: str = ""
    user: str = ""


class Routes:
    """Opens the way to portals.

    Args:
        system: what the system says of an address; asked only when neither this PC's settings nor the
            environment say anything.
    """

    def __init__(
        self, database: OfficeDatabase, vault: Vault, workstation: str, system: ProxyFor = no_proxy
    ) -> None:
        self._database = database
        self._vault = vault
        self._workstation = workstation
        self._system = system

    def __call__(
        self, url: str, *, key: str = "", office_epoch: str = "", portal_epoch: str = ""
    ) -> PortalClient:
        """Return a client of the portal at that address.

        Raises:
            Refused: `no_keyring`, for a proxy that asks for an account.
        """
        return PortalClient(
            url, key=key, office_epoch=office_epoch, portal_epoch=portal_epoch, proxy=self.proxy(url)
        )

    def proxy(self, url: str) -> str | None:
        """Return the proxy on the way to an address, its account in it; None for the direct way.

        Raises:
            Refused: `no_keyring`.
        """
        if is_this_pc(urlsplit(url).hostname or ""):
            return None
        settings = self.settings()
        if settings.mode == "direct":
            return None
        if settings.mode == "manual" and settings.proxy:
            password = self._vault.proxy_password() if settings.user else ""
            return with_account(settings.proxy, settings.user, password)
        # Late, as above.
        from turbo_admin.outside.portal.environment_proxy import environment_names_one, environment_proxy

        return environment_proxy(url) if environment_names_one() else self._system(url)

    def settings(self) -> NetworkSettings:
        """Return what this PC has set."""
        with self._database.read() as session:
            return msgspec.convert(pc_settings.read(session, self._workstation, SETTING), NetworkSettings)
