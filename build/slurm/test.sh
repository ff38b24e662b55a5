#!/usr/bin/env bash
# Runs ensemble.sbatch for real: starts a Slurm of one node on this machine (Debian's slurm-wlm, loopback only, with a configuration of its own),
# submits a job array on the sample, requeues one of its tasks, takes a part's runs away and submits that part alone again, merges the parts, and
# compares with an undisturbed pass without Slurm, byte for byte.
# Needs root, and installs the packages where they are missing. Leaves nothing running. ENGINE (portable), TASKS (3), EPOCHS (1), SEEDS (1..6).
set -euo pipefail
cd "$(dirname "$0")/../.."
engine=${ENGINE:-portable} tasks=${TASKS:-3} epochs=${EPOCHS:-1} seeds=${SEEDS:-1..6}
fail() { echo "slurm: FAIL: $*" >&2; exit 1; }
[ "$(id -u)" -eq 0 ] || fail "needs root, to start Slurm's daemons"
command -v slurmctld slurmd munged sbatch >/dev/null || DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet slurm-wlm munge >/dev/null

work=$(mktemp -d)
chmod 755 "$work"
daemons=()
stop() {
    [ "${#daemons[@]}" -eq 0 ] || kill "${daemons[@]}" 2>/dev/null || true
    wait 2>/dev/null || true
    [ -n "${KEEP:-}" ] || rm -rf "$work"
}
trap stop EXIT
start() { "$@" >"$work/$(basename "$1").out" 2>&1 & daemons+=($!); }
until_true() { for _ in $(seq 300); do if "$@" >/dev/null 2>&1; then return 0; fi; sleep 0.2; done; return 1; }

node=$(hostname --short)
mkdir -p "$work/munge" "$work/state" "$work/spool"
chmod 700 "$work/munge"
head --bytes=1024 /dev/urandom >"$work/munge/key"
chmod 400 "$work/munge/key"
cat >"$work/slurm.conf" <<EOF
ClusterName=test
SlurmctldHost=$node(127.0.0.1)
SlurmctldPort=16817
SlurmdPort=16818
CommunicationParameters=NoInAddrAny
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge/socket
CredType=cred/munge
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
MpiDefault=none
ProctrackType=proctrack/pgid
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SchedulerType=sched/backfill
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
JobRequeue=1
NodeName=$node NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=test Nodes=$node Default=YES MaxTime=INFINITE State=UP
EOF
export SLURM_CONF=$work/slurm.conf

munge=$work/munge
start munged --foreground --force --key-file="$munge/key" --socket="$munge/socket" --pid-file="$munge/pid" --log-file="$munge/log" \
    --seed-file="$munge/seed"
until_true test -S "$work/munge/socket" || fail "munged does not start: $(tail -n 1 "$work/munged.out")"
start slurmctld -D -f "$SLURM_CONF"
start slurmd -D -f "$SLURM_CONF" -N "$node"
ready() { sinfo --noheader --format=%T | grep -qx idle; }
until_true ready || fail "the node does not come up: $(tail -n 2 "$work/slurmctld.log" "$work/slurmd.log" 2>/dev/null | tr '\n' ' ')"
echo "slurm: $(sinfo --version) is up, with one node of $(nproc) processors"

dotnet build src/Cli --configuration Release --verbosity quiet -nologo >"$work/build.log" || { cat "$work/build.log"; exit 1; }
program=out/bin/Cli/release/reproduce.dll
grid=(--dataset sample --epochs "$epochs" --batch-sizes 100,50 --seeds "$seeds" --engine "$engine")
export RESULTS=$work/parts
mkdir -p "$RESULTS"
job=$(sbatch --parsable --array="0-$((tasks - 1))" --output="$work/task-%a.log" build/slurm/ensemble.sbatch "${grid[@]}")
echo "slurm: job $job, an array of $tasks tasks"

# One task is thrown back into the queue when it has stored its first run, as when its node is taken away.
begun() { [ -s "$RESULTS/part-0.jsonl" ]; }
until_true begun || fail "task 0 stores nothing: $(tail -n 2 "$work"/task-*.log 2>/dev/null | tr '\n' ' ')"
scontrol requeue "${job}_0" && echo "slurm: task 0 was requeued after $(wc -l <"$RESULTS/part-0.jsonl") runs"
# A requeued job waits two minutes, in case its node is ill; this one need not.
requeued() { squeue --noheader --jobs="${job}_0" --states=PENDING --format=%r | grep -q BeginTime; }
if until_true requeued; then scontrol update JobId="${job}_0" StartTime=now; fi

over() { [ -z "$(squeue --noheader --jobs="$1" --states=PENDING,RUNNING,COMPLETING,SUSPENDED 2>/dev/null)" ]; }
wait_for() {
    for _ in $(seq 20); do if until_true over "$1"; then return 0; fi; done
    fail "the jobs do not end: $(squeue --noheader | tr '\n' ' ')"
}
wait_for "$job"

# A task that failed is submitted again, alone: it has to train what its part lacks, and no more.
last=$((tasks - 1))
whole=$(wc -l <"$RESULTS/part-$last.jsonl")
sed -i '$d' "$RESULTS/part-$last.jsonl"
job=$(sbatch --parsable --array="$last" --output="$work/again-%a.log" build/slurm/ensemble.sbatch "${grid[@]}")
wait_for "$job"
now=$(wc -l <"$RESULTS/part-$last.jsonl")
[ "$now" -eq "$whole" ] || fail "part $last had $whole runs and has $now after it was submitted again: $(tail -n 2 "$work/again-$last.log")"
[ "$(grep -c ' seed ' "$work/again-$last.log")" -eq 1 ] || fail "part $last lacked one run and trained $(grep -c ' seed ' "$work/again-$last.log")"
echo "slurm: part $last lacked one of its $whole runs; submitted again alone (--array=$last) it trained that one"

merge=$(sbatch --parsable --dependency="afterok:$job" --output="$work/merge.log" \
    --wrap "dotnet $program merge $RESULTS/part-*.jsonl --output $work/slurm.jsonl.gz")
wait_for "$merge"
[ -s "$work/slurm.jsonl.gz" ] || fail "nothing was merged: $(tail -n 2 "$work"/*.log | tr '\n' ' ')"
cat "$work/merge.log"

dotnet "$program" ensemble "${grid[@]}" --quiet --results "$work/undisturbed.jsonl"
dotnet "$program" merge "$work/slurm.jsonl.gz" --canonical --output "$work/slurm.canonical" >/dev/null
dotnet "$program" merge "$work/undisturbed.jsonl" --canonical --output "$work/undisturbed.canonical" >/dev/null
cmp "$work/slurm.canonical" "$work/undisturbed.canonical" || fail "the results differ from those of a single pass"
for ((task = 0; task < tasks; task++)); do [ -s "$RESULTS/part-$task.jsonl" ] || fail "task $task trained nothing"; done
by_task=$(wc -l "$RESULTS"/part-*.jsonl | awk '$2 != "total" { printf "%s%s", sep, $1; sep = "+" }')
echo "slurm: PASS: $(wc -l <"$work/slurm.canonical") runs by $tasks tasks ($by_task), identical to a single pass"
