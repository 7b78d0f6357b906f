#!/bin/sh
# Make .venv and install the locked requirements, each only when something changed: prepare.sh run | dev
set -eu
CDPATH='' cd -- "$(dirname -- "$0")/.."

refuse() {
    echo "$1" >&2
    exit 1
}

# The first Python that is new enough; PYTHON in the environment goes before all others.
find_python() {
    for candidate in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11; do
        if [ -n "$candidate" ] &&
            "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
}

check_git() {
    version=$(git --version 2>/dev/null) ||
        refuse "Git is missing: please install git 2.38 or newer and try again."
    numbers=$(echo "$version" | sed -n 's/^git version \([0-9]*\)\.\([0-9]*\).*/\1 \2/p')
    major=${numbers% *} minor=${numbers#* }
    if [ "${major:-0}" -lt 2 ] || { [ "$major" -eq 2 ] && [ "$minor" -lt 38 ]; }; then
        refuse "Git is too old ($version): please install git 2.38 or newer and try again."
    fi
}

make_venv() {
    python=$(find_python)
    [ -n "$python" ] || refuse "Python is missing or too old: please install Python 3.11 or newer and try again."
    "$python" -c 'import venv, ensurepip' 2>/dev/null ||
        refuse "Python's venv module is missing: please install it (on Debian: apt-get install python3-venv) and try again."
    echo "Making .venv with $("$python" --version)."
    "$python" -m venv --clear .venv || refuse "The folder .venv could not be made; the lines above say why."
}

# A copy of the file as installed is the stamp: its content decides, not its date.
install() {
    stamp=.venv/installed-$1
    if ! cmp -s "$1" "$stamp"; then
        echo "Installing $1; this takes a minute, and happens only when the file has changed."
        .venv/bin/python -m pip install --quiet --no-input --disable-pip-version-check --require-hashes -r "$1" ||
            refuse "What $1 lists could not be installed; the lines above say why. The network is needed this once."
        cp "$1" "$stamp"
    fi
}

check_git
.venv/bin/python -m pip --version >/dev/null 2>&1 || make_venv
install requirements.txt
if [ "${1:-run}" = dev ]; then
    install requirements-dev.txt
fi
