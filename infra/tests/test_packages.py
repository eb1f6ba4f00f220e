"""The packages: the same program gives the same bytes, and each starts and answers through Lambda's runtime protocol."""

import base64
import json
import os
import pathlib
import platform
import queue
import signal
import socket
import stat
import subprocess
import threading
import time
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

INFRA = pathlib.Path(__file__).resolve().parent.parent
PACKAGES = INFRA.parent / "target/packages"
FUNCTIONS = ("predict", "explain", "compare")
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

    def call(self, path):
        self.events.put(json.loads((INFRA / "event.json").read_text().replace("/health", path)))
        place, body = self.answers.get(timeout=30)
        assert place.endswith("/response"), (place, body)
        answer = json.loads(body)
        text = base64.b64decode(answer["body"]).decode() if answer.get("isBase64Encoded") else answer["body"]
        return answer["statusCode"], json.loads(text)


@pytest.fixture
def release(request):
    if not request.config.getoption("--packages"):
        pytest.skip("starts what make package built: infra/tests/run.sh --packages")
    made = sorted((INFRA.parent / "target").glob("*/releases/*/manifest.json"))
    assert made, "no release under target/: make run trains one"
    return made[0].parent


def unpack(name, place):
    with zipfile.ZipFile(PACKAGES / f"{name}.zip") as package:
        package.extract("bootstrap", place)
    (place / "bootstrap").chmod(0o755)
    return place / "bootstrap"


def settings(cloud, name):
    return {
        "AWS_LAMBDA_FUNCTION_NAME": name,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1024",
        "AWS_LAMBDA_FUNCTION_VERSION": "1",
        "AWS_LAMBDA_LOG_GROUP_NAME": "log",
        "AWS_LAMBDA_LOG_STREAM_NAME": "log",
        "AWS_REGION": "eu-west-3",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_ENDPOINT_URL_S3": cloud.address,
        "CLAIRSCORE_BUCKET": "releases",
        # Nobody answers there: what asks for no token is answered all the same.
        "CLAIRSCORE_OIDC_ISSUER": "http://127.0.0.1:9/",
        "CLAIRSCORE_OIDC_AUDIENCE": "dashboard",
    }


@pytest.fixture
def published(cloud, release):
    cloud.client("s3").create_bucket(Bucket="releases", CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})
    assert cloud.run("publish.sh", "--bucket", "releases", release).returncode == 0
    return release.name


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_package_starts_and_answers(cloud, tmp_path, published, name):
    runtime = Runtime()
    environment = settings(cloud, name) | {"AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{runtime.server.server_port}"}
    program = unpack(name, tmp_path)
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen([program], env=environment, cwd=tmp_path, stdout=log, stderr=log)
    try:
        status, body = runtime.call("/health")
        assert status == 200 and body["function"] == name and body["release"] == published, body
        assert runtime.call("/api/nothing/here")[0] == 404
        assert process.poll() is None, (tmp_path / "log").read_text()
    finally:
        process.kill()
        process.wait()


class Emulator:
    """AWS's own Runtime Interface Emulator, which comes inside the package aws-sam-cli, around one of our programs."""

    def __init__(self, program, environment, place):
        import samcli

        emulator = pathlib.Path(samcli.__file__).parent / "local/rapid/aws-lambda-rie-x86_64"
        ports = []
        for _ in range(2):
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                ports.append(probe.getsockname()[1])
        self.url = f"http://127.0.0.1:{ports[0]}/2015-03-31/functions/function/invocations"
        # Pip does not keep the mode of a file that a package brings as data.
        local = place / "emulator"
        local.write_bytes(emulator.read_bytes())
        local.chmod(0o755)
        self.log = place / "emulator.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [local, "--runtime-interface-emulator-address", f"127.0.0.1:{ports[0]}",
                 "--runtime-api-address", f"127.0.0.1:{ports[1]}", program],
                env=environment, cwd=place, stdout=log, stderr=log, start_new_session=True,
            )

    def call(self, path):
        event = json.loads((INFRA / "event.json").read_text().replace("/health", path))
        for _ in range(100):
            try:
                answer = requests.post(self.url, json=event, timeout=60)
                # Of a function that does not start, the emulator says nothing at all.
                return answer.json() if answer.text else {}
            except requests.ConnectionError:
                time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def stop(self):
        # The emulator starts the program in its own group, which is this test's alone.
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.mark.skipif(platform.machine() != "x86_64", reason="the emulator taken is the one for x86_64")
@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_package_runs_in_the_emulator_of_aws(cloud, tmp_path, published, name):
    emulator = Emulator(unpack(name, tmp_path), settings(cloud, name), tmp_path)
    try:
        for path, status in (("/health", 200), ("/api/health", 200), ("/nothing", 404)):
            answer = emulator.call(path)
            assert answer["statusCode"] == status, (answer, emulator.log.read_text())
        assert json.loads(emulator.call("/health")["body"])["release"] == published
    finally:
        emulator.stop()


@pytest.mark.skipif(platform.machine() != "x86_64", reason="the emulator taken is the one for x86_64")
def test_a_function_without_a_release_says_why_it_does_not_start(cloud, tmp_path, release):
    cloud.client("s3").create_bucket(Bucket="releases", CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})
    emulator = Emulator(unpack("predict", tmp_path), settings(cloud, "predict"), tmp_path)
    try:
        answer = emulator.call("/health")
        assert "statusCode" not in answer, answer
        assert "publish a release" in emulator.log.read_text()
    finally:
        emulator.stop()
