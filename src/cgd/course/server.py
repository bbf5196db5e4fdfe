"""Serve the built site to this machine only."""

import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cgd.errors import CgdError
from cgd.language import _

HOST = "127.0.0.1"


class _Quiet(SimpleHTTPRequestHandler):
    """Files as they are on disk, never an older copy from the browser's cache, no line per request."""

    # A browser runs no program whose type is not named; on Windows the machine's own list is often wrong.
    extensions_map = {  # noqa: RUF012 - declared by the base class
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # On Windows the default would let two servers share one port, and the browser would meet either.
    allow_reuse_address = hasattr(socket, "SO_REUSEPORT")


def free_port(wanted: int) -> int:
    """``wanted`` if nobody listens there, else the next free port above it."""
    for port in range(wanted, min(wanted + 100, 65536)):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            if hasattr(socket, "SO_REUSEPORT"):
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
        return port
    raise CgdError(_("No free port from {first} to {last}.").format(first=wanted, last=wanted + 99))


def answers(port: int, process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Whether somebody listens at ``port`` before ``seconds`` are over, or ``process`` ends."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return True
        time.sleep(0.2)
    return False


def serve(folder: Path, port: int, ready: Callable[[str], None]) -> None:
    """Serve ``folder`` at ``port`` until Ctrl-C; ``ready`` is told the address once it answers."""
    with _Server((HOST, port), partial(_Quiet, directory=str(folder))) as server:
        ready(f"http://{HOST}:{port}")
        with suppress(KeyboardInterrupt):
            server.serve_forever(poll_interval=0.2)
