"""Row about the portal's pages on a slow telephone: when there is first something to read.

Chromium slows itself down to what its own tools call « slow 3G »: 400 ms for each answer to begin, 400 kbit/s. It adds
nothing for the connection itself (name, TCP, TLS), which on such a link takes three or four times 400 ms before any site
could answer: what is counted begins when the page is asked for on a connection that stands, with nothing kept from an
earlier visit. The page brings its style sheet with it.
"""

import os
from functools import cache

from playwright.sync_api import Browser, sync_playwright

from tests.bench.portal_ground import stand

CHROMIUM = os.environ.get("TURBO_CHROMIUM", "/usr/bin/chromium")
SLOW = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400_000 / 8,
    "uploadThroughput": 400_000 / 8,
}
PAGES = ("", "/connexion", "/creer-un-compte")
# Watched for rather than polled: the pages' policy lets no string be run as a script.
FIRST_PAINT = """
() => new Promise(done => new PerformanceObserver(list => {
    for (const e of list.getEntriesByName('first-contentful-paint')) done(e.startTime);
}).observe({type: 'paint', buffered: true}))
"""


def paint_row() -> float:
    """Return after how many seconds the slowest of the three pages shows something."""
    return max(first_paint(_browser(), stand().page(path)) for path in PAGES)


def first_paint(browser: Browser, url: str) -> float:
    """Return after how many seconds a page shows something, to whoever was never there."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True)
    try:
        page = context.new_page()
        tools = context.new_cdp_session(page)
        tools.send("Network.enable")
        tools.send("Network.emulateNetworkConditions", SLOW)
        page.goto(url, wait_until="load")
        return float(page.evaluate(FIRST_PAINT)) / 1000
    finally:
        context.close()


@cache
def _browser() -> Browser:
    """One for all; it goes with the program."""
    return sync_playwright().start().chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
