#!/usr/bin/env bash
# Shows what the specs received and makes it the approved text: `make approve`. Pictures and the page that shows them are drawn from
# approved tables, so they are received anew, shown and approved in a second round.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ -n "${CI:-}" ]; then
    echo "approve: refused, because CI is set: snapshots are approved by a person who reads them." >&2
    exit 2
fi

accept() {
    local received approved count=0
    while IFS= read -r received; do
        case "$received" in
            */README.received.md | ./CLAIMS.received.md | ./docs/*.received.md) approved=${received/.received./.} ;;
            *) approved=${received/.received./.verified.} ;;
        esac
        echo
        if [ -f "$approved" ]; then
            echo "changed  $approved"
        else
            echo "new      $approved"
        fi
        case "$received" in
            *.svg) echo "(a picture: open $approved to see it)" ;;
            *) diff --label approved --label received -u "$([ -f "$approved" ] && echo "$approved" || echo /dev/null)" "$received" || true ;;
        esac
        mv -f "$received" "$approved"
        count=$((count + 1))
    done < <({ find snapshots -maxdepth 1 -name '*.received.*'; find . ./docs -maxdepth 1 -name '*.received.md'; } | LC_ALL=C sort)
    accepted=$count
}

accept
first=$accepted
if [ "$first" -eq 0 ]; then
    echo "approve: nothing was received; run 'make spec' first."
fi

dotnet test spec --filter "FullyQualifiedName~PictureSpec" >/dev/null 2>&1 || true
accept
echo
echo "approve: $((first + accepted)) files approved. Read them again with 'git diff' before you commit."
