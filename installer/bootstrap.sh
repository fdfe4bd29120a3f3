#!/bin/sh
# Brings what a bare Debian or Ubuntu lacks, and the Python environment of the lock file. Quick when nothing is missing.
#
#   sh installer/bootstrap.sh          all of it
#   sh installer/bootstrap.sh python   the Python environment only
#   sh installer/bootstrap.sh audit    all of it, and what `make audit` needs from the distribution
#
# Anywhere else (Fedora, macOS, …) it brings the Python environment and says which libraries to look for.
set -eu
cd "$(dirname "$0")/.."

packages="
libegl1 libgl1 libxkbcommon0 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1
libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-render-util0 libxcb-xinerama0 libxcb-image0
xvfb xauth fonts-dejavu-core
chromium
gnome-keyring dbus cron
strace wrk
"

say() { printf '%s\n' "$*" >&2; }

stop() {
    say "$*"
    exit 1
}

is_installed() {
    dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed
}

# Ubuntu's chromium is a snap, which a machine without systemd cannot run: any Chromium or Chrome on PATH does.
has_browser() {
    command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 ||
        command -v google-chrome >/dev/null 2>&1
}

missing_packages() {
    for package in $packages $1; do
        if [ "$package" = chromium ] && has_browser; then continue; fi
        is_installed "$package" || printf '%s ' "$package"
    done
}

# How this user may run apt: directly, by sudo without a question, by sudo at a terminal, or not at all.
privilege() {
    if [ "$(id -u)" = 0 ]; then
        echo direct
    elif command -v sudo >/dev/null 2>&1 && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
        echo sudo
    else
        echo none
    fi
}

install_packages() {
    command -v dpkg-query >/dev/null 2>&1 || {
        say "Not a Debian or Ubuntu: if Qt does not start, install what provides: $(echo $packages)"
        return 0
    }
    missing=$(missing_packages "$1")
    [ -n "$missing" ] || return 0
    command="apt-get update && apt-get install -y --no-install-recommends $missing"
    case $(privilege) in
        direct) prefix="" ;;
        sudo) prefix="sudo " ;;
        none) stop "These packages are missing, and only an administrator may install them. Run:

  sudo sh -c '$command'

then the same make command again." ;;
    esac
    say "Installing: $missing"
    # apt asks nothing, and what it prints stays out of the way unless it fails.
    log=$(mktemp)
    if ! $prefix env DEBIAN_FRONTEND=noninteractive sh -c "$command" >"$log" 2>&1 </dev/null; then
        tail -n 20 "$log" >&2
        rm -f "$log"
        stop "The packages could not be installed. Try yourself:

  ${prefix}sh -c '$command'"
    fi
    rm -f "$log"
}

# Prints the uv to use: the one on PATH, else one of our own below .tools/.
find_uv() {
    if command -v uv >/dev/null 2>&1; then
        command -v uv
        return
    fi
    if [ ! -x .tools/bin/uv ]; then
        python3 -m venv .tools >&2 || stop "python3 has no venv module. Run: apt-get install -y python3-venv"
        .tools/bin/python -m pip install --quiet --disable-pip-version-check uv >&2 ||
            stop "uv could not be fetched. Is the Python package index within reach?"
    fi
    echo "$PWD/.tools/bin/uv"
}

command -v python3 >/dev/null 2>&1 || command -v uv >/dev/null 2>&1 ||
    stop "python3 is missing. Run: apt-get install -y python3-venv"

if [ "${1:-all}" != python ]; then
    # A system Python without its venv module is of no use when uv has to be fetched.
    extra=""
    if ! command -v uv >/dev/null 2>&1 && ! python3 -c 'import ensurepip' 2>/dev/null; then extra=python3-venv; fi
    # sqlmap, a Java for the Nu HTML checker, and npm, which brings that checker.
    if [ "${1:-all}" = audit ]; then
        extra="$extra sqlmap"
        command -v java >/dev/null 2>&1 || extra="$extra default-jre-headless"
        command -v npm >/dev/null 2>&1 || extra="$extra npm"
    fi
    install_packages "$extra"
fi

# uv keeps what it fetched in the user's home; an account without one keeps it here.
if [ -z "${UV_CACHE_DIR:-}${XDG_CACHE_HOME:-}" ] && ! { [ -d "${HOME:-}" ] && [ -w "${HOME:-}" ]; }; then
    export UV_CACHE_DIR="$PWD/.tools/cache"
fi
uv=$(find_uv)
# Nothing is resolved anew: the lock is the truth, and a lock that no longer fits the project is an error to see.
"$uv" sync --locked --quiet
