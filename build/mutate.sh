#!/usr/bin/env bash
# Plants faults in a copy of the product, one at a time, and runs specs and tests: each fault has to turn one red. `make mutate`.
# The faults are in build/mutants.txt. A fault meets, until something is red:
#   the tests of the folder that it lies in, which mirror src;
#   the specs of the mathematics, the data, the network and the recipe (seconds);
#   the specs that train on the sample.
# First all of these run without a fault. A fault that does not compile, or whose place is not found, is an error of the list; one that ends or hangs
# the test process is told from one that turns something red. In the end a table says how many of each folder's faults were found; code 1 where one
# was not.
# ONLY=text runs the faults whose name or file contains the text, PART=2/5 the second of five parts.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/build/faults.sh"
require_fault mutate "$root/build/mutants.txt"
copy_product "$root"
if [ -z "${MNIST_DIR:-}" ]; then
    for mnist in "$root/../shared/mnist" "$root/data/mnist"; do
        if [ -d "$mnist" ]; then export MNIST_DIR=$mnist; fi
    done
fi

quick=$(printf '|TestCategory=%s' T1 T2 T3 T4 T5 I1 I2 I3)
quick="(${quick#|})"
for long in On_MNIST MNIST_now BN_leads At_ten_times Ten_times hashes On_the_sample HistorySnapshotSpec Verdict Document; do
    quick="$quick&FullyQualifiedName!~$long"
done
# What trains on the sample, or on nothing. Not the document, which quotes sources and would turn red at any change, nor what needs MNIST.
slow='Name!~mnist'
for other in DocumentSpec MNIST At_ten_times Ten_times hashes; do slow="$slow&FullyQualifiedName!~$other"; done

log=$copy/log

# The tests' project builds what they test and the specs, too.
compile() { dotnet build tests/Tests.csproj --nologo -p:TreatWarningsAsErrors=false -p:RunAnalyzers=false >"$log" 2>&1; }

# Runs tests. 0: all passed; 1: something is red; 2: the test process ended or hung, or there was no test.
run() {
    local code=0
    # In the background, so that a signal to stop is obeyed at once.
    timeout 600 dotnet test "$1" --no-build --nologo --filter "$2" >"$log" 2>&1 &
    child=$!
    wait "$child" || code=$?
    child=
    [ $code -eq 0 ] && grep -q 'Passed:' "$log" && return 0
    grep -qE '^  Failed ' "$log" && return 1
    return 2
}

# Not in reach of a fault's folder alone: what starts processes, and what reads MNIST.
elsewhere='&FullyQualifiedName!~ProcessTests&FullyQualifiedName!~RealMnist'

# What the folder of a source is tested by: src/Claims/Nightly/X.cs by Reproduction.Tests.Claims.
tests_of() {
    case $1 in
        src/*/*) echo "FullyQualifiedName~Reproduction.Tests.$(cut -d/ -f2 <<<"$1").$elsewhere" ;;
        *) echo 'FullyQualifiedName~Reproduction.Tests.' ;;
    esac
}

plant() {
    local name=$1 file=$2 search=$3 replace=$4 content planted status=0
    content=$(cat "$file"; printf x)
    content=${content%x}
    planted=${content/"$search"/"$replace"}
    if [ "$planted" = "$content" ]; then
        verdict=BROKEN detail="its place is not found in $file"
        return 0
    fi
    printf '%s' "$planted" >"$file"
    if ! compile; then
        verdict=BROKEN detail="it does not compile: $(grep -m 1 -oE 'error [A-Z]+[0-9]+: [^[]*' "$log" || tail -n 1 "$log")"
    else
        run tests/Tests.csproj "$(tests_of "$file")" || status=$?
        if [ $status -eq 0 ]; then run spec "$quick" || status=$?; fi
        if [ $status -eq 0 ]; then run spec "$slow" || status=$?; fi
        case $status in
            0) verdict=SURVIVED detail= ;;
            1) verdict=killed detail="$(grep -cE '^  Failed ' "$log") red: $(sed -nE 's/^  Failed (.*) \[[^]]*\]$/\1/p' "$log" | head -n 1)" ;;
            *) verdict=crashed detail=$(grep -m 1 -iE 'crash|abort|exception' "$log" || echo 'the test process hung, or ran no test') ;;
        esac
    fi
    printf '%s' "$content" >"$file"
}

# A fault is four lines: name, file, what stands there, what is planted. Empty lines and lines that begin with # separate.
names=() files=() searches=() replaces=() number=0 part=${PART:-1/1}
while IFS= read -r name; do
    case "$name" in '' | '#'*) continue ;; esac
    IFS= read -r file
    IFS= read -r search
    IFS= read -r replace
    number=$((number + 1))
    [ $((number % ${part#*/})) -eq $((${part%/*} % ${part#*/})) ] || continue
    is_chosen "$name" "$file" || continue
    names+=("$name") files+=("$file") searches+=("$search") replaces+=("$replace")
done <build/mutants.txt

echo "building the product, and running its specs and tests, without a fault ..."
compile || { tail -n 20 "$log"; exit 1; }
baseline() { run "$1" "$2" || { grep -E '^  Failed ' "$log" || tail -n 3 "$log"; echo "mutate: the $3 fail without any fault."; exit 1; }; }
baseline spec "$slow" "slow specs"
baseline spec "$quick" "quick specs"
while IFS= read -r folder; do
    baseline tests/Tests.csproj "$(tests_of "src/$folder/x")" "tests of $folder"
done < <(printf '%s\n' "${files[@]}" | cut -d/ -f2 | sort -u)

for i in "${!names[@]}"; do
    SECONDS=0
    plant "${names[i]}" "${files[i]}" "${searches[i]}" "${replaces[i]}"
    printf '%4d/%d  %-64s  %-8s  %3d s  %s\n' $((i + 1)) "${#names[@]}" "${names[i]}" "$verdict" "$SECONDS" "$detail"
    printf '%s\t%s\t%s\n' "$(cut -d/ -f2 <<<"${files[i]}")" "$verdict" "${names[i]} (${files[i]})${detail:+: $detail}" >>"$copy/verdicts"
done

# Markdown, so that a workflow shows it.
table() {
    awk -F '\t' '
        { count[$1, $2]++; count[$1]++; count["all", $2]++; count["all"]++ }
        $2 ~ /SURVIVED|BROKEN/ { missed = missed "- " $2 ": " $3 "\n" }
        function row(folder) {
            printf "| %-12s | %7d | %6d | %7d | %8d | %6d |\n", folder, count[folder],
                count[folder, "killed"], count[folder, "crashed"], count[folder, "SURVIVED"], count[folder, "BROKEN"]
        }
        !($1 in seen) { seen[$1]; folders[++n] = $1 }
        END {
            print "| Faults in    | planted | killed | crashed | survived | broken |"
            print "| ------------ | ------: | -----: | ------: | -------: | -----: |"
            for (i = 1; i <= n; i++) row(folders[i])
            row("all")
            if (missed) printf "\n%s", missed
        }' "$copy/verdicts"
}
echo
table | tee -a "${GITHUB_STEP_SUMMARY:-/dev/null}"
! grep -qE "$(printf '\t')(SURVIVED|BROKEN)$(printf '\t')" "$copy/verdicts"
