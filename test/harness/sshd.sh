#!/bin/sh
# An SSH server on loopback in mount and process namespaces of its own, which end with it: DIR holds what it needs
# (keys/: sshd_config and keys, seen as /far/keys); TREE is its root file system, not written to; ENGINE, a folder with an
# engine's docker.sock, is seen as /engine.
set -eu
dir=$1 tree=$2 engine=$3
disk=$dir/disk root=$dir/disk/root
mkdir -p "$disk"
mount -t tmpfs tmpfs "$disk"
mkdir "$disk/upper" "$disk/work" "$root"
mount -t overlay overlay -o "lowerdir=$tree,upperdir=$disk/upper,workdir=$disk/work" "$root"
for folder in proc dev root far engine run/sshd; do mkdir -p "$root/$folder"; done
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mkdir "$root/far/keys" && mount --bind "$dir/keys" "$root/far/keys"
mount --bind "$engine" "$root/engine"
printf 'root:*:0:0::/root:/bin/sh\nsshd:*:100:65534::/run/sshd:/bin/false\n' >"$root/etc/passwd"
printf 'root:*:0:\nnogroup:*:65534:\n' >"$root/etc/group"
[ -e "$root/usr/bin/sh" ] || ln -s busybox "$root/usr/bin/sh"
exec chroot "$root" /usr/sbin/sshd -D -e -f /far/keys/sshd_config
