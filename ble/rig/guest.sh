#!/bin/bash
# A real Linux kernel with Bluetooth and nothing else, in software.
#
#   guest.sh build DIR            makes DIR/vmlinuz and DIR/base.gz out of Debian packages, once;
#                                 the packages are unpacked, not installed
#   guest.sh run DIR SCRIPT F...  boots, runs SCRIPT with every F beside it in /t, and exits with
#                                 its status; 99: the guest died, 124: it took too long (TMO)
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
cmd=$1 dir=$2
shift 2
mkdir -p "$dir"
dir=$(readlink -f "$dir")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The order in which the kernel wants them. The -cloud kernels of Debian have no Bluetooth.
modules="ecc ecdh_generic crc16 rfkill bluetooth hci_vhci"

build() {
  local root=$work/root kernel deb module file
  cd "$work"
  fetch() {
    kernel=$(apt-cache depends linux-image-amd64 2>/dev/null | awk '/Depends:/{print $2; exit}')
    [ -n "$kernel" ] && apt-get -qq download "$kernel" busybox-static
  }
  fetch || { apt-get -qq update && fetch; } # the package lists may be old, or not there yet
  for deb in *.deb; do dpkg-deb -x "$deb" unpacked; done
  mkdir -p "$root"/{bin,dev,proc,sys,tmp,mods,t}
  cp unpacked/bin/busybox "$root/bin/"
  install -m 755 "$here/init" "$root/init"
  for module in $modules; do
    file=$(find unpacked/lib/modules -name "$module.ko*" | head -1)
    case $file in
      '') continue ;; # built in
      *.xz) xz -dc "$file" >"$root/mods/$module.ko" ;;
      *) cp "$file" "$root/mods/$module.ko" ;;
    esac
    strip --strip-debug "$root/mods/$module.ko"
    echo "$module" >>"$root/mods/order"
  done
  archive "$root" | gzip -6 >"$dir/base.gz"
  cp unpacked/boot/vmlinuz-* "$dir/vmlinuz"
  echo "guest: $kernel, $(du -ch "$dir/base.gz" "$dir/vmlinuz" | tail -1 | cut -f1) in $dir"
}

archive() { (cd "$1" && find . -mindepth 1 -print0 | sort -z | cpio --null -o -H newc --quiet -R 0:0); }

run() {
  mkdir -p "$work/files/t"
  install -m 755 "$1" "$work/files/t/run"
  shift
  [ $# -eq 0 ] || cp "$@" "$work/files/t/"
  # The kernel unpacks archives one after the other.
  { cat "$dir/base.gz"; archive "$work/files" | gzip -1; } >"$work/initrd"
  local status=0
  timeout "${TMO:-240}" qemu-system-x86_64 -accel "${ACC:-tcg,thread=multi}" -M pc -cpu max -smp "${SMP:-2}" -m "${MEM:-768}" \
    -nodefaults -no-user-config -no-reboot -display none -monitor none -serial stdio \
    -kernel "$dir/vmlinuz" -initrd "$work/initrd" \
    -append "console=ttyS0 quiet loglevel=4 panic=-1 oops=panic mitigations=off tsc=reliable no_timer_check cryptomgr.notests random.trust_cpu=on" \
    -device isa-debug-exit,iobase=0xf4,iosize=0x04 </dev/null || status=$?
  [ $status -ne 124 ] || { echo "guest: time limit" >&2; exit 124; }
  # The guest writes its status + 16, and qemu makes (v << 1) | 1 of that: success is 33, which
  # none of qemu's own failures is.
  [ $((status & 1)) -ne 1 ] || [ $status -lt 33 ] || exit $(((status >> 1) - 16))
  echo "guest: qemu ended with $status, and the guest without one" >&2
  exit 99
}

"$cmd" "$@"
