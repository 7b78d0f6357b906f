#!/bin/sh
# Write the two lock files anew from PyPI alone, whatever this machine's pip is set to: lock.sh [--upgrade …]
set -eu
CDPATH='' cd -- "$(dirname -- "$0")/.."

unset PIP_FIND_LINKS PIP_INDEX_URL PIP_EXTRA_INDEX_URL PIP_NO_INDEX
export PIP_CONFIG_FILE=/dev/null CUSTOM_COMPILE_COMMAND="make lock"

.venv/bin/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' ||
    echo "Note: the lock files are made with Python 3.11, the oldest that is supported; this is another one." >&2

# The runtime file comes first: the other one is bound to its versions (-c requirements.txt).
for name in requirements requirements-dev; do
    echo "Locking $name.in"
    .venv/bin/python -m piptools compile --quiet --allow-unsafe --generate-hashes --strip-extras \
        --no-emit-find-links --no-emit-index-url --output-file "$name.txt" "$@" "$name.in"
done
