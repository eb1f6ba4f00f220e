#!/usr/bin/env python3
"""Looks clients up in releases of two sizes: lookups.py RELEASE PREDICT README.

The large releases are made from a real one: its model, more clients. Most rows of features.npy are a hole in the file, which
reads as zeros; the clients that are asked for have real rows at random places. A row's place, length and checksum are as they
would be.
"""

import contextlib
import hashlib
import http.client
import json
import os
import pathlib
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import release as checks  # noqa: E402

SIZES = (356_255, 10_000_000)
ASKED = 5_000
CLIENTS = "clients/ids.npy", "clients/checksums.npy", "clients/features.npy"


def enlarge(source, folder, clients):
    """Writes a release of that many clients: who is asked for, and the release's name."""
    chance = random.Random(clients)
    rows = numpy.load(source / CLIENTS[2])
    ids = numpy.arange(100_001, 100_001 + clients, dtype="<u4")
    checksums = numpy.full(clients, zlib.crc32(bytes(rows[0].nbytes)), "<u4")
    asked = sorted(chance.sample(range(clients), ASKED))
    (folder / "clients").mkdir(parents=True)
    with (folder / CLIENTS[2]).open("wb") as file:
        numpy.lib.format.write_array_header_1_0(
            file, {"descr": "<f4", "fortran_order": False, "shape": (clients, rows.shape[1])}
        )
        start = file.tell()
        for place, row in enumerate(asked):
            content = rows[place % len(rows)].tobytes()
            checksums[row] = zlib.crc32(content)
            file.seek(start + row * len(content))
            file.write(content)
        file.truncate(start + clients * rows[0].nbytes)
    numpy.save(folder / CLIENTS[0], ids)
    numpy.save(folder / CLIENTS[1], checksums)
    (folder / "scorer.bin").write_bytes((source / "scorer.bin").read_bytes())

    manifest = json.loads((source / "manifest.json").read_bytes(), parse_float=checks.Number, parse_int=checks.Number)
    manifest["clients"]["count"] = clients
    for name in (*CLIENTS, "scorer.bin"):
        # Of rows, predict reads the header and those that it is asked for: the whole file's digest is nobody's concern here.
        digest = "0" * 64 if name == CLIENTS[2] else hashlib.sha256((folder / name).read_bytes()).hexdigest()
        manifest["files"][name] = {"bytes": (folder / name).stat().st_size, "sha256": digest}
    digest = hashlib.sha256(checks.compact({**manifest, "release": "", "created": ""}).encode()).hexdigest()
    manifest["release"] = f"20260101-{digest[:12]}"
    (folder / "manifest.json").write_text(checks.compact(manifest))
    return [int(ids[row]) for row in asked], manifest["release"]


@contextlib.contextmanager
def storage(folder, release):
    """As much of S3 as a function reads: GET with and without a range. Its address, and which reads were made."""
    reads = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def log_message(self, *_):
            pass

        def do_GET(self):
            key = self.path.partition("?")[0].removeprefix("/releases/")
            if key == "current.json":
                content, size, first = json.dumps({"release": release}).encode(), None, 0
            else:
                path = folder / key.removeprefix(f"releases/{release}/")
                size, first, last = path.stat().st_size, 0, None
                if wanted := self.headers.get("Range"):
                    first, last = map(int, wanted.removeprefix("bytes=").split("-"))
                with path.open("rb") as file:
                    content = os.pread(file.fileno(), (min(last, size - 1) if last else size - 1) - first + 1, first)
            reads.append((key.rpartition("/")[2], len(content)))
            ranged = "Range" in self.headers and size is not None
            self.send_response(206 if ranged else 200)
            self.send_header("ETag", '"1"')
            self.send_header("Content-Length", str(len(content)))
            if ranged:
                self.send_header("Content-Range", f"bytes {first}-{first + len(content) - 1}/{size}")
            self.end_headers()
            self.wfile.write(content)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", reads
    server.shutdown()


def connection(address):
    host = http.client.HTTPConnection(address.removeprefix("http://"), timeout=60)
    host.connect()
    host.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return host


def timed(host, path, headers=None):
    """Milliseconds until the answer was there, and the answer."""
    start = time.perf_counter()
    host.request("GET", path, headers=headers or {})
    answer = host.getresponse()
    content = answer.read()
    if answer.status not in (200, 206):
        sys.exit(f"error: {path}: {answer.status} {content[:300]}")
    return (time.perf_counter() - start) * 1000, content


def percentiles(times):
    cuts = statistics.quantiles(times, n=100)
    return cuts[49], cuts[98]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def measure(source, predict, clients):
    with tempfile.TemporaryDirectory(dir="target") as folder:
        folder = pathlib.Path(folder) / "release"
        asked, release = enlarge(source, folder, clients)
        random.Random(1).shuffle(asked)
        with storage(folder, release) as (address, reads):
            port = free_port()
            environment = {
                "CLAIRSCORE_BUCKET": "releases", "CLAIRSCORE_S3_PATH_STYLE": "true", "AWS_ENDPOINT_URL_S3": address,
                "CLAIRSCORE_FOLLOW_SECONDS": "3600", "AWS_REGION": "eu-west-3", "AWS_ACCESS_KEY_ID": "none",
                "AWS_SECRET_ACCESS_KEY": "none", "PORT": str(port), "RUST_LOG": "error",
            }
            start = time.perf_counter()
            process = subprocess.Popen([predict], env=environment, stdout=sys.stderr)
            try:
                while True:
                    try:
                        host = connection(f"http://127.0.0.1:{port}")
                        break
                    except OSError:
                        if process.poll() is not None:
                            sys.exit("error: predict ended; what it said stands above")
                        time.sleep(0.002)
                timed(host, "/health")
                started = (time.perf_counter() - start) * 1000
                before = len(reads)
                times = [timed(host, f"/predict/{client}")[0] for client in asked]
                rows = reads[before:]
                status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
                memory = int(status.partition("VmHWM:")[2].split()[0]) / 1024
                again = [timed(host, f"/predict/{asked[-1]}")[0] for _ in range(1_000)]
                direct = connection(address)
                path = f"/releases/releases/{release}/{CLIENTS[2]}"
                row = rows[0][1]
                alone = [timed(direct, path, {"Range": f"bytes={row * n}-{row * (n + 1) - 1}"})[0] for n in range(1_000)]
            finally:
                process.kill()
                process.wait()
        # What is claimed: one read of one row each, and nothing else.
        if rows != [("features.npy", row)] * ASKED:
            sys.exit(f"error: {len(rows)} reads for {ASKED} clients, of {sorted(set(rows))}")
        stored = (folder / CLIENTS[2]).stat()
        return {
            "clients": f"{clients:,}",
            "features.npy": f"{stored.st_size / 1e9:.1f} GB",
            "start": f"{started:,.0f} ms",
            "memory": f"{memory:.0f} MiB",
            "row": f"{row:,} B",
            "looked up and scored, p50": f"{percentiles(times)[0]:.2f} ms",
            "p99": f"{percentiles(times)[1]:.2f} ms",
            "of that the storage, p50": f"{percentiles(alone)[0]:.2f} ms",
            "in memory, p50": f"{percentiles(again)[0]:.2f} ms",
        }


def main(source, predict, readme):
    measured = [measure(pathlib.Path(source), predict, clients) for clients in SIZES]
    names = list(measured[0])
    lines = [f"| {' | '.join(names)} |", f"|{' ---: |' * len(names)}"]
    lines += [f"| {' | '.join(row.values())} |" for row in measured]
    table = "\n".join(lines)
    print(table)
    path = pathlib.Path(readme)
    before, mark, rest = path.read_text().partition("<!-- lookups -->\n")
    _, end, after = rest.partition("<!-- end of lookups -->")
    if not mark or not end:
        sys.exit(f"error: {readme} has no place for the table")
    path.write_text(f"{before}{mark}{table}\n{end}{after}")


if __name__ == "__main__":
    main(*sys.argv[1:])
