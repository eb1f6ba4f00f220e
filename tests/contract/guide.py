"""Runs the examples of a guide, one after the other: `bash`, `python` and `javascript` blocks of Markdown.

Each runs in a process and a folder of its own with CLAIRSCORE (the interface's address) and CLIENT (a client's number) in
its environment, has to end well and to print something. A block after a comment `<!-- not run -->` is passed over; one after
`<!-- signed in -->` is run against a second server, which asks who calls: its output, which says where tokens are had and
by what, is the last argument.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request

PROGRAMS = {
    "bash": ["bash", "-euo", "pipefail"],
    "python": [sys.executable],
    "javascript": ["node"],
}
SUFFIXES = {"bash": ".sh", "python": ".py", "javascript": ".mjs"}
BLOCK = re.compile(r"(?:<!-- (not run|signed in) -->\n+)?^```(bash|python|javascript)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def main() -> None:
    guide, base, guarded = sys.argv[1:]
    with open(guide, encoding="utf-8") as file:
        blocks = BLOCK.findall(file.read())
    with urllib.request.urlopen(base + "/clients?limit=1") as response:
        client = json.load(response)["clients"][0]["client_id"]
    opened = {**os.environ, "CLAIRSCORE": base, "CLIENT": str(client)}
    signed_in = {**opened, **sign_in(guarded)}
    ran = 0
    for number, (mark, language, text) in enumerate(blocks, 1):
        if mark == "not run":
            continue
        if shutil.which(PROGRAMS[language][0]) is None:
            print(f"{guide}: example {number} ({language}) is skipped: {PROGRAMS[language][0]} is not installed")
            continue
        environment = signed_in if mark == "signed in" else opened
        run(f"{guide}: example {number} ({language})", language, text, environment)
        ran += 1
    if ran == 0:
        sys.exit(f"{guide} has no example that could be run")
    print(f"{guide}: {ran} examples ran")


def sign_in(output: str) -> dict:
    """Where the guarded server is, and how a program signs in there."""
    with open(output, encoding="utf-8") as file:
        said = file.read()
    address = re.search(r"^listening on (http\S+?)/?$", said, re.MULTILINE)
    program = re.search(r"^export TOKEN_URL=(\S+) PROGRAM=(\S+) SECRET=(\S+)$", said, re.MULTILINE)
    url, name, secret = program.groups()
    return {"CLAIRSCORE": address[1] + "/api", "TOKEN_URL": url, "PROGRAM": name, "SECRET": secret}


def run(name: str, language: str, text: str, environment: dict) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "example" + SUFFIXES[language])
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        done = subprocess.run(
            [*PROGRAMS[language], path],
            env=environment,
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    if done.returncode != 0 or not done.stdout.strip():
        sys.exit(f"{name} failed:\n{text}\n{done.stdout}{done.stderr}")


main()
