#!/usr/bin/env bash
# Reads the workflows with yamllint.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
if ! command -v yamllint >/dev/null; then
    echo "skipped: yamllint is not installed"
    exit 77
fi
yamllint --strict -d '{extends: default, rules: {document-start: disable, truthy: {check-keys: false},
    line-length: {max: 120}, comments: {min-spaces-from-content: 2}, braces: {max-spaces-inside: 1}}}' .github/workflows
