#!/usr/bin/env bash
# Kills an ensemble (kill -9) at random moments, starts it again until it is complete, and compares the results, sorted by run, with those of an
# undisturbed pass, byte for byte; then the same with two processes on one file, one of which is killed. `make kills`.
# KILLS (20), SEEDS of the grid (1..40), ENGINE (portable), SECONDS_AT_MOST that a process lives (2.5), SEED of the moments (time of day).
set -euo pipefail
cd "$(dirname "$0")/.."
kills=${KILLS:-20} seeds=${SEEDS:-1..40} engine=${ENGINE:-portable} longest=${SECONDS_AT_MOST:-2.5} seed=${SEED:-$(date +%s)}
[[ "$kills" =~ ^[1-9][0-9]*$ ]] || { echo "kills: KILLS takes a whole number from 1 on; received '$kills'." >&2; exit 2; }
RANDOM=$seed
work=$(mktemp -d)
running=()
trap 'kill -9 "${running[@]}" 2>/dev/null || true; rm -rf "$work"' EXIT

dotnet build src/Cli --configuration Release --verbosity quiet -nologo >"$work/log" || { cat "$work/log"; exit 1; }
program=out/bin/Cli/release/reproduce.dll
# Short runs: the more often a line is written, the more kills fall on it.
ensemble() { exec dotnet "$program" ensemble --dataset sample --epochs 1 --batch-sizes 100,50 --seeds "$seeds" --engine "$engine" --results "$@"; }
canonical() { dotnet "$program" merge "$1" --canonical --output "$1.canonical" >/dev/null; }
moment() { awk -v r="$RANDOM" -v longest="$longest" 'BEGIN { printf "%.3f", 0.05 + r / 32768 * (longest - 0.05) }'; }
fail() { echo "kills: FAIL: $*"; exit 1; }

echo "kills: an undisturbed pass ..."
(ensemble "$work/undisturbed.jsonl" >"$work/undisturbed.log")
canonical "$work/undisturbed.jsonl"
runs=$(wc -l <"$work/undisturbed.jsonl")

echo "kills: $kills kills at random moments of up to $longest s (SEED=$seed) ..."
for ((kill = 1; kill <= kills; kill++)); do
    (ensemble "$work/killed.jsonl" >"$work/killed.log" 2>&1) &
    running=($!)
    sleep "$(moment)"
    kill -9 "${running[0]}" 2>/dev/null || fail "the pass was over before kill $kill; take more SEEDS or a smaller SECONDS_AT_MOST"
    wait "${running[0]}" 2>/dev/null || true
    running=()
    printf '%s ' "$(if [ -e "$work/killed.jsonl" ]; then wc -l <"$work/killed.jsonl"; else echo 0; fi)"
done
echo "of $runs runs had been stored after each kill"
(ensemble "$work/killed.jsonl" >"$work/killed.log") || fail "the last pass ended with an error: $(tail -n 1 "$work/killed.log")"
canonical "$work/killed.jsonl"
cmp "$work/undisturbed.jsonl.canonical" "$work/killed.jsonl.canonical" || fail "the results differ from those of an undisturbed pass"
[ "$(wc -l <"$work/killed.jsonl")" -eq "$runs" ] || fail "a run was stored twice"
echo "kills: PASS: $runs runs, identical to an undisturbed pass after $kills kills"

echo "kills: two processes on one file, one of them killed ..."
(ensemble "$work/shared.jsonl" --parallel 1 >"$work/first.log" 2>&1) &
running=($!)
(ensemble "$work/shared.jsonl" --parallel 1 >"$work/second.log" 2>&1) &
running+=($!)
touch "$work/shared.jsonl"
while [ "$(wc -l <"$work/shared.jsonl")" -lt 20 ]; do sleep 0.05; done
sleep "$(moment)"
kill -9 "${running[0]}" || fail "the first process was over before it could be killed"
wait "${running[0]}" 2>/dev/null || true
(ensemble "$work/shared.jsonl" --parallel 1 >"$work/third.log" 2>&1) &
third=$!
wait "${running[1]}" || fail "the second process ended with an error: $(tail -n 1 "$work/second.log")"
wait "$third" || fail "the third process ended with an error: $(tail -n 1 "$work/third.log")"
running=()
canonical "$work/shared.jsonl"
cmp "$work/undisturbed.jsonl.canonical" "$work/shared.jsonl.canonical" || fail "the results of two processes differ from those of one"
[ "$(wc -l <"$work/shared.jsonl")" -eq "$runs" ] || fail "a run was stored twice"
[ ! -e "$work/shared.jsonl.leases" ] || fail "leases were left behind"
trained() { grep -c ' seed ' "$work/$1.log" || true; }
echo "kills: PASS: $runs runs, trained by three processes: $(trained first) (killed), $(trained second), $(trained third)," \
    "identical to an undisturbed pass"
