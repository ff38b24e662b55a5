# Sourced by mutate.sh and planted-regressions.sh, whose lists have a fault in four lines (name, file, what stands there, what is planted).

# copy_product ROOT: copies the product into a folder of its own, named by copy and removed in the end, and goes there.
copy_product() {
    copy=$(mktemp -d)
    trap 'rm -rf "$copy"' EXIT
    git -C "$1" ls-files -z --cached --others --exclude-standard | (cd "$1" && xargs -0 cp --parents -t "$copy" 2>/dev/null) || true
    cd "$copy"
}

# require_fault SCRIPT LIST: ends with code 2 where ONLY chooses no fault of the list: nothing planted is not "nothing missed".
require_fault() {
    local names
    names=$(grep -v -e '^#' -e '^$' "$2" | awk 'NR % 4 == 1')
    grep -qF -- "${ONLY:-}" <<<"$names" && return 0
    echo "$1: no fault in ${2##*/} has '${ONLY:-}' in its name; nothing was planted." >&2
    exit 2
}
