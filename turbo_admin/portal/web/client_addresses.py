"""The visitor's address behind the host's web server: X-Forwarded-For, trusted from the configured proxies only."""

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
# In place of an address that cannot be parsed: never local, and one throttle bucket for all of them.
_UNREADABLE = "unreadable"
_FORWARDED = {b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host", b"forwarded", b"via"}
_log = structlog.get_logger("turbo_admin.portal")


class ClientAddresses:
    """Finds the address of the visitor, which throttles count by.

    Args:
        config: the trusted proxies, and the public address.
    """

    def __init__(self, config: WebConfig) -> None:
        self._proxies = tuple(ipaddress.ip_network(proxy, strict=False) for proxy in config.trusted_proxies)
        self._https = config.secure
        self._public_host = urlsplit(config.public_url).netloc.lower() if config.secure else ""
        self._warned: set[str] = set()
        self._unreported: list[str] = []
        # The same proxy sends every request.
        self._is_proxy = lru_cache(maxsize=256)(self._is_in_networks)

    def of(self, scope: Mapping[str, Any]) -> str:
        """Return the address of the visitor: the last one of X-Forwarded-For that is not a trusted proxy."""
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
        # From the right: hops to the left of the last trusted proxy may have been written by the visitor.
        for hop in reversed(hops):
            if not _is_address(hop):
                return _UNREADABLE
            if not self._is_proxy(hop):
                return hop
        return peer if hops else _UNREADABLE

    def came_in_clear(self, scope: Mapping[str, Any]) -> bool:
        """Whether a trusted proxy says that the visitor used plain HTTP; the header of others is ignored."""
        return self._is_proxy(_peer(scope)) and header(scope, b"x-forwarded-proto").strip().lower() == "http"

    def take_unreported(self) -> list[str]:
        """Return the proxies, seen since the last call, that passed requests on without the visitor's address.

        Returns:
            Addresses; an empty text for an untrusted web server.
        """
        taken, self._unreported = self._unreported, []
        return taken

    def _warn_unnamed(self, scope: Mapping[str, Any], proxy: str) -> None:
        """Log, once a process and proxy, that requests arrive without the visitor's address.

        Args:
            proxy: empty for an untrusted one: it might be a visitor, whose address is not logged.
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
        """Whether a web server is between the visitor and this process, as far as the request shows it.

        This process never speaks TLS, so a request for the public https address came through another server; so did a
        browser's request in HTTP/1.0, which nginx uses. Monitoring on this machine does neither.
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
