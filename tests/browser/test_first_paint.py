"""What lets a page show itself soon on a slow link, and stay where it is: how soon, `make bench` says (`portal-paint`)."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.portal.site import Site

pytestmark = pytest.mark.browser

PAGES = ("", "connexion", "creer-un-compte")
# What a server may send before it hears from the browser again, on a connection that stands: twenty packets.
TWO_WINDOWS = 28_000
LOADED = """
performance.getEntriesByType('resource').map(e => ({
    url: e.name, blocking: e.renderBlockingStatus, bytes: e.encodedBodySize, kind: e.initiatorType}))
"""
SHIFT = """
() => new Promise(done => {
    let sum = 0;
    const watch = new PerformanceObserver(list => { for (const e of list.getEntries()) sum += e.value; });
    watch.observe({type: 'layout-shift', buffered: true});
    requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(() => {
        for (const e of watch.takeRecords()) sum += e.value;
        done(sum);
    })));
})
"""
SLOW = {"offline": False, "latency": 100, "downloadThroughput": 50_000, "uploadThroughput": 50_000}


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A telephone that has never been there, on a link slow enough for parts to come one after another."""
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    tools = context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", SLOW)
    yield page
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_small_and_waits_for_nothing_else(page: Page, site: Site, path: str) -> None:
    page.goto(f"{site.base}/e/{site.uai}/{path}".rstrip("/"))
    loaded: list[dict[str, Any]] = page.evaluate(LOADED)
    assert all(one["url"].startswith(site.base + "/static/") for one in loaded)
    assert [one for one in loaded if one["blocking"] == "blocking"] == []
    # The style sheet is there, and obeyed: the policy knows it.
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px"
    assert page.locator("script:not([src][defer])").count() == 0
    sent = page.evaluate("performance.getEntriesByType('navigation')[0].encodedBodySize")
    assert 0 < sent <= TWO_WINDOWS


@pytest.mark.parametrize("path", PAGES)
def test_nothing_moves_while_a_page_comes_in(page: Page, site: Site, path: str) -> None:
    page.goto(f"{site.base}/e/{site.uai}/{path}".rstrip("/"), wait_until="load")
    assert page.evaluate(SHIFT) == 0


def test_what_moves_is_seen(page: Page, site: Site) -> None:
    page.goto(f"{site.base}/e/{site.uai}", wait_until="load")
    page.evaluate(
        "() => new Promise(done => requestAnimationFrame(() => {"
        " const late = document.createElement('div'); late.style.height = '200px'; document.body.prepend(late);"
        " requestAnimationFrame(() => requestAnimationFrame(done)); }))"
    )
    assert page.evaluate(SHIFT) > 0
