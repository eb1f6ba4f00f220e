"""The zips of `make package`, and AWS's own Runtime Interface Emulator around what is in them."""

import json
import os
import pathlib
import platform
import shutil
import signal
import socket
import socketserver
import struct
import subprocess
import threading
import time
import urllib.parse
import zipfile

import pytest
import requests
import samcli

from zip import MACHINES

INFRA = pathlib.Path(__file__).resolve().parent.parent
FUNCTIONS = ("predict", "explain", "compare")
# The caller that the state machine of template.yaml is.
ACCOUNT = "123456789012"
CALLER = f"arn:aws:sts::{ACCOUNT}:assumed-role/portfolio/portfolio"


def unpack(package, place):
    with zipfile.ZipFile(package) as package:
        package.extract("bootstrap", place)
    (place / "bootstrap").chmod(0o755)
    return place / "bootstrap"


def processor(program):
    """What runs a program, as `uname -m` names it."""
    (machine,) = struct.unpack_from("<H", program.read_bytes(), 18)
    (name,) = (name for name, known in MACHINES.items() if known == machine)
    return {"arm64": "aarch64"}.get(name, name)


def command(program):
    """How a program is started here: as it is, or through an emulation of its processor."""
    name = processor(program)
    if name == platform.machine():
        return [program]
    emulation = shutil.which(f"qemu-{name}-static")
    if not emulation:
        pytest.skip(f"the packages are for {name}, and qemu-{name}-static is not installed (Debian: qemu-user-static)")
    return [emulation, "-L", f"/usr/{name}-linux-gnu", program]


def settings(s3, name, seconds=15):
    return {
        "AWS_LAMBDA_FUNCTION_NAME": name,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1024",
        "AWS_LAMBDA_FUNCTION_TIMEOUT": str(seconds),
        "AWS_LAMBDA_FUNCTION_VERSION": "1",
        "AWS_LAMBDA_LOG_GROUP_NAME": "log",
        "AWS_LAMBDA_LOG_STREAM_NAME": "log",
        "AWS_REGION": "eu-west-3",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_ENDPOINT_URL_S3": s3,
        "CLAIRSCORE_BUCKET": "releases",
        # Nobody answers there: what asks for no token is answered all the same.
        "CLAIRSCORE_OIDC_ISSUER": "http://127.0.0.1:9/",
        "CLAIRSCORE_OIDC_AUDIENCE": "dashboard",
        "CLAIRSCORE_IAM_PARTNERS": CALLER.replace(":sts:", ":iam:").replace("assumed-role", "role").rpartition("/")[0],
    }


def event(path, body=None):
    """What a function URL passes on: of anybody, or, with a body, of a caller who has signed."""
    made = json.loads((INFRA / "event.json").read_text().replace("/health", path))
    if body is not None:
        made["body"] = json.dumps(body)
        made["headers"]["content-type"] = "application/json"
        made["requestContext"]["http"]["method"] = "POST"
        made["requestContext"]["authorizer"] = {"iam": {"accountId": ACCOUNT, "userArn": CALLER}}
    return made


class Emulator:
    """AWS's own Runtime Interface Emulator, which comes inside the package aws-sam-cli, around one of our programs."""

    def __init__(self, program, environment, place):
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

    def invoke(self, event):
        """What the emulator answers, as it is."""
        for _ in range(100):
            try:
                return requests.post(self.url, json=event, timeout=300)
            except requests.ConnectionError:
                time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def call(self, path, body=None):
        """What the function answers. Of a function that does not start, the emulator says nothing at all."""
        answer = self.invoke(event(path, body))
        return answer.json() if answer.text else {}

    def __enter__(self):
        return self

    def well(self):
        """Waits until the function answers: on a machine that is busy with other things, a start may take too long."""
        for _ in range(10):
            if self.call("/health").get("statusCode") == 200:
                return self
        raise AssertionError(self.log.read_text())

    def __exit__(self, *_):
        # The emulator starts the program in its own group, which is this test's alone.
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Way:
    """A way to a server, which can be made to hang: what comes is taken, and nothing is answered."""

    def __init__(self, address):
        to = urllib.parse.urlsplit(address)
        self.open = threading.Event()
        self.open.set()
        way = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                with socket.create_connection((to.hostname, to.port)) as server:
                    back = threading.Thread(target=self.pass_on, args=(server, self.request), daemon=True)
                    back.start()
                    self.pass_on(self.request, server)
                    back.join()

            def pass_on(self, source, sink):
                try:
                    while block := source.recv(1 << 16):
                        way.open.wait()
                        sink.sendall(block)
                    sink.shutdown(socket.SHUT_WR)
                except OSError:
                    pass

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True

        self.server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"

    def hang(self):
        self.open.clear()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.open.set()
        self.server.shutdown()
        self.server.server_close()
