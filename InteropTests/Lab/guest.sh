#!/bin/sh
# Boots a Linux guest that has the kernel's own ESP and AH, in its own network namespace, and stays in the foreground.
#
#   guest.sh DIRECTORY
#
# DIRECTORY: an existing directory outside /run, without spaces in its name; the guest reads its files from there.
# Standard input and output are the guest's console: one shell command a line, each answer ends with "@@RC <exit code>";
# the line "@@READY" says that the guest is up. End of input, or the end of this process, ends guest, tap and namespace:
# nothing is left that would have to be cleaned up. Needs root. From another shell, `nsenter --net --target PID` enters
# the namespace (PID is this process); it holds only the tap device wan0, and no address, so that the host's kernel
# never answers the guest itself.
set -eu
export PATH="$PATH:/usr/sbin:/sbin"
here=$(cd "$(dirname "$0")" && pwd)
directory=${1:-}

if [ ! -d "$directory" ]; then
    sed -n '2,12p' "$0" >&2
    exit 2
fi

if [ -z "${LAB_INSIDE:-}" ]; then
    LAB_INSIDE=1 exec unshare --net --mount-proc --pid --fork --kill-child=KILL sh "$here/guest.sh" "$directory"
fi

# Below, everything in this process namespace is killed: it must be one of our own, and we its first process.
[ "$$" = 1 ] || exit 2

# The guest's root is the host's file system, so it can modprobe from the package's own module tree.
modules=$(ls -d /usr/lib/uml/modules/* | sort -V | tail -n 1)
mkdir -p "$directory/lib/modules"
ln -sfn "$modules" "$directory/lib/modules/$(basename "$modules")"
cp "$here/guest-init.sh" "$here/udp-encapsulation.py" "$directory/"

ip link set lo up
ip tuntap add wan0 mode tap
ip link set wan0 address 02:00:00:00:00:01
echo 1 >/proc/sys/net/ipv6/conf/wan0/disable_ipv6 2>/dev/null || true
ip link set wan0 up

# The guest's memory is a deleted file in TMPDIR; /dev/shm is the fastest place, but containers often make it tiny.
if [ "$(df --output=avail /dev/shm 2>/dev/null | tail -n 1)" -gt 200000 ] 2>/dev/null; then
    export TMPDIR=/dev/shm
else
    export TMPDIR="$directory"
fi

# A guest that is busy when its console closes hangs, and a killed one leaves helper processes behind. So the console
# goes through a fifo, and at the end of input all that is left in this process namespace is killed.
mkfifo "$directory/console"
exec 3<&0
{
    cat <&3 >"$directory/console"
    sleep 0.5
    kill -KILL -1
} &
linux.uml mem=128M rootfstype=hostfs rootflags=/ rw quiet init=/bin/sh \
    con=null con0=fd:0,fd:1 ssl=null uml_dir="$directory" umid=guest \
    vec0:transport=tap,ifname=wan0,mac=02:00:00:00:00:02,depth=64,gro=0 \
    -- "$directory/guest-init.sh" "$directory" <"$directory/console" 3<&-
