"""Runs the examples of a guide, one after the other: `bash`, `python` and `javascript` blocks of Markdown.

Each runs in a process of its own with CLAIRSCORE (the interface's address) and CLIENT (a client's number) in its
environment, has to end well and to print something. A block after a comment `<!-- not run -->` is passed over.
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
BLOCK = re.compile(r"(<!-- not run -->\n+)?^```(bash|python|javascript)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def main() -> None:
    guide, base = sys.argv[1:]
    with open(guide, encoding="utf-8") as file:
        blocks = BLOCK.findall(file.read())
    with urllib.request.urlopen(base + "/clients?limit=1") as response:
        client = json.load(response)["clients"][0]["client_id"]
    environment = {**os.environ, "CLAIRSCORE": base, "CLIENT": str(client)}
    ran = 0
    for number, (passed_over, language, text) in enumerate(blocks, 1):
        if passed_over:
            continue
        if shutil.which(PROGRAMS[language][0]) is None:
            print(f"{guide}: example {number} ({language}) is skipped: {PROGRAMS[language][0]} is not installed")
            continue
        run(f"{guide}: example {number} ({language})", language, text, environment)
        ran += 1
    if ran == 0:
        sys.exit(f"{guide} has no example that could be run")
    print(f"{guide}: {ran} examples ran")


def run(name: str, language: str, text: str, environment: dict) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=SUFFIXES[language], encoding="utf-8") as file:
        file.write(text)
        file.flush()
        done = subprocess.run(
            [*PROGRAMS[language], file.name], env=environment, capture_output=True, text=True, timeout=60, check=False
        )
    if done.returncode != 0 or not done.stdout.strip():
        sys.exit(f"{name} failed:\n{text}\n{done.stdout}{done.stderr}")


main()
