"""The site is served to this machine, on a port that is free."""

import socket
import threading
import urllib.request

import pytest

from cgd.course.server import HOST, _Server, free_port, serve


@pytest.fixture
def taken():
    """A port on which somebody listens already."""
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_taken_port_gives_the_next_free_one(taken):
    found = free_port(taken)
    assert found > taken
    with socket.socket() as probe:
        probe.bind((HOST, found))


def test_a_free_port_is_kept():
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    assert free_port(port) == port


def test_ctrl_c_stops_cleanly_after_the_address_was_said(tmp_path, monkeypatch):
    (tmp_path / "page.html").write_text("Chào", encoding="utf-8")
    said, bodies = [], []

    def interrupt(self, poll_interval):
        thread = threading.Thread(target=lambda: _Server.__bases__[0].serve_forever(self, poll_interval))
        thread.start()
        bodies.append(urllib.request.urlopen(f"{said[0]}/page.html", timeout=10).read().decode())
        self.shutdown()
        thread.join()
        raise KeyboardInterrupt

    monkeypatch.setattr(_Server, "serve_forever", interrupt)
    serve(tmp_path, free_port(8000), said.append)
    assert said[0].startswith(f"http://{HOST}:")
    assert bodies == ["Chào"]
