#!/usr/bin/env bash
# Two checkers from outside on the bundled spec: Redocly's from npm, openapi-spec-validator from PyPI.
# Each runs where its language is present; errors fail, warnings do not.
set -euo pipefail
cd "$(dirname "$0")/.."

if command -v npx >/dev/null; then
    npx --yes @redocly/cli@2 lint generated/openapi.yaml --extends minimal --format summary
else
    echo "node is not there: Redocly is left out"
fi

if command -v python3 >/dev/null && python3 -m venv --help >/dev/null 2>&1; then
    environment=$(mktemp -d)
    trap 'rm -rf "$environment"' EXIT
    python3 -m venv "$environment"
    "$environment/bin/pip" install --quiet openapi-spec-validator
    "$environment/bin/openapi-spec-validator" generated/openapi.yaml
else
    echo "python is not there: openapi-spec-validator is left out"
fi
