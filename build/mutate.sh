#!/usr/bin/env bash
# Plants faults in a copy of the product, one at a time, and runs the specs: each fault has to turn a spec red. `make mutate`.
# The faults are in build/mutants.txt. First the specs of the mathematics, the data, the network and the recipe are run (seconds); a fault that
# survives them meets the specs that train on the sample. A fault that does not compile, or whose place is not found, is an error of the list.
# ONLY=text runs the faults whose name contains the text.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/build/faults.sh"
require_fault mutate "$root/build/mutants.txt"
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT

git -C "$root" ls-files -z --cached --others --exclude-standard | (cd "$root" && xargs -0 cp --parents -t "$copy" 2>/dev/null) || true
if [ -z "${MNIST_DIR:-}" ] && [ -d "$root/../shared/mnist" ]; then export MNIST_DIR=$root/../shared/mnist; fi
if [ -z "${MNIST_DIR:-}" ] && [ -d "$root/data/mnist" ]; then export MNIST_DIR=$root/data/mnist; fi
cd "$copy"

quick='TestCategory=T1|TestCategory=T2|TestCategory=T3|TestCategory=T4|TestCategory=T5|TestCategory=I1|TestCategory=I2|TestCategory=I3'
# The specs that train on the sample: all but those that train on MNIST, and but the document, which quotes sources and would turn red at any change.
slow='FullyQualifiedName!~DocumentSpec&FullyQualifiedName!~MNIST&FullyQualifiedName!~At_ten_times&FullyQualifiedName!~Ten_times'

killed=0 survived=0 broken=0
specs() { dotnet test spec --no-build --filter "$1" >"$copy/log" 2>&1; }

echo "building the product without a fault ..."
dotnet build spec >"$copy/log" 2>&1 || { tail -n 20 "$copy/log"; exit 1; }
specs "($quick)&FullyQualifiedName!~BN_leads&FullyQualifiedName!~On_MNIST" || { grep -E '^  Failed ' "$copy/log"; echo "mutate: the specs fail without any fault."; exit 1; }

plant() {
    local name=$1 file=$2 search=$3 replace=$4 content planted verdict
    [[ "$name" == *"${ONLY:-}"* ]] || return 0
    content=$(cat "$file"; printf x)
    content=${content%x}
    planted=${content/"$search"/"$replace"}
    if [ "$planted" = "$content" ]; then
        printf '%-58s not found in %s\n' "$name" "$file"
        broken=$((broken + 1))
        return 0
    fi
    printf '%s' "$planted" >"$file"
    if ! dotnet build spec -p:TreatWarningsAsErrors=false >"$copy/log" 2>&1; then
        verdict="does not compile"
        broken=$((broken + 1))
    elif ! specs "($quick)&FullyQualifiedName!~On_MNIST" || ! specs "$slow"; then
        verdict="killed by $(grep -E '^  Failed ' "$copy/log" | head -n 1 | sed -E 's/^  Failed //; s/ \[[^]]*\]$//') ($(grep -cE '^  Failed ' "$copy/log") red)"
        killed=$((killed + 1))
    else
        verdict="SURVIVED"
        survived=$((survived + 1))
    fi
    printf '%-58s %s\n' "$name" "$verdict"
    printf '%s' "$content" >"$file"
}

# A fault is four lines: name, file, what stands there, what is planted. Empty lines and lines that begin with # separate.
while IFS= read -r name; do
    case "$name" in '' | '#'*) continue ;; esac
    IFS= read -r file
    IFS= read -r search
    IFS= read -r replace
    plant "$name" "$file" "$search" "$replace"
done <build/mutants.txt

echo "mutate: $killed killed, $survived survived, $broken broken"
[ "$survived" -eq 0 ] && [ "$broken" -eq 0 ]
