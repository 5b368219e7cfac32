"""A built handbook on loopback, and somebody who reads it in a browser."""

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1440, "height": 900}


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_args: Any) -> None:
        """A test's output is for tests."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """A folder on loopback."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Silent, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


class Reader:
    """A page with everything it complained about and asked for elsewhere."""

    def __init__(self, browser: Any, address: str, screen: dict[str, int], scheme: str = "light") -> None:
        self.context = browser.new_context(viewport=screen, color_scheme=scheme)
        self.page = self.context.new_page()
        self.address = address
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self._note(message.type, message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.on("response", self._answered)

    def open(self, path: str) -> None:
        self.page.goto(self.address + path, wait_until="networkidle")

    def unfold(self) -> None:
        self.page.evaluate("document.querySelectorAll('.sop details').forEach(one => { one.open = true; })")

    def _note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(text)

    def _asked(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.complaints.append(f"asked {url}")

    def _answered(self, response: Any) -> None:
        if response.status >= 400:
            self.complaints.append(f"{response.status} {response.url}")
