"""A release folder with a genuine manifest: small, and no model; the scripts never look inside a file."""

import hashlib
import json
import os
import pathlib
import sys


def make(folder, seed):
    """Writes `<folder>/<release>`, another one for each seed, and answers with its path."""
    files = {
        "scorer.bin": f"scorer {seed}".encode(),
        "model.json": json.dumps({"seed": seed}).encode(),
        "report.json": b"{}",
        "clients/ids.npy": bytes(range(256)) * 4,
        "clients/features.npy": f"features {seed} ".encode() * 2000,
    }
    entries = {n: {"bytes": len(b), "sha256": hashlib.sha256(b).hexdigest()} for n, b in sorted(files.items())}
    manifest = {
        "format": 1,
        "release": "",
        "created": "",
        # Numbers that Python writes otherwise than Rust, and a letter that is not ASCII.
        "source": {"kind": "synthetic" if seed == 0 else "files", "description": "é"},
        "files": entries,
        "metrics": {"tiny": "TINY", "huge": "HUGE"},
    }
    written = lambda m, **how: json.dumps(m, ensure_ascii=False, **how).replace('"TINY"', "1e-7").replace('"HUGE"', "1e16")
    digest = hashlib.sha256(written(manifest, separators=(",", ":")).encode()).hexdigest()
    manifest |= {"release": f"20260131-{digest[:12]}", "created": "2026-01-31T12:00:00Z"}
    place = pathlib.Path(folder) / manifest["release"]
    for name, content in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
    (place / "manifest.json").write_text(written(manifest, indent=2))
    # Older than anything stored, as a release is.
    for path in place.rglob("*.*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    return place


if __name__ == "__main__":
    print(make(sys.argv[1], int(sys.argv[2])))
