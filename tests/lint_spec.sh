#!/usr/bin/env bash
# Checks the bundled description with Redocly from npm and with openapi-spec-validator from PyPI.
# A checker is skipped with a message where its language is missing or it cannot be downloaded.
#
#   tests/lint_spec.sh [FILE]      FILE defaults to generated/openapi.yaml
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
file=${1:-$root/generated/openapi.yaml}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rejected=()

skip() {
    echo "skipped: $1"
    if [ -s "$work/log" ]; then tail -n 3 "$work/log" | sed 's/^/    /'; fi
    : >"$work/log"
}

# check NAME COMMAND...: runs the command on the file, and prints its output if it fails.
check() {
    local name=$1
    shift
    if "$@" "$file" >"$work/log" 2>&1; then
        echo "accepted: $name"
    else
        cut -c 1-400 "$work/log"
        echo "REJECTED: $name"
        rejected+=("$name")
    fi
    : >"$work/log"
}

if [ ! -r "$file" ]; then
    echo "$file cannot be read" >&2
    exit 2
fi
: >"$work/log"
echo "checking $file"

export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
redocly=(npx --yes @redocly/cli@2)
if ! command -v npx >/dev/null; then
    skip "Redocly: node is missing"
elif ! (cd "$work" && "${redocly[@]}" --version) >"$work/log" 2>&1; then
    skip "Redocly: cannot be downloaded from npm"
else
    check "Redocly $(tail -n 1 "$work/log")" "${redocly[@]}" lint --config "$root/tests/redocly.yaml"
fi

if ! command -v python3 >/dev/null || ! python3 -m venv "$work/python" >"$work/log" 2>&1; then
    skip "openapi-spec-validator: python3 with venv is missing"
elif ! "$work/python/bin/pip" install --quiet --disable-pip-version-check 'openapi-spec-validator==0.9.*' \
    >"$work/log" 2>&1; then
    skip "openapi-spec-validator: cannot be downloaded from PyPI"
else
    version=$("$work/python/bin/pip" show openapi-spec-validator 2>"$work/log" | sed -n 's/^Version: //p')
    check "openapi-spec-validator $version" "$work/python/bin/openapi-spec-validator"
fi

if [ ${#rejected[@]} -gt 0 ]; then
    echo "$file is rejected by ${rejected[*]}" >&2
    exit 1
fi
