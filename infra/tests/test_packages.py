"""The packages: the same program gives the same bytes, and each starts and answers through Lambda's runtime protocol."""

import base64
import contextlib
import json
import os
import pathlib
import queue
import stat
import subprocess
import threading
import time
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy
import pytest

from packages import FUNCTIONS, command, event, settings, unpack

INFRA = pathlib.Path(__file__).resolve().parent.parent
# The start of a program for 64-bit Linux on x86-64, and on arm64.
X86_64 = b"\x7fELF\x02" + bytes(13) + b"\x3e\x00"
ARM64 = b"\x7fELF\x02" + bytes(13) + b"\xb7\x00"


def pack(cloud, tmp_path, program, *arguments):
    programs = tmp_path / "programs"
    programs.mkdir(exist_ok=True)
    for name in FUNCTIONS:
        (programs / name).write_bytes(program + name.encode())
    return cloud.run("package.sh", "--programs", programs, "--output", tmp_path / "zips", *arguments)


def test_the_same_program_gives_the_same_bytes(cloud, tmp_path):
    contents, packed = [], [f"{name}.{kind}" for name in FUNCTIONS for kind in ("zip", "cdx.json")]
    for times in ((0, 0), (10**9, 10**9)):
        done = pack(cloud, tmp_path, X86_64, "--architecture", "x86_64")
        assert done.returncode == 0, done.said
        for program in (tmp_path / "programs").iterdir():
            os.utime(program, times)
        contents.append([(tmp_path / "zips" / name).read_bytes() for name in packed])
    assert contents[0] == contents[1]
    with zipfile.ZipFile(tmp_path / "zips/predict.zip") as package:
        (entry,) = package.infolist()
        assert entry.filename == "bootstrap" and stat.S_IMODE(entry.external_attr >> 16) == 0o755
        assert package.read(entry) == X86_64 + b"predict"


@pytest.mark.parametrize(
    ("program", "message"),
    [
        (b"#!/bin/sh\n", "not a program for 64-bit Linux"),
        (ARM64, "not for x86_64"),
        (X86_64 + b"\0GLIBC_2.36\0", "needs the C library 2.36"),
    ],
)
def test_what_lambda_cannot_run_is_not_packed(cloud, tmp_path, program, message):
    done = pack(cloud, tmp_path, program, "--architecture", "x86_64")
    assert done.returncode == 1 and message in done.stderr, done.said
    assert not (tmp_path / "zips/predict.zip").exists()


def test_a_package_that_has_grown_too_large_is_refused(tmp_path):
    program, package = tmp_path / "program", tmp_path / "package.zip"
    program.write_bytes(X86_64 + os.urandom(1000))

    def packed(most):
        command = ["python3", INFRA / "zip.py", program, "x86_64", package, str(most)]
        return subprocess.run(command, capture_output=True, text=True)

    assert packed(2000).returncode == 0 and package.exists()
    refused = packed(900)
    assert refused.returncode == 1 and "at most 900" in refused.stderr, refused
    assert not package.exists()


def test_wrong_calls_are_refused(cloud, tmp_path):
    assert "usage:" in cloud.run("package.sh", "--help").stdout
    assert cloud.run("package.sh", "--architecture", "sparc").returncode == 2
    done = cloud.run("package.sh", "--programs", tmp_path, "--output", tmp_path)
    assert done.returncode == 1 and "is not there" in done.stderr


class Runtime:
    """Lambda's side of its runtime protocol: hands out events, takes answers."""

    def __init__(self):
        events, answers = queue.Queue(), queue.Queue()
        self.events, self.answers = events, answers

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def answer(self, status, body=b"", **headers):
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self):
                assert self.path.endswith("/runtime/invocation/next"), self.path
                event = events.get()
                deadline = str(int((time.time() + 15) * 1000))
                arn = "arn:aws:lambda:eu-west-3:123456789012:function:clairscore"
                self.answer(200, json.dumps(event).encode(), Content_Type="application/json",
                            Lambda_Runtime_Aws_Request_Id="6f0a", Lambda_Runtime_Deadline_Ms=deadline,
                            Lambda_Runtime_Invoked_Function_Arn=arn)

            def do_POST(self):
                length = self.headers.get("Content-Length")
                if length is not None:
                    body = self.rfile.read(int(length))
                else:
                    body = b""
                    while size := int(self.rfile.readline(), 16):
                        body += self.rfile.read(size)
                        self.rfile.readline()
                    self.rfile.readline()
                self.answer(202)
                answers.put((self.path, body))

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def call(self, path, body=None):
        self.events.put(event(path, body))
        place, body = self.answers.get(timeout=30)
        assert place.endswith("/response"), (place, body)
        answer = json.loads(body)
        text = base64.b64decode(answer["body"]).decode() if answer.get("isBase64Encoded") else answer["body"]
        return answer["statusCode"], json.loads(text)


@contextlib.contextmanager
def started(package, cloud, place):
    """A package as Lambda starts it."""
    runtime = Runtime()
    place.mkdir(exist_ok=True)
    program = command(unpack(package, place))
    environment = settings(cloud.address, package.stem)
    environment["AWS_LAMBDA_RUNTIME_API"] = f"127.0.0.1:{runtime.server.server_port}"
    with (place / "log").open("w") as log:
        process = subprocess.Popen(program, env=environment, cwd=place, stdout=log, stderr=log)
    try:
        yield runtime
        assert process.poll() is None, (place / "log").read_text()
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_package_starts_and_answers(cloud, tmp_path, packages, published, name):
    with started(packages / f"{name}.zip", cloud, tmp_path) as runtime:
        status, body = runtime.call("/health")
        assert status == 200 and body["function"] == name and body["release"] == published, body
        assert runtime.call("/api/nothing/here")[0] == 404


def test_another_processor_answers_alike(cloud, tmp_path, packages, release, published, request):
    """Trees are compared with instructions of one processor: the scores must not depend on it, to the last digit."""
    beside = request.config.getoption("--beside")
    if not beside:
        pytest.skip("compares the packages of two processors: --beside FOLDER")
    clients = [int(client) for client in numpy.load(release / "clients/ids.npy")[:1000]]
    told = []
    for folder in (packages, beside.resolve()):
        with started(folder / "predict.zip", cloud, tmp_path / str(len(told))) as runtime:
            status, body = runtime.call("/predict/batch", {"requests": [{"client_id": client} for client in clients]})
            assert status == 200, body
        told.append([result["prediction"] for result in body["results"]])
        for prediction in told[-1]:
            del prediction["decision_id"]
    assert told[0] == told[1] and len(told[0]) == len(clients)
