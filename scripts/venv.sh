#!/bin/sh
# Makes .venv with the first Python on this machine that geotracker runs on, or says what to install.
set -eu

fits='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))'
for python in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
    "$python" -c "$fits" 2>/dev/null || continue
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        echo "$python cannot make a virtual environment. Type: sudo apt install python3-venv (or python$version-venv)" >&2
        exit 1
    fi
    "$python" -m venv --clear .venv
    exit
done
echo "geotracker runs on Python 3.11, 3.12 or 3.13; this machine has: $(${PYTHON:-python3} --version 2>&1 | head -n 1)." \
    "Install one of them and name it: make PYTHON=python3.13 map" >&2
exit 1
