#!/usr/bin/env bash
# Shows what the specs received and makes it the approved text: `make approve`. Pictures and the page that shows them are drawn from
# approved tables, so they are received anew, shown and approved in a second round.
set -euo pipefail
cd "$(dirname "$0")/.."
. build/switches.sh

if is_on CI; then
    echo "approve: refused, because CI is set: snapshots are approved by a person who reads them." >&2
    exit 2
fi
command -v dotnet >/dev/null || { echo "approve: dotnet is not on the PATH; pictures are drawn anew with it. Nothing was approved." >&2; exit 2; }

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

# The pictures' specs fail where a picture has changed, which is what they run for; a build that fails leaves nothing to approve.
dotnet build spec --nologo --verbosity quiet >&2 || { echo "approve: the specs do not build, so the pictures were not drawn anew." >&2; exit 1; }
dotnet test spec --no-build --filter "FullyQualifiedName~PictureSpec" >/dev/null 2>&1 || true
accept
echo
echo "approve: $((first + accepted)) files approved. Read them again with 'git diff' before you commit."
