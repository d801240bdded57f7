#!/usr/bin/env bash
# Checks the spelling of all files with `typos` from PyPI, configured in `.typos.toml`.
# Skipped with a message where python3 with venv is missing or the package cannot be downloaded.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if ! command -v python3 >/dev/null || ! python3 -m venv "$work/python" >"$work/log" 2>&1; then
    echo "skipped: python3 with venv is missing"
    exit 0
fi
# one version, as every new one knows more misspellings
if ! "$work/python/bin/pip" install --quiet --disable-pip-version-check 'typos==1.52.0' >"$work/log" 2>&1; then
    echo "skipped: typos cannot be downloaded from PyPI"
    tail -n 3 "$work/log" | sed 's/^/    /'
    exit 0
fi
"$work/python/bin/typos" --format long
echo "no misspellings"
