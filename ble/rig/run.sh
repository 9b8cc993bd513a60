#!/bin/bash
# The end-to-end test: the shipped binary (./localiq, built by `make build`) in a guest with a
# real Bluetooth stack. See README.md here.
#
#   run.sh              everything: packages, image, binaries, the control, the tests, and those across
#                       network namespaces
#   run.sh -run NAME    only the tests of that name; further flags go to the test binary too
#   RIG_LONG=1 run.sh   the long versions (make soak)
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
root=$(readlink -f "$here/../..")
cache=${RIG_CACHE:-$root/.cache/rig}
packages="qemu-system-x86 cpio kmod binutils avahi-daemon avahi-utils dbus"

missing() {
  for p in qemu-system-x86_64 cpio strip apt-get dpkg-deb avahi-daemon avahi-browse dbus-daemon; do command -v "$p" >/dev/null || echo "$p"; done
  [ "$(uname -m)" = x86_64 ] || echo "an x86-64 machine"
}

# no_rig ends the run: a failure where somebody counts on it, one line elsewhere.
no_rig() {
  echo "e2e: not run: $1"
  [ "${CI:-}" = true ] && exit 1
  exit 0
}

if [ -n "$(missing)" ] && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  # shellcheck disable=SC2086
  { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $packages; } >/dev/null 2>&1 || true
fi
lacks=$(missing | tr '\n' ' ')
[ -z "$lacks" ] || no_rig "the rig needs ${lacks% } (Debian, as root: apt-get install $packages)"
if [ ! -s "$cache/base.gz" ] || [ ! -s "$cache/vmlinuz" ] || [ "$here/init" -nt "$cache/base.gz" ]; then
  "$here/guest.sh" build "$cache" || no_rig "the guest could not be built from Debian's packages"
fi

cd "$root"
[ -x localiq ] || { echo "e2e: no ./localiq: make build" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
CGO_ENABLED=0 go test -c -tags e2e -o "$work/e2e.test" ./ble/rig/e2e

# The control: a guest whose script fails must be a failure, with its status.
printf '#!/bin/sh\nexit 3\n' >"$work/fails"
status=0
TMO=60 "$here/guest.sh" run "$cache" "$work/fails" >/dev/null || status=$?
[ $status -eq 3 ] || { echo "e2e: a script that fails with 3 came out as $status: the rig cannot be trusted" >&2; exit 1; }

limit=900
if [ -n "${RIG_LONG:-}" ]; then
  limit=3000
  set -- "$@" -rig.long
fi
flags=(-test.v "-test.timeout=${limit}s")
for f in "$@"; do flags+=("${f/#-run/-test.run}"); done

if [[ " $* " != *" -run"* ]]; then
  # What needs no guest: repeaters across network namespaces, the box on networks with avahi, and what has
  # to be measured on a processor that is not emulated. All mostly wait, and so does what becomes of
  # go-ble's faults (docs/radio.md) and of a clock that somebody sets, in a guest of its own, at the same time.
  go test -tags netns -count=1 -run TestNetns -v ./ble/repeater >"$work/netns" 2>&1 &
  netns=$!
  LOCALIQ=$root/localiq go test -tags netns -count=1 -parallel 4 -run TestNetns -v ./hub/lan >"$work/mdns" 2>&1 &
  mdns=$!
  "$work/e2e.test" "${flags[@]}" -rig.native "$root/localiq" >"$work/native" 2>&1 &
  native=$!
  CGO_ENABLED=0 go test -c -tags e2e -o "$work/radio.test" ./ble/radio
  CGO_ENABLED=0 go test -c -tags e2e -o "$work/clock.test" ./core/clock
  printf '#!/bin/sh\ncd /t && ./clock.test -test.v -test.timeout=60s -test.run=^TestRig$ && exec ./radio.test -test.v -test.timeout=280s -test.run=^TestRig$\n' >"$work/radio"
  status=0
  TMO=300 "$here/guest.sh" run "$cache" "$work/radio" "$work/radio.test" "$work/clock.test" | tr -d '\r' || status=1
  wait $native || status=1
  wait $netns || status=1
  wait $mdns || status=1
  cat "$work/native" "$work/netns" "$work/mdns"
  [ $status -eq 0 ]
fi

cat >"$work/script" <<EOF
#!/bin/sh
cd /t && exec ./e2e.test$(printf ' %q' "${flags[@]}")
EOF
TMO=${TMO:-$((limit + 30))} "$here/guest.sh" run "$cache" "$work/script" "$work/e2e.test" localiq | tr -d '\r'
