"""Which proxy the system names for an address: Windows' settings and PAC scripts, through Qt's resolver.

Qt is imported when a proxy is first wanted, so that commands which need none start fast.
"""

import os
import sys
from importlib import import_module
from urllib.parse import quote


def load_resolver() -> None:
    """Import Qt's resolver on the GUI thread, where its modules must be imported, before worker threads use it."""
    if _has_desktop():
        import_module("PySide6.QtNetwork")


def system_proxy(url: str) -> str | None:
    """Return the proxy that the system names, `http://[account@]name:port`; None for the direct way.

    It may take seconds while a PAC script is fetched. On Linux it depends on how Qt was built (libproxy); a session
    without a desktop has no such settings. SOCKS proxies are passed over.
    """
    if not _has_desktop():
        return None
    # Late: commands that need no proxy do without Qt. Neither an event loop nor an application object is needed.
    from PySide6.QtCore import QUrl
    from PySide6.QtNetwork import QNetworkProxy, QNetworkProxyFactory, QNetworkProxyQuery

    http = {QNetworkProxy.ProxyType.HttpProxy, QNetworkProxy.ProxyType.HttpCachingProxy}
    # Qt names several, in order of preference; the portal's client speaks to HTTP proxies only.
    for proxy in QNetworkProxyFactory.systemProxyForQuery(QNetworkProxyQuery(QUrl(url))):
        if proxy.type() == QNetworkProxy.ProxyType.NoProxy:
            return None
        if proxy.type() in http:
            return address(proxy.hostName(), proxy.port(), proxy.user(), proxy.password())
    return None


def _has_desktop() -> bool:
    shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return bool(shown) or not sys.platform.startswith("linux")


def address(host: str, port: int, user: str, password: str) -> str:
    """Return a proxy's address from its parts."""
    name = f"[{host}]" if ":" in host else host
    # The password comes from the system's settings: the result must not be logged.
    account = f"{quote(user, safe='')}:{quote(password, safe='')}@" if user else ""
    return f"http://{account}{name}:{port}"
