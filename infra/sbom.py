#!/usr/bin/env python3
"""Says what is built into the packages, as a bill of materials in CycloneDX 1.6: sbom.py ARCHITECTURE FOLDER.

Beside each FOLDER/<function>.zip comes <function>.cdx.json: every crate that is linked in, with version, licence, SHA-256 of
its source as Cargo.lock has it, and which crate asks for which; Rust's own library; and the SHA-256 of the zip that it
is about. No time and no chance is in it: the same zip gives the same bytes. Crates that only run at build time are left out.
"""

import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tomllib
import uuid

ROOT = pathlib.Path(__file__).resolve().parent.parent
FUNCTIONS = ("predict", "explain", "compare")
TARGETS = {"x86_64": "x86_64-unknown-linux-gnu", "arm64": "aarch64-unknown-linux-gnu"}
LINE = re.compile(r"(?P<depth>\d+)(?P<name>\S+) v(?P<version>\S+)(?P<own> \(.*?\))?\|(?P<licence>[^|]*)\|(?P<seen> \(\*\))?")


def tree(target):
    """Each crate by name and version: its licence, whether it is of this workspace, and which crates it asks for."""
    command = ["cargo", "tree", "--locked", "--edges", "normal,no-proc-macro", "--target", target, "--prefix", "depth"]
    command += ["--format", "{p}|{l}|", *(word for name in FUNCTIONS for word in ("--package", name))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"error: what is built in cannot be listed: {done.stderr.strip()}")
    crates, above = {}, []
    for line in filter(None, done.stdout.splitlines()):
        found = LINE.fullmatch(line)
        if not found:
            sys.exit(f"error: cargo tree says what is not known here: {line}")
        crate = f"{found['name']}@{found['version']}"
        licence = " ".join(found["licence"].replace("/", " OR ").split())
        entry = crates.setdefault(crate, {"licence": licence, "own": bool(found["own"]), "asks": set()})
        del above[int(found["depth"]) :]
        if above:
            crates[above[-1]]["asks"].add(crate)
        above.append(crate)
        assert entry["licence"] == licence
    return crates


def component(crate, entry, sources):
    name, _, version = crate.partition("@")
    described = {"type": "library", "bom-ref": crate, "name": name, "version": version}
    if entry["licence"]:
        described["licenses"] = [{"expression": entry["licence"]}]
    if not entry["own"]:
        described["hashes"] = [{"alg": "SHA-256", "content": sources[crate]}]
        described["purl"] = f"pkg:cargo/{name}@{version}"
    return described


def bill(function, package, crates, sources, toolchain, architecture):
    (root,) = (crate for crate in crates if crate.startswith(f"{function}@"))
    reached, todo = set(), [root]
    while todo:
        crate = todo.pop()
        if crate not in reached:
            reached.add(crate)
            todo += crates[crate]["asks"]
    rust = f"rust-std@{toolchain}"
    digest = hashlib.sha256(package).hexdigest()
    parts = [component(crate, crates[crate], sources) for crate in sorted(reached - {root})]
    parts.append({"type": "library", "bom-ref": rust, "name": "rust-std", "version": toolchain,
                  "licenses": [{"expression": "MIT OR Apache-2.0"}]})
    about = component(root, crates[root], sources)
    about |= {"type": "application", "hashes": [{"alg": "SHA-256", "content": digest}]}
    about["properties"] = [{"name": "clairscore:architecture", "value": architecture}]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, digest)}",
        "version": 1,
        "metadata": {"lifecycles": [{"phase": "build"}], "component": about},
        "components": parts,
        "dependencies": [
            {"ref": crate, "dependsOn": sorted(crates[crate]["asks"]) + ([rust] if crate == root else [])}
            for crate in sorted(reached)
        ]
        + [{"ref": rust}],
    }


def main(architecture, folder):
    lock = tomllib.loads((ROOT / "Cargo.lock").read_text())
    sources = {f"{p['name']}@{p['version']}": p["checksum"] for p in lock["package"] if "checksum" in p}
    toolchain = tomllib.loads((ROOT / "rust-toolchain.toml").read_text())["toolchain"]["channel"]
    crates = tree(TARGETS[architecture])
    for function in FUNCTIONS:
        path = pathlib.Path(folder) / f"{function}.cdx.json"
        package = path.with_name(f"{function}.zip").read_bytes()
        made = bill(function, package, crates, sources, toolchain, architecture)
        path.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n")
        print(f"{path}: {len(made['components'])} components")


if __name__ == "__main__":
    main(*sys.argv[1:])
