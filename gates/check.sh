#!/usr/bin/env bash
# The check of the action: annotations into the log, a page into the summary of the job, a SARIF file for code scanning.
# It succeeds whatever the check says, so that the file is uploaded first; the last step of the action fails.
set -euo pipefail

sarif=${CLAUSELINT_SARIF_FILE:-clauselint.sarif}
scratch=$(mktemp -d "${RUNNER_TEMP:-${TMPDIR:-/tmp}}/clauselint.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

arguments=(--persona "${CLAUSELINT_PERSONA:-ci}" --fail-on "${CLAUSELINT_FAIL_ON:-error}")
if [[ -n ${CLAUSELINT_AS_OF:-} ]]; then
    arguments+=(--as-of "$CLAUSELINT_AS_OF")
fi
if [[ -n ${CLAUSELINT_CHANGED_SINCE:-} ]]; then
    arguments+=("--changed-since=$CLAUSELINT_CHANGED_SINCE")
fi
if [[ -n ${CLAUSELINT_PATH:-} ]]; then
    arguments+=(-- "$CLAUSELINT_PATH")
fi

rm -f "$sarif"
code=0
clauselint check --format github --format "sarif=$sarif" --format "markdown=$scratch/summary.md" "${arguments[@]}" \
    2> "$scratch/errors" || code=$?
cat "$scratch/errors" >&2

if [[ -s $scratch/summary.md ]]; then
    cat "$scratch/summary.md" >> "$GITHUB_STEP_SUMMARY"
else
    {
        printf '## clauselint\n\nThe documents could not be checked (exit code %s).\n\n' "$code"
        # Four blanks make code of a line, whatever stands in it.
        sed 's/^/    /' "$scratch/errors"
    } >> "$GITHUB_STEP_SUMMARY"
    echo "::error title=clauselint::the documents could not be checked (exit code $code), see the log"
fi

echo "exit-code=$code" >> "$GITHUB_OUTPUT"
if [[ -s $sarif ]]; then
    # The upload looks from the top of the workspace.
    whole=$(cd "$(dirname "$sarif")" && pwd)/$(basename "$sarif")
    echo "sarif-file=${whole#"${GITHUB_WORKSPACE:-}/"}" >> "$GITHUB_OUTPUT"
fi
