"""A real browser on a live server whose clock tests can move.

- `live`      the server: `live.url`, `live.app`, `live.clock`, `live.work()`
- `browser`   Chromium, one for the whole run
- `visitor`   a page of a fresh browser on `live`; what goes wrong in its console fails the test
- `no_script` the same with JavaScript off
- `new_page(**context)`  one more of them
- `axe`       `axe(page)`: light and dark, 360 and 1280 px wide, nothing to scroll sideways
"""

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, sync_playwright
from werkzeug.serving import make_server

from kernel.settings import Settings
from tests import kinds
from tests.clock import TestClock
from tests.databases import settings_for

CHROMIUM = Path(os.environ.get("VENIRE_TEST_CHROMIUM", "/usr/bin/chromium"))
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
WIDTHS = (360, 1280)
SCHEMES = ("light", "dark")
ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {
    "light": {"runOnly": ALL},
    # In the dark the same page has other colours, and nothing else is other.
    "dark": {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}},
}
PATIENCE = 15_000  # milliseconds


@dataclass(frozen=True)
class Live:
    """A running server."""

    url: str
    app: Flask
    clock: TestClock
    work: Callable[..., Any]

    def tick(self) -> None:
        """Do what is due, as the worker would."""
        done = self.app.test_cli_runner().invoke(args=["tick"], catch_exceptions=False)
        assert done.exit_code == 0, done.output


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")


@pytest.fixture
def live_server(tmp_path: Path, database: str) -> Iterator[tuple[Any, Settings]]:
    """A server on a free port, without an app yet: the app must know its own address."""
    server = make_server("127.0.0.1", 0, Flask("nothing yet"), threaded=True)
    server.log = lambda *_: None  # type: ignore[method-assign]
    url = f"http://127.0.0.1:{server.server_port}"
    yield server, settings_for(tmp_path / "home", database, url)
    server.server_close()


@pytest.fixture
def settings(live_server: tuple[Any, Settings]) -> Settings:
    return live_server[1]


@pytest.fixture
def live(
    live_server: tuple[Any, Settings], app: Flask, clock: TestClock, work: Callable[..., Any]
) -> Iterator[Live]:
    server, settings = live_server
    server.app = app
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield Live(settings.base_url, app, clock, work)
    server.shutdown()
    thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        kinds.lack("Chromium", "as root: apt-get install -y chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser: Browser, live: Live) -> Iterator[Callable[..., Page]]:
    """Open a page of a fresh browser; at the end of the test its troubles are told."""
    contexts = []
    troubles: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        # A 409 or 422 page is an answer, though Chromium calls it a failure to load.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            troubles.append(message.text)

    def answered(response: Response) -> None:
        part = response.request.resource_type in {"stylesheet", "script", "image", "font"}
        if response.status >= 500 or (part and response.status >= 400):
            troubles.append(f"{response.status} {response.url}")

    def open_page(**how: Any) -> Page:
        how = {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB", **how}
        context = browser.new_context(base_url=live.url, timezone_id="UTC", **how)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("console", heard)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("response", answered)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not troubles, troubles


@pytest.fixture
def visitor(new_page: Callable[..., Page]) -> Page:
    return new_page()


@pytest.fixture
def no_script(new_page: Callable[..., Page]) -> Page:
    return new_page(java_script_enabled=False)


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Check the page in view in both schemes and at both widths.

    With VENIRE_SCREENSHOTS=<folder> each look is kept there as a picture.
    """
    return look_at


def look_at(page: Page) -> None:
    page.wait_for_load_state()
    before = page.viewport_size
    troubles = [
        trouble for scheme in SCHEMES for width in WIDTHS for trouble in _look(page, scheme, width)
    ]
    page.emulate_media(color_scheme=None)
    if before:
        page.set_viewport_size(before)
    if troubles:
        pytest.fail("\n".join(troubles), pytrace=False)


def _look(page: Page, scheme: Any, width: int) -> Iterator[str]:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})
    where = f"{page.url} ({scheme}, {width} px)"
    picture(page, f"{scheme}-{width}")
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        yield f"{where}: it scrolls sideways"
    for one in Axe().run(page, options=RULES[scheme]).response["violations"]:
        nodes = "; ".join(node["html"] for node in one["nodes"][:3])
        yield f"{where}: {one['id']}, {one['help']} ({len(one['nodes'])} times): {nodes}"


def picture(page: Page, name: str) -> None:
    """Keep a picture of the page where VENIRE_SCREENSHOTS says; without it, do nothing."""
    if folder := os.environ.get("VENIRE_SCREENSHOTS"):
        path = page.url.partition("://")[2].partition("/")[2].partition("?")[0].strip("/")
        file = f"{path.replace('/', '_') or 'front'}-{name}.png"
        page.screenshot(path=str(Path(folder) / file), full_page=True)
