#!/usr/bin/env bash
# Plants regressions in a copy of the product, one at a time, and runs the nightly comparison on full MNIST: each has to be found. `make planted`.
# The regressions are in build/regressions.txt. Minutes for each. SEEDS=1..14 chooses the night's seeds; ONLY=text plants those
# whose name or file contains the text.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/build/faults.sh"
require_fault planted "$root/build/regressions.txt"
if [ -z "${MNIST_DIR:-}" ] && [ -d "$root/../shared/mnist" ]; then export MNIST_DIR=$root/../shared/mnist; fi
if [ -z "${MNIST_DIR:-}" ] && [ -d "$root/data/mnist" ]; then export MNIST_DIR=$root/data/mnist; fi
copy_product "$root"
missed=0 planted=0

build() { dotnet build src/Cli --configuration Release -p:TreatWarningsAsErrors=false >"$copy/log" 2>&1 || { tail -n 5 "$copy/log"; return 3; }; }

# Code 1 is an alarm only where the comparison was written; without it, something else went wrong.
night() {
    local code=0
    build || return 3
    rm -rf "$copy/night"
    dotnet out/bin/Cli/release/reproduce.dll nightly --dataset mnist --seeds "${SEEDS:-1..20}" --output "$copy/night" --quiet || code=$?
    [ -s "$copy/night/nightly.json" ] || return 3
    return $code
}

plant() {
    local name=$1 file=$2 search=$3 replace=$4 content changed code=0
    is_chosen "$name" "$file" || return 0
    planted=$((planted + 1))
    content=$(cat "$file"; printf x)
    content=${content%x}
    changed=${content/"$search"/"$replace"}
    if [ "$changed" = "$content" ]; then
        echo "planted: '$search' is not found in $file" >&2
        exit 3
    fi
    printf '%s' "$changed" >"$file"
    printf '%-42s ' "$name"
    night || code=$?
    printf '%s' "$content" >"$file"
    case $code in
        1)
            # Every change of the arithmetic is an alarm by its bits; what is asked here is whether the figures show it, or the recipe, or inference.
            sed -n 's/^- \*\*\(.*\)\*\*.*/    \1/p' "$copy/night/summary.md"
            if ! grep -qE '^- \*\*(worse|suspiciously|inference|recipe|failed)' "$copy/night/summary.md"; then
                echo "    NOT FOUND but by its bits"
                missed=$((missed + 1))
            fi
            ;;
        0) echo "    NOT FOUND"; missed=$((missed + 1)) ;;
        *) exit 3 ;;
    esac
}

build || exit 3
if ! dotnet out/bin/Cli/release/reproduce.dll data --dataset mnist >"$copy/log" 2>&1; then
    echo "planted: MNIST is needed, and is not here: $(tail -n 1 "$copy/log")" >&2
    exit 1
fi
if [ -z "${ONLY:-}" ]; then
    printf '%-42s ' "nothing planted"
    night
fi

# A regression is four lines: name, file, what stands there, what is planted. Empty lines and lines that begin with # separate.
while IFS= read -r name; do
    case "$name" in '' | '#'*) continue ;; esac
    IFS= read -r file
    IFS= read -r search
    IFS= read -r replace
    plant "$name" "$file" "$search" "$replace"
done <build/regressions.txt
echo "planted: $missed of $planted not found"
[ "$missed" -eq 0 ]
