"""Whose request it is, behind the host's web server: X-Forwarded-For, believed of the proxies that the host names alone."""

import ipaddress
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import structlog

from turbo_admin.portal.base.config import WebConfig

# A hop with the port that some proxies add; an IPv6 address then stands in brackets.
_HOP_WITH_PORT = re.compile(r"\[([^\[\]]+)\](?::\d{1,5})?|([0-9.]+):\d{1,5}", re.ASCII)
# Whoever a proxy of ours names so that nobody can read it: no address, so never local, and one throttle for all.
_UNREADABLE = "unreadable"
_FORWARDED = {b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host", b"forwarded", b"via"}
_log = structlog.get_logger("turbo_admin.portal")


class ClientAddresses:
    """Finds the address of the visitor, by which throttles count.

    Args:
        config: the proxies that are believed, and the public address.
    """

    def __init__(self, config: WebConfig) -> None:
        self._proxies = tuple(ipaddress.ip_network(proxy, strict=False) for proxy in config.trusted_proxies)
        self._https = config.secure
        self._public_host = urlsplit(config.public_url).netloc.lower() if config.secure else ""
        self._warned: set[str] = set()
        self._unreported: list[str] = []
        # The proxy of a portal asks every time.
        self._is_proxy = lru_cache(maxsize=256)(self._is_in_networks)

    def of(self, scope: Mapping[str, Any]) -> str:
        """Return the address of the visitor: the last one of X-Forwarded-For that is not a proxy of ours."""
        peer = _peer(scope)
        if not self._is_proxy(peer):
            if self._https and self._proxies:
                self._warn_unnamed(scope, "")
            return peer
        chain = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
        if not chain:
            self._warn_unnamed(scope, peer)
            return peer
        hops = [_without_port(hop) for hop in b",".join(chain).decode("latin-1").split(",") if hop.strip()]
        # From the right: what stands on the left of the last hop that we trust, the visitor may have written.
        for hop in reversed(hops):
            if not _is_address(hop):
                return _UNREADABLE
            if not self._is_proxy(hop):
                return hop
        return peer if hops else _UNREADABLE

    def came_in_clear(self, scope: Mapping[str, Any]) -> bool:
        """Whether a proxy of ours says that the visitor spoke plain HTTP; nobody else is believed."""
        return self._is_proxy(_peer(scope)) and header(scope, b"x-forwarded-proto").strip().lower() == "http"

    def take_unreported(self) -> list[str]:
        """Return the proxies, met since the last call, that did not say whose request they passed on.

        Returns:
            Addresses; empty text for a web server that is not believed.
        """
        taken, self._unreported = self._unreported, []
        return taken

    def _warn_unnamed(self, scope: Mapping[str, Any], proxy: str) -> None:
        """Warn the host, once a process, that a web server passes requests on without saying whose they are.

        Args:
            proxy: empty for one that is not believed: should it be no web server, it is a visitor, and not to be logged.
        """
        if proxy in self._warned or not self._was_passed_on(scope):
            return
        self._warned.add(proxy)
        self._unreported.append(proxy)
        if proxy:
            _log.warning("proxy_names_no_visitor", proxy=proxy)
        else:
            _log.warning("proxy_not_believed")

    def _was_passed_on(self, scope: Mapping[str, Any]) -> bool:
        """Whether a web server stands between the visitor and us, as far as the request shows it.

        We never speak TLS: whoever asks for the public address in https has asked another. So has a browser that
        seems to speak HTTP/1.0, as nginx does to us; monitoring on this machine asks for neither.
        """
        if any(name in _FORWARDED for name, _ in scope["headers"]):
            return True
        if not self._https or scope["path"] == "/healthz":
            return False
        old = scope.get("http_version") == "1.0"
        return header(scope, b"host").lower() == self._public_host or (
            old and bool(header(scope, b"sec-fetch-site"))
        )

    def _is_in_networks(self, address: str) -> bool:
        return _is_address(address) and any(ipaddress.ip_address(address) in net for net in self._proxies)


def header(scope: Mapping[str, Any], name: bytes) -> str:
    """Return a header of an ASGI request, empty for none.

    Args:
        name: in lower case.
    """
    return b",".join(value for key, value in scope["headers"] if key == name).decode("latin-1")


def _peer(scope: Mapping[str, Any]) -> str:
    return str(scope["client"][0]) if scope.get("client") else ""


def _without_port(hop: str) -> str:
    """Return a hop of X-Forwarded-For without port and brackets."""
    match = _HOP_WITH_PORT.fullmatch(hop.strip())
    return (match[1] or match[2]) if match else hop.strip()


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
