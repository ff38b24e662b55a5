#!/usr/bin/env bash
# Trains with the torch engine again and again under tiny generations, so that the garbage collector and its finalizers run all the time: no run may
# fail, and each has to end with the bits of an undisturbed pass. `make stress`; why: src/Models/OwnedScalar.cs.
# RUNS (20) passes of four runs each; every second pass trains all four at once.
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${RUNS:-20}
[[ "$runs" =~ ^[1-9][0-9]*$ ]] || { echo "stress: RUNS takes a whole number from 1 on; received '$runs'." >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

dotnet build src/Cli --configuration Release --verbosity quiet -nologo >"$work/log" || { cat "$work/log"; exit 1; }
train() {
    timeout 900 dotnet out/bin/Cli/release/reproduce.dll --engine torch --dataset sample --epochs 2 --quiet --output "$work" "$@" >"$work/log" 2>&1
}
hashes() { grep -oE '\b[0-9a-f]{64}\b' "$work/summary.md"; }

train || { cat "$work/log"; echo "stress: the undisturbed pass fails" >&2; exit 1; }
expected=$(hashes)
failed=0 different=0
for ((run = 1; run <= runs; run++)); do
    rm -f "$work/summary.md"
    if ! DOTNET_GCgen0size=0x20000 train --parallel $((run % 2 == 0 ? 4 : 2)); then
        failed=$((failed + 1))
        grep -E '^reproduce: ' "$work/log" || true
    elif [ "$(hashes)" != "$expected" ]; then
        different=$((different + 1))
    fi
    echo "stress: pass $run of $runs: $failed failed, $different with other bits"
done
[ $((failed + different)) -eq 0 ] || { echo "stress: FAIL" >&2; exit 1; }
