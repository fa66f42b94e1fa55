#!/usr/bin/env bash
# Fails when a source file is not formatted as .clang-format says. Only version 14 counts: others disagree in details.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tool=$(command -v clang-format-14 || command -v clang-format || true)
if [ -z "$tool" ] || ! "$tool" --version | grep -q 'version 14\.'; then
    echo "skipped: clang-format 14 is not installed"
    exit 77
fi
git ls-files -z --cached --others --exclude-standard -- '*.h' '*.cpp' '*.mm' |
    while IFS= read -r -d '' file; do [ ! -f "$file" ] || printf '%s\0' "$file"; done |
    xargs -0 -r "$tool" --dry-run -Werror
