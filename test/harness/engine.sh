#!/bin/sh
# The namespace part of a throw-away engine; throwaway.ts prepares DIR and starts stage `supervise`.
#
#   DIR/conf     TREE (root file system), STATE (where the engine keeps its data), NAME (host name)
#   DIR/files/   copied over the root file system
#   DIR/engine/  seen by the engine as /engine: the socket, its log, `daemon` (its command line) and this script
#   DIR/pid      the engine's first process, as the machine numbers it
#
# supervise -> nest -> build -> run: each stage execs the next, one layer of namespaces further in.
set -eu
stage=$1 dir=${2:-}

cgroup_mount() { # FOLDER: one mount per hierarchy in FOLDER, or cgroup v2 alone on FOLDER itself
  if ! grep -qv '^0:' /proc/self/cgroup; then mount -t cgroup2 cgroup2 "$1"; return; fi
  mount -t tmpfs -o mode=755 tmpfs "$1"
  while IFS=: read -r id controllers _; do
    case $id:$controllers in
      0:*) name=unified type=cgroup2 options=rw ;;
      *:name=*) name=${controllers#name=} type=cgroup options=none,$controllers ;;
      *) name=$controllers type=cgroup options=$controllers ;;
    esac
    mkdir "$1/$name"
    mount -t "$type" -o "$options" cgroup "$1/$name" 2>/dev/null || rmdir "$1/$name"
  done </proc/self/cgroup
}

hierarchies() { # the root folder of each hierarchy that cgroup_mount gave
  if [ -e "$dir/cgroup/cgroup.procs" ]; then echo "$dir/cgroup"; else ls -d "$dir"/cgroup/*/ 2>/dev/null || true; fi
}

# Stays outside with the machine's processes, waits for the end of its stdin (the parent closed it or died, however
# that came about) or of the engine, and then leaves nothing behind. Fresh cgroup mounts, in a mount namespace of its
# own, because a container's /sys/fs/cgroup is often read-only.
supervise() {
  trap : TERM INT HUP
  group=$(basename "$dir")
  mkdir -p "$dir/cgroup" "$dir/disk"
  cgroup_mount "$dir/cgroup" || true
  exec 3<&0 </dev/null
  (
    read -r _ <&3 || true
    until [ -s "$dir/pid" ]; do sleep 0.05; done
    kill -KILL "$(cat "$dir/pid")"
  ) &
  watcher=$!
  # The engine runs in the foreground: a background job would hand an ignored SIGINT down to every container.
  sh -c 'for h in $1; do mkdir -p "$h/$2"
      for f in cpuset.cpus cpuset.mems; do
        if [ -e "$h/$2/$f" ] && [ -e "$h/tasks" ]; then cat "$h/$f" > "$h/$2/$f"; fi
      done
      echo $$ > "$h/$2/cgroup.procs" || :
    done
    exec unshare --cgroup sh "$0" nest "$3" 3<&-' "$0" "$(hierarchies)" "$group" "$dir" || true
  kill "$watcher" 2>/dev/null || true
  for h in $(hierarchies); do
    tries=0
    while [ -d "$h/$group" ] && [ $((tries += 1)) -le 50 ]; do
      find "$h/$group" -depth -type d -exec rmdir {} + 2>/dev/null || sleep 0.05
    done
  done
  umount -R -l "$dir/cgroup" 2>/dev/null || true
  rm -rf --one-file-system "$dir"
}

# In a cgroup namespace whose root is the engine's own group. Under cgroup v2 a group that hands controllers to its
# children may hold no process itself, so this one moves into a leaf.
nest() {
  group=$(basename "$dir")
  for h in $(hierarchies); do
    [ -e "$h/$group/cgroup.subtree_control" ] || continue
    mkdir -p "$h/$group/init" && echo $$ >"$h/$group/init/cgroup.procs" || continue
    for controller in $(cat "$h/$group/cgroup.controllers"); do
      echo "+$controller" >"$h/$group/cgroup.subtree_control" || true
    done
  done 2>/dev/null
  exec unshare --net --mount --pid --uts --ipc --propagation private --fork --kill-child sh "$0" build "$dir"
}

# Process 1 of the engine: its root is the tree under a RAM disk, so neither the tree nor the machine is written to.
build() {
  read -r pid _ </proc/self/stat # /proc is still the machine's
  echo "$pid" >"$dir/pid.new"; mv "$dir/pid.new" "$dir/pid"
  . "$dir/conf"
  disk=$dir/disk root=$dir/disk/root
  mount -t tmpfs -o mode=755 tmpfs "$disk"
  mkdir "$disk/upper" "$disk/work" "$disk/state" "$root"
  mount -t overlay overlay -o "lowerdir=$TREE,upperdir=$disk/upper,workdir=$disk/work" "$root"
  for d in proc sys dev run tmp var/tmp root engine .old "$STATE"; do mkdir -p "$root/$d"; done
  mount -t proc proc "$root/proc"
  mount -t sysfs sysfs "$root/sys"
  mount --rbind /dev "$root/dev"
  mount -t tmpfs -o mode=755 tmpfs "$root/run"
  mount -t tmpfs tmpfs "$root/tmp"
  chmod 1777 "$root/var/tmp"
  cgroup_mount "$root/sys/fs/cgroup"
  mount --bind "$disk/state" "$root/$STATE"
  mount --bind "$dir/engine" "$root/engine"
  cp -a --remove-destination "$dir/files/." "$root/"
  echo "$NAME" >"$root/proc/sys/kernel/hostname"
  [ -z "$HUB" ] || { : >"$root/hub"; mount --bind "$HUB" "$root/hub"; }
  cd "$root"
  pivot_root . .old
  exec /bin/sh -c 'cd /; umount -l /.old; exec /bin/sh /engine/engine.sh run'
}

# Inside, as process 1. eth0 has a cable to nowhere (192.0.2.0/24 and 2001:db8::/32 are for documentation, RFC 5737
# and RFC 3849): the default route is there to be seen, and nothing leaves the namespace.
run() {
  export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TMPDIR=/tmp
  # By its path, because busybox as the shell would take its own, lesser `ip`.
  /sbin/ip link set lo up
  /sbin/ip link add eth0 type veth peer name wire
  /sbin/ip link set wire up
  /sbin/ip link set eth0 up
  /sbin/ip addr add 192.0.2.2/24 dev eth0
  /sbin/ip route add default via 192.0.2.1
  /sbin/ip -6 addr add 2001:db8::2/64 dev eth0 nodad && /sbin/ip -6 route add default via 2001:db8::1 || true
  # Its other end is in another engine's network.
  [ ! -e /hub ] || { /sbin/ip link add lan type veth peer name "port-$(cat /proc/sys/kernel/hostname)" netns /hub; umount /hub; rm /hub; }
  while :; do
    rm -f /engine/docker.sock /engine/again || true # who kills the daemon to start it again removes the socket as well
    sh -c 'echo $$ >/engine/daemon.pid; . /engine/daemon' || echo "the daemon ended with $?"
    [ -e /engine/again ] || exit 1
  done
}

"$stage"
