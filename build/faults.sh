# Sourced by mutate.sh and planted-regressions.sh, whose lists have a fault in four lines (name, file, what stands there, what is planted).

# copy_product ROOT: copies the product into a folder of its own, named by copy and removed in the end, and goes there. What runs in the background
# then, named by child, is ended, too.
copy_product() {
    copy=$(mktemp -d) child=
    trap '[ -z "$child" ] || kill "$child" 2>/dev/null || true; rm -rf "$copy"' EXIT
    git -C "$1" ls-files -z --cached --others --exclude-standard | (cd "$1" && xargs -0 cp --parents -t "$copy" 2>/dev/null) || true
    cd "$copy"
}

# is_chosen NAME FILE: whether ONLY, part of a fault's name or of its file's, chooses it; without ONLY, all are.
is_chosen() { [[ "$1 $2" == *"${ONLY:-}"* ]]; }

# require_fault SCRIPT LIST: ends with code 2 where ONLY chooses no fault of the list: nothing planted is not "nothing missed".
require_fault() {
    local names
    names=$(grep -v -e '^#' -e '^$' "$2" | awk 'NR % 4 == 1 { name = $0 } NR % 4 == 2 { print name, $0 }')
    grep -qF -- "${ONLY:-}" <<<"$names" && return 0
    echo "$1: no fault in ${2##*/} has '${ONLY:-}' in its name or its file's; nothing was planted." >&2
    exit 2
}
