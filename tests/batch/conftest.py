"""Servers that the batch tests run against, each on this machine and gone afterwards."""

import contextlib
import http.server
import os
import pwd
import shutil
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.articles import write_articles


def embargo(*args, env=None, **more):
    """A command of its own process; its output as text."""
    return subprocess.run([sys.executable, "-m", "engine.cli.main", *map(str, args)], capture_output=True, text=True, timeout=300, env={**os.environ, **(env or {})}, **more)


@pytest.fixture(scope="session")
def articles(tmp_path_factory):
    """120 articles as JSON Lines."""
    return write_articles(tmp_path_factory.mktemp("articles") / "in.jsonl", range(120))


@pytest.fixture
def web():
    """A web server of which a test says what it answers: path -> bytes, or a function of the handler."""
    pages, asked = {}, []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self._answer(b"")

        def do_POST(self):
            self._answer(self.rfile.read(int(self.headers.get("content-length", 0))))

        def _answer(self, body):
            asked.append((self.path, dict(self.headers), body))
            page = pages.get(self.path)
            with contextlib.suppress(ConnectionError):
                if callable(page):
                    page(self)
                elif page is None:
                    self.send_error(404)
                else:
                    self.send_response(200)
                    self.end_headers()
                    self.wfile.write(page)

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.pages, server.asked, server.url = pages, asked, f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()


def _postgres_folder():
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    return next((p.parent for p in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)), None)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory):
    """The URL of a PostgreSQL server started for the tests."""
    folder = _postgres_folder()
    if folder is None:
        pytest.skip("no PostgreSQL server is installed (initdb was not found)")
    pytest.importorskip("psycopg", reason="psycopg is not installed (pip install 'embargo[postgresql]')")
    base = tmp_path_factory.mktemp("postgres")
    who = []
    if os.geteuid() == 0:  # a server refuses to run as root
        user = next((u for u in ("postgres", "nobody") if u in {p.pw_name for p in pwd.getpwall()}), None)
        if user is None or shutil.which("runuser") is None:
            pytest.skip("PostgreSQL does not run as root, and there is no other user")
        who = ["runuser", "-u", user, "--"]
        for part in (base, *base.parents):
            if part == Path("/tmp") or part == Path("/"):
                break
            part.chmod(part.stat().st_mode | 0o011)
        shutil.chown(base, user)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = base / "data"
    made = subprocess.run([*who, str(folder / "initdb"), "-D", str(data), "-U", "embargo", "-A", "trust", "--no-sync"], capture_output=True, text=True)
    if made.returncode:
        pytest.skip(f"initdb failed: {made.stderr.strip()[-200:]}")
    server = subprocess.Popen([*who, str(folder / "postgres"), "-D", str(data), "-p", str(port), "-k", str(base), "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"postgresql://embargo@127.0.0.1:{port}/postgres"
    import psycopg

    for _ in range(100):
        try:
            psycopg.connect(url).close()
            break
        except psycopg.OperationalError:
            time.sleep(0.1)
    else:
        server.terminate()
        pytest.skip("the PostgreSQL server did not start")
    yield url
    server.terminate()
    server.wait(20)


@pytest.fixture
def database(postgres):
    """An empty database of its own on that server."""
    import psycopg

    name = f"t{time.monotonic_ns()}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return postgres.rsplit("/", 1)[0] + "/" + name
