"""Serving the desk on this machine only, until a person ends it."""

from __future__ import annotations

import os
import socket
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import uvicorn

from desk.app import make_app
from desk.guard import Keys
from desk.office import Office
from lecciones.errors import RunError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desk.office import Setting

LOOPBACK = "127.0.0.1"
_MOST_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Served:
    """A desk that is ready to serve: its start link, its state, and what runs it."""

    link: str
    office: Office
    server: uvicorn.Server
    listening: socket.socket

    def run(self) -> None:
        """Serves until `server.should_exit` is set or a signal comes."""
        self.server.run(sockets=[self.listening])


@contextmanager
def served(setting: Setting, port: int = 0) -> Iterator[Served]:
    """The desk, bound to a port of the loopback interface; 0 takes any that is free.

    Raises:
        RunError: the port is taken.
    """
    listening = _bound(port)
    office = Office(setting)
    try:
        port = int(listening.getsockname()[1])
        keys = Keys()
        hosts = (f"{LOOPBACK}:{port}", f"localhost:{port}")
        config = uvicorn.Config(
            make_app(office, keys, hosts),
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,  # addresses name forms
            server_header=False,
            limit_concurrency=_MOST_AT_ONCE,
            timeout_keep_alive=30,
            timeout_graceful_shutdown=5,
        )
        link = f"http://{LOOPBACK}:{port}/start?key={keys.start}"
        yield Served(link, office, uvicorn.Server(config), listening)
    finally:
        office.close()
        listening.close()


def _bound(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":  # elsewhere it would let two desks have one port
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((LOOPBACK, port))
    except OSError:
        listening.close()
        raise RunError("port_taken", port=str(port)) from None
    return listening
