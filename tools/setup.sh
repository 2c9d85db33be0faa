#!/bin/sh
# Makes .venv with everything that requirements.lock pins, and .venv/bin/afresh; installs bubblewrap where it
# is missing and may be installed. Run by `make setup`, from the root of the repository. May be run again.
set -eu

say() { printf 'setup: %s\n' "$*" >&2; }
fail() { say "$*"; exit 2; }

suits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if suits "$name"; then
            echo "$name"
            return
        fi
    done
    fail "no Python 3.11 or newer on PATH; install one, for example: apt-get install python3"
}

# Installs one system package, with the rights there are. 1 if it may not or cannot be installed.
install_package() {
    if ! command -v apt-get >/dev/null; then
        return 1
    elif [ "$(id -u)" -eq 0 ]; then
        become=env
    elif sudo -n true >/dev/null 2>&1; then
        become='sudo -n env'
    else
        return 1
    fi
    say "installing the system package $1"
    # Lists of packages are fetched only where they are missing or too old to install from.
    try_install "$become" "$1" >/dev/null 2>&1 && return 0
    $become apt-get update -qq >&2 && try_install "$become" "$1" >&2
}

try_install() {
    $1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2"
}

make_environment() {
    if [ -x .venv/bin/python ] && suits .venv/bin/python && .venv/bin/python -m pip --version >/dev/null 2>&1; then
        return
    fi
    if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        package=$(basename "$python")-venv
        say "$python has no module venv: Debian and Ubuntu ship it in the package $package"
        install_package "$package" || fail "$package cannot be installed from here; run: sudo apt-get install $package"
    fi
    say "making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv || fail "$python cannot make a virtual environment; see the lines above"
}

install_python_packages() {
    say "installing the packages that requirements.lock pins"
    pip="env PIP_DISABLE_PIP_VERSION_CHECK=1 .venv/bin/python -m pip install --quiet --no-input"
    $pip --require-hashes -r requirements.lock ||
        fail "the packages cannot be installed; see the lines above (is the package registry reachable?)"
    $pip --no-deps --no-build-isolation --editable . || fail "afresh cannot be built; see the lines above"
}

check_bubblewrap() {
    if command -v bwrap >/dev/null; then
        return
    fi
    say "bubblewrap is missing: the sandbox stands on it"
    install_package bubblewrap || say "bubblewrap cannot be installed from here; run: sudo apt-get install bubblewrap"
}

command -v "${CC:-cc}" >/dev/null || fail "no C compiler; run: sudo apt-get install gcc libc6-dev"
python=$(find_python)
make_environment
install_python_packages
check_bubblewrap
say "ready: .venv/bin/afresh (try: .venv/bin/afresh doctor)"
