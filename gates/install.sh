#!/usr/bin/env bash
# Makes `clauselint` available to the steps that follow: the one that is there, else the one that this action is part of.
set -euo pipefail

if command -v clauselint > /dev/null; then
    clauselint --version
    exit 0
fi
root="${RUNNER_TEMP:-${TMPDIR:-/tmp}}/clauselint"
cargo install --locked --quiet --path "$(dirname "$0")/.." --root "$root"
"$root/bin/clauselint" --version
echo "$root/bin" >> "$GITHUB_PATH"
