#!/bin/sh
# Run the tests on all cores in a temporary folder of their own: run_tests.sh [arguments for pytest]
set -eu
CDPATH='' cd -- "$(dirname -- "$0")/.."

# Its last line of output is the browser's path, or empty; the notes go to standard error.
WGEC_CHROMIUM=$(.venv/bin/python -m tools.browser)
export WGEC_CHROMIUM

# Kept short, for sockets have short names; removed at the end, so that nothing stays outside the checkout.
scratch=$(mktemp -d "${TMPDIR:-/tmp}/wgec.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# loadgroup keeps the tests marked slow together on one worker, one after the other (tests/conftest.py). They mostly wait,
# so there is one worker more than there are processors.
TMPDIR="$scratch" .venv/bin/python -m pytest -n "$(($(getconf _NPROCESSORS_ONLN) + 1))" --dist loadgroup "$@"
