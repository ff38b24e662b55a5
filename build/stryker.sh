#!/usr/bin/env bash
# Lets Stryker.NET (Apache-2.0) mutate projects of src in a copy of the product, and runs the tests of their folders against each mutant.
# `make stryker`. PROJECTS="Statistics Engines/Portable" chooses. build/stryker.json says what is left out: texts, refusals of null, and the kernels,
# whose bits are fixed elsewhere (reproduce fingerprint). What survives has to be in build/survivors.txt, with its reason. In the end a table has each
# project's score; code 1 where something survives that is not in the list.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/build/faults.sh"
command -v jq >/dev/null || { echo "stryker: jq is needed, which reads its report." >&2; exit 3; }
projects=${PROJECTS:-Networks Training Statistics Models Engines/Torch Engines/Portable Data Claims Ensembles}
for project in $projects; do
    [ -d "$root/src/$project" ] || { echo "stryker: there is no src/$project." >&2; exit 2; }
done

tool=$root/out/stryker
[ -x "$tool/dotnet-stryker" ] || dotnet tool install dotnet-stryker --version 5.1.0 --tool-path "$tool" >/dev/null ||
    { echo "stryker: dotnet-stryker 5.1.0 cannot be installed." >&2; exit 3; }
copy_product "$root"
# The tests' project gets a reference that is not in its lock.
export RestoreLockedMode=false

# What survived, a line each: file, the line of the source that is mutated, what stands in place of the mutated part; single spaces.
survivors() {
    jq -r '.files | to_entries[] | (.key | sub("^.*/src/"; "src/")) as $file | (.value.source | split("\n")) as $lines | .value.mutants[]
        | select(.status == "Survived" or .status == "NoCoverage") | [$file, $lines[.location.start.line - 1], .replacement]
        | map(gsub("\\s+"; " ") | ltrimstr(" ") | rtrimstr(" ") | if . == "" then "(nothing)" else . end) | join("\t")' "$1" | sort -u
}

# In the list a survivor is four lines: those three and the reason. Empty lines and lines that begin with # separate.
explained() {
    grep -v -e '^#' -e '^$' build/survivors.txt |
        awk 'NR % 4 == 1 { file = $0 } NR % 4 == 2 { line = $0 } NR % 4 == 3 { print file "\t" line "\t" $0 }' | sort -u
}

count() { jq "[.files[].mutants[] | select($1)] | length" "$2"; }

row() { printf '| %-18s | %7s | %6s | %8s | %9s | %6s |\n' "$@"; }
{
    row Project mutants killed survived explained score
    row ------------------ ------: -----: -------: --------: -----:
} >"$copy/table"
touch "$copy/unexplained"

# Stryker mutates what the tests' project names itself, and takes every test project that it names for one to be run.
tests=$(grep -v 'Spec.csproj' tests/Tests.csproj)
for project in $projects; do
    name=${project//\//.}
    printf '%s\n' "${tests/<ItemGroup>/<ItemGroup><ProjectReference Include=\"../src/$project/$name.csproj\" />}" >tests/Tests.csproj
    dotnet build tests/Tests.csproj --nologo -p:RunAnalyzers=false >"$copy/log" 2>&1 || { tail -n 20 "$copy/log"; exit 1; }
    (cd tests && "$tool/dotnet-stryker" --config-file ../build/stryker.json --skip-version-check --project "$name.csproj" \
        --output "$copy/reports/$name" --test-case-filter "FullyQualifiedName~Reproduction.Tests.${project%%/*}.&FullyQualifiedName!~RealMnist")
    report=$(find "$copy/reports/$name" -name '*.json' | head -n 1)
    [ -n "$report" ] || { echo "stryker: it left no report of $project." >&2; exit 1; }
    survivors "$report" >"$copy/survivors"
    comm -23 "$copy/survivors" <(explained) >>"$copy/unexplained"
    killed=$(count '.status == "Killed" or .status == "Timeout"' "$report")
    survived=$(count '.status == "Survived" or .status == "NoCoverage"' "$report")
    score=$(awk -v k="$killed" -v s="$survived" 'BEGIN { printf "%.0f %%", k + s ? 100 * k / (k + s) : 100 }')
    row "$project" $((killed + survived)) "$killed" "$survived" "$(comm -12 "$copy/survivors" <(explained) | wc -l)" "$score" >>"$copy/table"
done
echo
{
    cat "$copy/table"
    echo
    awk -F '\t' '{ print "- " $1 ": `" $2 "` with `" $3 "`" }' "$copy/unexplained"
} | tee -a "${GITHUB_STEP_SUMMARY:-/dev/null}"
[ ! -s "$copy/unexplained" ]
