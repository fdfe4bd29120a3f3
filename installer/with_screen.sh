#!/bin/sh
# Runs a command on the screen there is, on a virtual one, or offscreen: the user does not have to choose.
#
#   sh installer/with_screen.sh [--virtual | --unattended] COMMAND …
#
# --virtual      takes the virtual one even where there is a real one, so that pictures are the same everywhere
# --unattended   adds « --unattended » to the command where there is no real one: nobody would see its windows
set -eu
wish=${1:-}
case $wish in
    --virtual | --unattended) shift ;;
    *) wish= ;;
esac

if [ "$wish" != --virtual ] &&
    { [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ] || [ "$(uname)" = Darwin ]; }; then
    exec "$@"
fi
if [ "$wish" = --unattended ]; then
    set -- "$@" --unattended
fi
if command -v xvfb-run >/dev/null 2>&1 && command -v xauth >/dev/null 2>&1; then
    exec env -u WAYLAND_DISPLAY QT_QPA_PLATFORM=xcb xvfb-run -a -s '-screen 0 1366x768x24 -nolisten tcp' "$@"
fi
exec env QT_QPA_PLATFORM=offscreen "$@"
