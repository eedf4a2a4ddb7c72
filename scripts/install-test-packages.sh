#!/bin/sh
# Says which system packages tests need and this machine lacks, and installs them if
# GROUPCALL_TEST_PACKAGES is `install`. Tests whose packages are missing are skipped, with
# a note.
set -u

missing=''
need () { # command, package
  command -v "$1" > /dev/null 2>&1 || missing="$missing $2"
}

need pulseaudio pulseaudio
need pactl pulseaudio-utils
need turnserver coturn
need ip iproute2
# its WAV files, and what it decodes, are compared with ours
need ffmpeg ffmpeg
# the documented way to put TLS in front of a bootstrap peer
need nginx nginx-light
need caddy caddy
need openssl openssl
need systemd-analyze systemd
# for the network lab, which also needs root
need nft nftables
need ethtool ethtool
need gcc gcc
need miniupnpd miniupnpd-nftables

# an independent WebRTC implementation, to test against
/usr/bin/python3 -c 'import aiortc' 2> /dev/null || missing="$missing python3-aiortc"
# Firefox exposes the certificates of a connection from version 153 on
[ "$(firefox-esr --version 2> /dev/null | tr -dc '0-9.' | cut -d. -f1)" -ge 153 ] 2> /dev/null || missing="$missing firefox-esr"
command -v chromium > /dev/null 2>&1 || command -v chromium-browser > /dev/null 2>&1 || command -v google-chrome > /dev/null 2>&1 || missing="$missing chromium"
[ -e /usr/lib/*/alsa-lib/libasound_module_pcm_pulse.so ] 2> /dev/null || missing="$missing libasound2-plugins"

# Not necessary, but tests take less time with it
optional=''
command -v chromium-headless-shell > /dev/null 2>&1 || optional=chromium-headless-shell

[ -z "$missing$optional" ] && exit 0

if [ "${GROUPCALL_TEST_PACKAGES:-}" = install ] && [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null 2>&1; then
  echo "installing$missing $optional"
  # Debian would run these as services; the tests start theirs. This script is asked before
  # a service is started.
  policy=/usr/sbin/policy-rc.d
  services=''
  for service in coturn nginx caddy; do
    case $missing in *$service*) services="$services $service" ;; esac
  done
  if [ -n "$services" ] && [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' > $policy
    chmod 755 $policy
    trap 'rm -f $policy' EXIT
  fi
  # shellcheck disable=SC2086
  { apt-get update -q; apt-get install -y -q --no-install-recommends $missing; } > /dev/null 2>&1 && missing=''
  # nor should they run when the system starts again
  # shellcheck disable=SC2086
  [ -z "$services" ] || systemctl disable $services > /dev/null 2>&1
  [ -z "$optional" ] || apt-get install -y -q --no-install-recommends "$optional" > /dev/null 2>&1
fi

[ -z "$missing$optional" ] && exit 0

if [ -n "$optional" ]; then
  echo "Tests take less time with the package $optional"
fi

[ -z "$missing" ] && exit 0

echo "Some tests will be skipped, because these packages are missing, or too old:$missing"
echo "Install them with your system's package manager (Debian: sudo apt-get install$missing), or let this do it, as root on Debian: GROUPCALL_TEST_PACKAGES=install npm test"
