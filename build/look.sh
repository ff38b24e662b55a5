#!/usr/bin/env bash
# Opens a page in a headless Chromium (Debian's package chromium) and looks at it: any error or warning in the console, any request for something
# beside the page and any sideways scrolling is a failure. Leaves pictures of it, 360 and 1280 px wide, light and dark, and a print as PDF.
#   build/look.sh report.html [folder for the pictures]
set -euo pipefail
[ $# -ge 1 ] && [ -f "$1" ] || { echo "usage: build/look.sh page.html [folder]; the page must exist" >&2; exit 2; }
root=$(cd "$(dirname "$0")/.." && pwd)
page=$1
folder=${2:-${page%.html}-pictures}
browser=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || true)}
[ -n "$browser" ] || { echo "look.sh: no Chromium here; install Debian's package chromium or name one in CHROMIUM" >&2; exit 2; }

profile=$(mktemp -d)
chromium=
finish() {
    [ -z "$chromium" ] || { kill "$chromium" 2>/dev/null && wait "$chromium" 2>/dev/null; } || true
    rm -rf "$profile" || true
}
trap finish EXIT
"$browser" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update \
    --disable-sync --remote-debugging-port=0 --user-data-dir="$profile" about:blank >"$profile/log" 2>&1 &
chromium=$!
for _ in $(seq 150); do
    [ -s "$profile/DevToolsActivePort" ] && break
    kill -0 "$chromium" 2>/dev/null || break
    sleep 0.2
done
[ -s "$profile/DevToolsActivePort" ] || { echo "look.sh: Chromium did not start:" >&2; cat "$profile/log" >&2; exit 2; }

# The first line is the port, the second the path of the socket.
{ read -r port; read -r path || true; } <"$profile/DevToolsActivePort"
dotnet run --file "$root/build/look.cs" -- "$page" "$folder" "ws://127.0.0.1:$port$path"
