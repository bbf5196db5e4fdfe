"""The built site, served, and a real browser on it."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from cgd.course.layout import Layout
from cgd.course.server import HOST, _Quiet, _Server, free_port

# As root Chromium needs no-sandbox; the rest keeps it from calling home by itself.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@pytest.fixture(scope="session")
def site(built: Layout) -> Iterator[str]:
    """The address of the served site."""
    from functools import partial

    port = free_port(8100)
    with _Server((HOST, port), partial(_Quiet, directory=str(built.site()))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://{HOST}:{port}"
        server.shutdown()
        thread.join(10)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Watch:
    """What a page asked for, and what went wrong on it."""

    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def outside(self) -> list[str]:
        """The requests that left this machine."""
        here = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")
        return [url for url in self.requests if not url.startswith(here)]


@pytest.fixture
def watched(browser: Browser) -> Iterator[tuple[Page, Watch]]:
    """A page of 1024 x 768, the smallest laptop we meet, that notes every request and every error."""
    page, watch = browser.new_page(viewport={"width": 1024, "height": 768}), Watch()
    page.set_default_timeout(20_000)
    page.on("request", lambda request: watch.requests.append(request.url))
    page.on("console", lambda m: watch.errors.append(f"{m.text} ({m.location})") if m.type == "error" else None)
    page.on("pageerror", lambda error: watch.errors.append(str(error)))
    page.on("response", lambda r: watch.errors.append(f"{r.status} {r.url}") if r.status >= 400 else None)
    yield page, watch
    page.close()
