#!/usr/bin/env bash
# Two checkers from outside on the bundled description: Redocly's from npm, openapi-spec-validator from PyPI.
# Each runs where its language is present and it can be fetched, and is left out, aloud, where not.
#
#   tests/lint_spec.sh [FILE]      FILE is generated/openapi.yaml when not given
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
file=${1:-$root/generated/openapi.yaml}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
refused=()

left_out() {
    echo "left out: $1"
    if [ -s "$work/log" ]; then tail -n 3 "$work/log" | sed 's/^/    /'; fi
    : >"$work/log"
}

# check NAME COMMAND...: says what the command made of the file, and why it refuses it.
check() {
    local name=$1
    shift
    if "$@" "$file" >"$work/log" 2>&1; then
        echo "accepted: $name"
    else
        cut -c 1-400 "$work/log"
        echo "REFUSED: $name"
        refused+=("$name")
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
    left_out "Redocly, as node is not there"
elif ! (cd "$work" && "${redocly[@]}" --version) >"$work/log" 2>&1; then
    left_out "Redocly, as npm does not give it"
else
    check "Redocly $(tail -n 1 "$work/log")" "${redocly[@]}" lint --config "$root/tests/redocly.yaml"
fi

if ! command -v python3 >/dev/null || ! python3 -m venv "$work/python" >"$work/log" 2>&1; then
    left_out "openapi-spec-validator, as python3 with venv is not there"
elif ! "$work/python/bin/pip" install --quiet --disable-pip-version-check 'openapi-spec-validator==0.9.*' \
    >"$work/log" 2>&1; then
    left_out "openapi-spec-validator, as PyPI does not give it"
else
    version=$("$work/python/bin/pip" show openapi-spec-validator 2>"$work/log" | sed -n 's/^Version: //p')
    check "openapi-spec-validator $version" "$work/python/bin/openapi-spec-validator"
fi

if [ ${#refused[@]} -gt 0 ]; then
    echo "$file is refused by ${#refused[@]} of them" >&2
    exit 1
fi
