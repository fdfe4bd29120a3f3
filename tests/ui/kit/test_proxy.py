"""What the system says of proxies, through Qt; and that nobody waits for Qt who does not need it."""

import os
import subprocess
import sys

import pytest

from tests.sources import ROOT
from turbo_admin.ui.kit.proxy import address, system_proxy

# Runs apart: Qt reads the environment once, and what is loaded counts.
ASKS = """
import sys
from turbo_admin.ui.kit.proxy import system_proxy
print(system_proxy("https://espace.exemple.fr"), system_proxy("https://interne.exemple.fr"))
print("PySide6" in sys.modules, "PySide6.QtWidgets" in sys.modules)
"""


def ask(**environment: str) -> list[str]:
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.lower().endswith("_proxy") and name not in {"DISPLAY", "WAYLAND_DISPLAY"}
    }
    done = subprocess.run(
        [sys.executable, "-c", ASKS],
        env=clean | environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout.split()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere the system itself is asked")
def test_qts_resolver_names_the_proxy_and_its_exceptions() -> None:
    found = ask(
        DISPLAY=":99",
        https_proxy="http://moi:s%20cret@proxy.exemple.fr:3128",
        no_proxy="interne.exemple.fr",
    )
    assert found == ["http://moi:s%20cret@proxy.exemple.fr:3128", "None", "True", "False"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a session without a desktop")
def test_without_a_desktop_qt_is_not_even_loaded() -> None:
    assert ask(https_proxy="http://proxy.exemple.fr:3128") == ["None", "None", "False", "False"]
    assert "DISPLAY" in os.environ or system_proxy("https://espace.exemple.fr") is None


def test_a_proxys_address_is_made_of_its_parts() -> None:
    assert address("proxy.exemple.fr", 3128, "", "") == "http://proxy.exemple.fr:3128"
    assert address("fd00::1", 8080, "a@b", "c:d") == "http://a%40b:c%3Ad@[fd00::1]:8080"
