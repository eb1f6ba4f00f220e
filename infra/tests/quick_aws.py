"""The real AWS CLI without its half second of imports: a process that has them, and forks for each call.

    quick_aws.py SOCKET      serves calls until it is ended

`place` writes a program `aws` that passes its words, environment, folder and streams on to it.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import traceback

CLIENT = """#!{python} -IS
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as way:
    way.connect({socket!r})
    call = json.dumps([sys.argv[1:], dict(os.environ), os.getcwd()]).encode()
    socket.send_fds(way, [len(call).to_bytes(4, "big")], [0, 1, 2])
    way.sendall(call)
    status = way.recv(1)
sys.exit(status[0] if status else 70)
"""


@contextlib.contextmanager
def place(folder):
    """A folder with a program `aws`, for a search path."""
    way = str(folder / "way")
    client = folder / "bin/aws"
    client.parent.mkdir()
    client.write_text(CLIENT.format(python=sys.executable, socket=way))
    client.chmod(0o755)
    server = subprocess.Popen([sys.executable, __file__, way], stdout=subprocess.PIPE)
    try:
        server.stdout.readline()
        yield client.parent
    finally:
        server.kill()
        server.wait()


def run(arguments):
    """What the program `aws` of the package awscli does."""
    from awscli.clidriver import main

    sys.argv = ["aws", *arguments]
    try:
        status = main()
    except SystemExit as end:
        status = end.code or 0
    sys.stdout.flush()
    sys.stderr.flush()
    return status


def call(way):
    length, streams, _, _ = socket.recv_fds(way, 4, 3)
    size, content = int.from_bytes(length, "big"), b""
    while len(content) < size:
        content += way.recv(size - len(content))
    arguments, environment, folder = json.loads(content)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    # The import has put the way to the CLI's data there.
    environment["AWS_DATA_PATH"] = os.environ["AWS_DATA_PATH"]
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    status = 255
    try:
        status = run(arguments)
    except BaseException:
        traceback.print_exc()
    finally:
        way.sendall(bytes([status & 255]))


def serve(path):
    import awscli.clidriver

    # Imports what every call would.
    awscli.clidriver.create_clidriver()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen(64)
        print("ready", flush=True)
        while True:
            way, _ = server.accept()
            if os.fork() == 0:
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                try:
                    call(way)
                finally:
                    os._exit(0)
            way.close()


if __name__ == "__main__":
    serve(sys.argv[1])
