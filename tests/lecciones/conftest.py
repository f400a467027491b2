"""Servers that tests ask for: an S3 service and a Dask cluster, real ones, on the loopback."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    """The address of an S3 server: moto's, a process of its own."""
    pytest.importorskip("moto", reason="needs an S3 server")
    pytest.importorskip("s3fs", reason="needs the extra `s3`")
    port = _free_port()
    command = (sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port))
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()


def _wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("no S3 server")


@pytest.fixture
def bucket(service: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of an empty bucket there."""
    for name, value in (
        ("AWS_ENDPOINT_URL", service),
        ("AWS_ACCESS_KEY_ID", "prueba"),
        ("AWS_SECRET_ACCESS_KEY", "prueba"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
    ):
        monkeypatch.setenv(name, value)
    urllib.request.urlopen(  # noqa: S310  # our own server
        urllib.request.Request(f"{service}/moto-api/reset", method="POST")  # noqa: S310
    )
    fsspec: Any = pytest.importorskip("fsspec")
    store = fsspec.filesystem("s3", skip_instance_cache=True)
    store.mkdir("cubo")
    yield "s3://cubo"
    type(store).clear_instance_cache()


class Cluster:
    """A scheduler and two workers of one thread each, on the loopback interface."""

    def __init__(self, folder: Path) -> None:
        port = _free_port()
        self.address = f"tcp://127.0.0.1:{port}"
        self._folder = folder
        options = ("--host", "127.0.0.1", "--no-dashboard")
        self.scheduler = self._start("scheduler", *options, "--port", str(port))
        alone = ("--nthreads", "1", "--no-nanny")
        self.workers = [self._start("worker", self.address, *options, *alone) for _ in range(2)]

    def _start(self, part: str, *options: str) -> subprocess.Popen[bytes]:
        command = (sys.executable, "-m", f"distributed.cli.dask_{part}", *options)
        return subprocess.Popen(
            command, cwd=self._folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def wait_for_workers(self) -> None:
        """Returns once both workers are there."""
        from distributed import Client

        with Client(self.address, timeout=60, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)

    def stop(self) -> None:
        """Ends all three at once."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A cluster that is there and answers."""
    found = Cluster(tmp_path)
    try:
        found.wait_for_workers()
        yield found
    finally:
        found.stop()
