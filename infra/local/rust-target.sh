#!/usr/bin/env bash
# Makes the pinned Rust toolchain able to build for another target than this machine. Safe to run again.
#   1. already able                                      -> nothing to do
#   2. rustup may download (RUSTUP_AUTO_INSTALL is not 0)   -> rustup target add
#   3. otherwise, on Debian                              -> std built from Debian's rust-src of the same version
set -euo pipefail
cd "$(dirname "$0")/../.."

usage() {
    echo "usage: rust-target.sh TARGET [LINKER]"
    echo "Installs a Rust target, such as wasm32-unknown-unknown; LINKER, where it needs one, has to be installed."
}
case "${1:-}" in
-h | --help)
    usage
    exit
    ;;
"" | -*)
    usage >&2
    exit 2
    ;;
esac
target=$1 linker=${2:-}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"

# Compiles and links a program, so that a half-finished installation is noticed.
able() {
    echo 'fn main() { println!("{:?}", std::env::args()); }' |
        rustc --target "$target" ${linker:+-C "linker=$linker"} --crate-name probe -o "$work/probe" - 2>"$work/error"
}

if able; then exit 0; fi
echo "Installing the Rust target $target."
if [ "${RUSTUP_AUTO_INSTALL:-1}" != 0 ] && command -v rustup >/dev/null; then
    if rustup target add "$target" && able; then exit 0; fi
fi
if ! command -v apt-get >/dev/null; then
    echo "The Rust target $target is missing: run 'rustup target add $target', then try again." >&2
    exit 1
fi

version=$(rustc -vV | sed -n 's/^release: //p')
sysroot=$(rustc --print sysroot)
# The mirror that this machine already trusts; its own sources and package state stay as they are.
mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null |
    grep -oE 'https?://[^ ]*/debian/?( |$)' | head -n 1 | tr -d ' ' || true)
if [ -z "$mirror" ]; then
    echo "No Debian mirror is set up here: run 'rustup target add $target', then try again." >&2
    exit 1
fi
mkdir -p "$work"/lists/partial "$work"/cache/archives/partial "$work"/src
apt=(-o "Dir::Etc::sourcelist=$work/sources.list" -o Dir::Etc::sourceparts=-
    -o "Dir::State::lists=$work/lists" -o "Dir::Cache=$work/cache" -o APT::Sandbox::User=root)
package=
for suite in trixie-backports trixie forky sid experimental; do
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" >"$work/sources.list"
    apt-get -qq "${apt[@]}" update || continue
    found=$(apt-cache "${apt[@]}" madison rust-src 2>/dev/null |
        awk -v version="$version+" 'index($3, version) == 1 { print $3; exit }')
    if [ -n "$found" ]; then
        package="rust-src=$found"
        break
    fi
done
if [ -z "$package" ]; then
    echo "Debian has no sources of Rust $version: run 'rustup target add $target', then try again." >&2
    exit 1
fi

echo "Building the standard library for $target from Debian's $package (about a minute)."
(cd "$work" && apt-get -qq "${apt[@]}" download "$package")
dpkg --fsys-tarfile "$work"/*.deb |
    tar -x -C "$work/src" --wildcards --strip-components=4 './usr/src/*/library/*'
if [ -n "$linker" ]; then
    export "CARGO_TARGET_$(tr 'a-z-' 'A-Z_' <<<"$target")_LINKER=$linker"
fi
# The profile that the official library is built with: it embeds bitcode, so that fat LTO works.
(cd "$work/src/library" &&
    env -u RUSTC_WRAPPER -u CARGO_BUILD_TARGET -u RUSTUP_TOOLCHAIN PATH="$sysroot/bin:$PATH" \
        RUSTC_BOOTSTRAP=1 __CARGO_DEFAULT_LIB_METADATA=debian RUSTFLAGS=-Zforce-unstable-if-unmarked \
        CARGO_TARGET_DIR="$work/target" \
        cargo build --quiet --locked --profile dist -p sysroot --target "$target")
destination="$sysroot/lib/rustlib/$target"
rm -rf "${destination:?}"
mkdir -p "$destination/lib"
cp "$work/target/$target"/dist/deps/*.rlib "$destination/lib/"
rm -f "$destination"/lib/libsysroot-*.rlib
able || {
    echo "The Rust target $target was built but does not work: run 'rustup target add $target'. The compiler says:" >&2
    cat "$work/error" >&2
    exit 1
}
