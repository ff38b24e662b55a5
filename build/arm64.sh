#!/usr/bin/env bash
# Shows that the portable engine gives the same bits on arm64: publishes the program for linux-arm64 and runs its command `fingerprint` under
# user-mode emulation. Needs Debian's packages qemu-user-static, libc6-arm64-cross and libstdc++6-arm64-cross, and libssl3 for arm64 (.NET's SHA-256
# comes from it), which is fetched with apt-get and unpacked into a temporary folder. Exit code 0 when the fingerprint is the expected one, 3 when
# a package is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
root=/usr/aarch64-linux-gnu
if ! command -v qemu-aarch64-static >/dev/null || [ ! -e "$root/lib/ld-linux-aarch64.so.1" ]; then
    echo "arm64: install qemu-user-static, libc6-arm64-cross and libstdc++6-arm64-cross first." >&2
    exit 3
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# the architecture is known to apt for this one download, through a list of packages of its own
mkdir -p "$folder/lists/partial" "$folder/archives/partial"
apt=(-qq -o APT::Architectures=arm64 -o APT::Architecture=arm64 -o APT::Sandbox::User=root)
apt+=(-o Dir::State::Lists="$folder/lists" -o Dir::Cache::Archives="$folder/archives")
if ! (cd "$folder" && apt-get "${apt[@]}" update && apt-get "${apt[@]}" download libssl3); then
    echo "arm64: libssl3 for arm64 cannot be fetched with apt-get." >&2
    exit 3
fi
dpkg -x "$folder"/libssl3_*.deb "$folder/ssl"

dotnet publish src/Cli --configuration Release --runtime linux-arm64 --self-contained --output "$folder/program" --verbosity quiet
DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 qemu-aarch64-static -L "$root" -E LD_LIBRARY_PATH="$folder/ssl/usr/lib/aarch64-linux-gnu" \
    "$folder/program/reproduce" fingerprint
