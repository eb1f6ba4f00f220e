#!/usr/bin/env python3
"""Packs a program for AWS Lambda: zip.py PROGRAM ARCHITECTURE ZIP [MOST].

In the zip is `bootstrap` alone, with a fixed date and mode: the same program gives the same bytes. A program for another
processor, or for a newer C library than provided.al2023 has, is refused, and so is a package of more than MOST bytes.
"""

import hashlib
import pathlib
import re
import struct
import sys
import zipfile

# provided.al2023: the GNU C library 2.34.
NEWEST_LIBRARY = (2, 34)
# The field e_machine of an ELF header.
MACHINES = {"x86_64": 0x3E, "arm64": 0xB7}
# What Lambda takes without a bucket between.
LARGEST = 50 << 20


def problem(program, architecture):
    """What speaks against a program, or nothing."""
    if program[:5] != b"\x7fELF\x02":
        return "it is not a program for 64-bit Linux"
    if struct.unpack_from("<H", program, 18)[0] != MACHINES[architecture]:
        return f"it is not for {architecture}"
    versions = {tuple(map(int, found)) for found in re.findall(rb"GLIBC_(\d+)\.(\d+)\0", program[: len(program)])}
    if versions and max(versions) > NEWEST_LIBRARY:
        newest = ".".join(map(str, max(versions)))
        return f"it needs the C library {newest}, and Lambda has {'.'.join(map(str, NEWEST_LIBRARY))}: build on an older system"
    return None


def main(path, architecture, output, most=LARGEST):
    program = pathlib.Path(path).read_bytes()
    if found := problem(program, architecture):
        sys.exit(f"error: {path}: {found}")
    entry = zipfile.ZipInfo("bootstrap", (1980, 1, 1, 0, 0, 0))
    entry.create_system = 3
    entry.external_attr = 0o100755 << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(output, "w") as package:
        package.writestr(entry, program, compresslevel=9)
    packed = pathlib.Path(output).read_bytes()
    if len(packed) > int(most):
        pathlib.Path(output).unlink()
        sys.exit(f"error: {output}: {len(packed)} bytes, and at most {most} are allowed")
    digest = hashlib.sha256(packed).hexdigest()
    print(f"{output}: {len(packed) / (1 << 20):.2f} MiB, {len(program) / (1 << 20):.2f} MiB unpacked, SHA-256 {digest}")


if __name__ == "__main__":
    main(*sys.argv[1:])
