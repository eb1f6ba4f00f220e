#!/usr/bin/env python3
"""Reads a release's manifest and checks files against it, for publish.sh and rollback.sh.

    release.py list MANIFEST            the release's name, then a line for each file: bytes, SHA-256, name
    release.py verify FOLDER            checks every file of a release's folder against its manifest, then as `list`

The same checks as in infra/local/src/publish.rs, with nothing but Python's own library. What is wrong goes to the
standard error, and the status is then 1.
"""

import hashlib
import json
import pathlib
import re
import sys

FORMAT = 1


class Damaged(Exception):
    """What is wrong with a release, and with which file."""


class Number(str):
    """A number as it is written: it is written again digit by digit."""


def compact(value):
    """JSON without spaces, its keys in their order: the bytes that the release's name is a digest of."""
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, dict):
        return "{" + ",".join(f"{compact(key)}:{compact(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(compact, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def parse(path):
    """The manifest in that file, if it is the one that its name says."""
    try:
        manifest = json.loads(path.read_bytes(), parse_float=Number, parse_int=Number)
        release, files = manifest["release"], manifest["files"]
        entries = [(int(entry["bytes"]), entry["sha256"], name) for name, entry in files.items()]
    except OSError as error:
        raise Damaged(f"{path}: {error.strerror}; name the folder of a release, which holds a manifest.json") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged(f"{path}: not a manifest ({error!r}); make the release again") from error
    if manifest.get("format") != str(FORMAT):
        raise Damaged(f"{path}: format {manifest.get('format')}, and this program publishes format {FORMAT}")
    # Names become parts of keys and paths: nothing in them may lead elsewhere.
    if not isinstance(release, str) or not re.fullmatch(r"[A-Za-z0-9-]+", release):
        raise Damaged(f"{path}: {release!r} is not the name of a release")
    for size, sha256, name in entries:
        if not re.fullmatch(r"([A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*", name):
            raise Damaged(f"{path}: {name!r} is not the name of a file of a release")
        if size < 0 or not re.fullmatch(r"[0-9a-f]{64}", sha256):
            raise Damaged(f"{path}: the entry of {name} makes no sense; make the release again")
    digest = hashlib.sha256(compact({**manifest, "release": "", "created": ""}).encode()).hexdigest()
    if release.rpartition("-")[2] != digest[:12]:
        raise Damaged(f"{path}: its content does not match the digest in its name; make the release again")
    return release, entries


def compare(stream, name, size, sha256):
    """Checks that a stream has those bytes."""
    found, digest = 0, hashlib.sha256()
    while block := stream.read(1 << 20):
        found += len(block)
        digest.update(block)
    if (found, digest.hexdigest()) != (size, sha256):
        said = f"the manifest says {size} with {sha256}"
        raise Damaged(f"{name}: {found} bytes with SHA-256 {digest.hexdigest()}, and {said}")


def verify(folder):
    """Checks every file of a release's folder."""
    release, entries = parse(folder / "manifest.json")
    for size, sha256, name in entries:
        try:
            with (folder / name).open("rb") as file:
                compare(file, folder / name, size, sha256)
        except OSError as error:
            raise Damaged(f"{folder / name}: {error.strerror}; make the release again") from error
    return release, entries


def main(arguments):
    try:
        match arguments:
            case ["list", path]:
                release, entries = parse(pathlib.Path(path))
            case ["verify", path]:
                release, entries = verify(pathlib.Path(path))
            case _:
                print(__doc__, file=sys.stderr)
                return 2
    except Damaged as damage:
        print(f"error: {damage}", file=sys.stderr)
        return 1
    print(release)
    for size, sha256, name in entries:
        print(f"{size}\t{sha256}\t{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
