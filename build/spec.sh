#!/usr/bin/env bash
# Runs the specs, or those of one claim: `make spec`, `make spec CLAIM=B3`. A claim that no spec names is an error (code 2), not a run of nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
claim=${1:-}
[ -n "$claim" ] || exec dotnet test spec
[[ "$claim" =~ ^[A-Z][0-9]+$ ]] && grep -rqF --include='*.cs' "[Claim(\"$claim\"" spec || {
    echo "spec: no spec belongs to claim '$claim'; CLAIMS.md lists the claims (CLAIM=B3)." >&2
    exit 2
}
# Without the pages and their pictures, which belong to every claim.
filter="TestCategory=$claim&FullyQualifiedName!~Reproduction.Spec.Documents&FullyQualifiedName!~DocumentSpec"
exec dotnet test spec --filter "$filter" --logger "console;verbosity=normal" -- RunConfiguration.TreatNoTestsAsError=true
