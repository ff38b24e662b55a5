#!/usr/bin/env bash
# Plants faults in a copy of the product, one at a time, and runs specs and tests: each fault has to turn one red. `make mutate`.
# The faults are in build/mutants.txt. A fault meets, until something is red:
#   the specs of the mathematics, the data, the network and the recipe (seconds);
#   the tests of the folder that it lies in, which mirror src;
#   the specs that train on the sample.
# First all of these run without a fault. A fault that does not compile, or whose place is not found, is an error of the list; one that ends or hangs the
# test process is told from one that turns an assertion red. ONLY=text runs the faults whose name contains the text, PART=2/5 the second of five parts.
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

quick='TestCategory=T1|TestCategory=T2|TestCategory=T3|TestCategory=T4|TestCategory=T5|TestCategory=I1|TestCategory=I2|TestCategory=I3'
# What trains on the sample, or on nothing. Not the document, which quotes sources and would turn red at any change, nor what needs MNIST.
slow='FullyQualifiedName!~DocumentSpec&FullyQualifiedName!~MNIST&FullyQualifiedName!~At_ten_times&FullyQualifiedName!~Ten_times&FullyQualifiedName!~hashes&Name!~mnist'
for long in On_MNIST MNIST_now BN_leads At_ten_times Ten_times hashes On_the_sample HistorySnapshotSpec Verdict Document; do quick="($quick)&FullyQualifiedName!~$long"; done

killed=0 crashed=0 survived=0 broken=0
log=$copy/log

compile() { dotnet build "$1" --nologo -p:TreatWarningsAsErrors=false -p:RunAnalyzers=false >"$log" 2>&1; }

# Runs tests. 0: all passed; 1: something is red; 2: the test process ended or hung, or there was no test.
run() {
    timeout 600 dotnet test "$1" --no-build --nologo --filter "$2" >"$log" 2>&1 && grep -q 'Passed:' "$log" && return 0
    grep -qE '^Failed! ' "$log" && return 1
    return 2
}

# What the folder of a source is tested by: src/Claims/Nightly/X.cs by Reproduction.Tests.Claims.
tests_of() {
    case $1 in
        src/*/*) echo "FullyQualifiedName~Reproduction.Tests.$(cut -d/ -f2 <<<"$1").&FullyQualifiedName!~ProcessTests&FullyQualifiedName!~RealMnist" ;;
        *) echo 'FullyQualifiedName~Reproduction.Tests.' ;;
    esac
}

echo "building the product without a fault ..."
compile spec && compile tests/Tests.csproj || { tail -n 20 "$log"; exit 1; }
for baseline in "spec $quick" "spec $slow"; do
    run ${baseline%% *} "${baseline#* }" || { grep -E '^  Failed ' "$log"; tail -n 3 "$log"; echo "mutate: the specs fail without any fault."; exit 1; }
done
for folder in $(sed -n 's|^src/\([A-Za-z]*\)/.*|\1|p' build/mutants.txt | sort -u); do
    run tests/Tests.csproj "$(tests_of "src/$folder/x")" || { grep -E '^  Failed ' "$log"; echo "mutate: the tests of $folder fail without any fault."; exit 1; }
done

plant() {
    local name=$1 file=$2 search=$3 replace=$4 content planted verdict status=0
    content=$(cat "$file"; printf x)
    content=${content%x}
    planted=${content/"$search"/"$replace"}
    if [ "$planted" = "$content" ]; then
        printf '%-66s not found in %s\n' "$name" "$file"
        broken=$((broken + 1))
        return 0
    fi
    printf '%s' "$planted" >"$file"
    if ! compile spec; then
        verdict="does not compile"
        broken=$((broken + 1))
    else
        run spec "$quick" || status=$?
        if [ $status -eq 0 ]; then compile tests/Tests.csproj; run tests/Tests.csproj "$(tests_of "$file")" || status=$?; fi
        if [ $status -eq 0 ]; then run spec "$slow" || status=$?; fi
        case $status in
            0) verdict="SURVIVED"; survived=$((survived + 1)) ;;
            1) verdict="killed by $(grep -E '^  Failed ' "$log" | head -n 1 | sed -E 's/^  Failed //; s/ \[[^]]*\]$//') ($(grep -cE '^  Failed ' "$log") red)"; killed=$((killed + 1)) ;;
            *) verdict="ended the test process, or hung: $(grep -m 1 -iE 'crash|abort|exception' "$log" || echo 'no reason given')"; crashed=$((crashed + 1)) ;;
        esac
    fi
    printf '%-66s %s\n' "$name" "$verdict"
    printf '%s' "$content" >"$file"
}

# A fault is four lines: name, file, what stands there, what is planted. Empty lines and lines that begin with # separate.
number=0 part=${PART:-1/1}
while IFS= read -r name; do
    case "$name" in '' | '#'*) continue ;; esac
    IFS= read -r file
    IFS= read -r search
    IFS= read -r replace
    number=$((number + 1))
    [ $((number % ${part#*/})) -eq $((${part%/*} % ${part#*/})) ] || continue
    [[ "$name" == *"${ONLY:-}"* ]] || continue
    plant "$name" "$file" "$search" "$replace"
done <build/mutants.txt

echo "mutate: $killed killed, $crashed ended the test process, $survived survived, $broken broken"
[ "$survived" -eq 0 ] && [ "$broken" -eq 0 ]
