#!/usr/bin/env bash
# Plants regressions in a copy of the product, one at a time, and runs the nightly comparison on full MNIST: each has to be found. `make planted`.
# Minutes for each. SEEDS=1..10 chooses the night's seeds; ONLY=text plants those whose name contains the text.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git -C "$root" ls-files -z --cached --others --exclude-standard | (cd "$root" && xargs -0 cp --parents -t "$copy" 2>/dev/null) || true
if [ -z "${MNIST_DIR:-}" ] && [ -d "$root/../shared/mnist" ]; then export MNIST_DIR=$root/../shared/mnist; fi
if [ -z "${MNIST_DIR:-}" ] && [ -d "$root/data/mnist" ]; then export MNIST_DIR=$root/data/mnist; fi
cd "$copy"
missed=0

night() {
    dotnet build src/Cli --configuration Release -p:TreatWarningsAsErrors=false >"$copy/log" 2>&1 || { tail -n 5 "$copy/log"; return 3; }
    dotnet out/bin/Cli/release/reproduce.dll nightly --dataset mnist --seeds "${SEEDS:-1..20}" --output "$copy/night" --quiet
}

plant() {
    local name=$1 file=$2 search=$3 replace=$4 content planted code=0
    [[ "$name" == *"${ONLY:-}"* ]] || return 0
    content=$(cat "$file"; printf x)
    content=${content%x}
    planted=${content/"$search"/"$replace"}
    if [ "$planted" = "$content" ]; then
        echo "planted: '$search' is not found in $file" >&2
        exit 3
    fi
    printf '%s' "$planted" >"$file"
    printf '%-42s ' "$name"
    night || code=$?
    printf '%s' "$content" >"$file"
    case $code in
        1) grep -E '\| \*\*' "$copy/night/summary.md" | cut -d'|' -f2,3,7,10,14 | sed 's/^/    /' || true ;;
        0) echo "    NOT FOUND"; missed=$((missed + 1)) ;;
        *) exit 3 ;;
    esac
}

if [ -z "${ONLY:-}" ]; then
    printf '%-42s ' "nothing planted"
    night
fi

plant "learning rate off by 3 %" src/Training/Trainer.cs 'engine.Start(recipe.Network, initial, recipe.LearningRate)' 'engine.Start(recipe.Network, initial, recipe.LearningRate * 1.03)'
plant "epsilon 1e-1" src/Training/Portable/NormalizationLayer.cs 'NormalizationKernels.Normalize(x, mean.All, variance.All, (float)configuration.Epsilon' 'NormalizationKernels.Normalize(x, mean.All, variance.All, 0.1f'
plant "momentum 0.9 for 0.99" src/Training/Portable/NormalizationKernels.cs '(Vector256.Create((float)momentum), Vector256.Create((float)(1 - momentum)))' '(Vector256.Create(0.9f), Vector256.Create(0.1f))'
plant "one class mislabelled in 2 % of cases" src/Training/Portable/SoftmaxCrossEntropy.cs 'var label = examples.Label(batch[row]);' 'var label = examples.Label(batch[row]) is 3 && batch[row] % 50 == 0 ? 5 : examples.Label(batch[row]);'
plant "no reshuffle" src/Training/Trainer.cs 'new Batches(order.Next(), recipe.BatchSize)' 'new Batches(new EpochOrder(order.Count, new Pcg32(recipe.Seed, ShuffleStream)).Next(), recipe.BatchSize)'
echo "planted: $missed not found"
[ "$missed" -eq 0 ]
