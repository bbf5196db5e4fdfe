"""The site is served to this machine, on a port that is free."""

import socket

import pytest

from cgd.course.server import HOST, free_port


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
