#!/bin/sh
# Installs the system packages that tests need. Without them the tests that need
# them are skipped, and say so.
set -u

missing=''
need () { # command, package
  command -v "$1" > /dev/null 2>&1 || missing="$missing $2"
}

need pulseaudio pulseaudio
need pactl pulseaudio-utils
need ip iproute2
# Firefox shows the certificates of a connection since version 153
[ "$(firefox-esr --version 2> /dev/null | tr -dc '0-9.' | cut -d. -f1)" -ge 153 ] 2> /dev/null || missing="$missing firefox-esr"
command -v chromium > /dev/null 2>&1 || command -v chromium-browser > /dev/null 2>&1 || command -v google-chrome > /dev/null 2>&1 || missing="$missing chromium"
[ -e /usr/lib/*/alsa-lib/libasound_module_pcm_pulse.so ] 2> /dev/null || missing="$missing libasound2-plugins"

[ -z "$missing" ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null 2>&1; then
  echo "installing$missing"
  # shellcheck disable=SC2086
  { apt-get update -q; apt-get install -y -q --no-install-recommends $missing; } > /dev/null 2>&1 && exit 0
fi

echo "Some tests will be skipped, because these packages are missing, or too old:$missing"
echo "Install them with your system's package manager (Debian: sudo apt-get install$missing)"
