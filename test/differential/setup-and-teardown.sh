#!/usr/bin/env bash
# Builds the networks of a small shop, looks at them and takes them down again, as a deployment script would.
# usage: NETWORK='docker network' setup-and-teardown.sh set_up|look|tear_down...
set -euo pipefail
shopt -s expand_aliases
alias docker-network="$NETWORK"

project=shop
label="com.example.project=$project"
stages=(blue green)
trap 'echo "stopped at line $LINENO" >&2' ERR

say() { printf '%s: %s\n' "$project" "$*"; }

exists() { docker-network inspect "$1" >/dev/null 2>&1; }

ensure() { # name, flags...
  local name=$1
  shift
  if exists "$name"; then
    say "$name is there"
    return
  fi
  local id
  id=$(docker-network create --label "$label" "$@" "$name")
  say "made $name, an id of ${#id} characters"
}

attach() { # network, container, flags...
  local network=$1 container=$2
  shift 2
  docker-network connect "$@" "$network" "$container" && say "$container is on $network"
}

field() { docker-network inspect --format "{{$2}}" "$1"; }

set_up() {
  docker-network create --config-only --subnet 10.77.9.0/24 --gateway=10.77.9.1 "$project-defaults" >/dev/null
  ensure "$project-front" --subnet 10.77.1.0/24 --gateway 10.77.1.254 --ip-range 10.77.1.0/25
  ensure "$project-back" --internal --subnet=10.77.2.0/24 -o com.docker.network.driver.mtu=1400
  ensure "$project-six" --ipv6 --subnet 10.77.3.0/24 --subnet fd77::/64 --aux-address router=10.77.3.200
  docker-network create --config-from="$project-defaults" "$project-from" | tr -d a-f0-9
  ensure "$project-front"
  for stage in "${stages[@]}"; do
    ensure "$project-$stage" --label "stage=$stage" --label disposable
  done
  attach "$project-front" web --alias www --alias "shop.example,cdn" --ip 10.77.1.7
  attach "$project-back" web --link db:database
  attach "$project-back" db --alias=primary --gw-priority 5
  attach "$project-six" db --ip6 fd77::99 --driver-opt com.example.weight=3
  attach "$project-blue" web
  if attach "$project-missing" web 2>/dev/null; then say 'attached to nothing?'; else say "no $project-missing"; fi
  if ! docker-network create --subnet 10.77.1.128/25 "$project-overlap" 2>/dev/null; then
    say 'the overlap was refused'
  fi
}

look() {
  docker-network ls --filter "label=$label" --format 'table {{.Name}}\t{{.Driver}}\t{{.IPv6}}\t{{.Internal}}'
  docker-network ls -qf "label=$label" | wc -l
  docker-network list --no-trunc -q -f label=stage=blue | while read -r id; do
    field "$id" .Name
  done
  docker-network ls -f label=disposable --format '{{.Name}} {{.Label "stage"}}' | sort -r
  field "$project-six" 'range .IPAM.Config}}{{.Subnet}} {{.Gateway}} {{json .AuxAddress}};{{end'
  field "$project-back" 'range $id, $c := .Containers}}{{printf "%-4s %s\n" $c.Name $c.IPv4Address}}{{end' | sort
  field "$project-front" 'index .Labels "com.example.project"'
  docker-network inspect -f '{{.Name}}:{{.ConfigFrom.Network}}:{{len .Containers}}' "$project-from" "$project-blue"
  docker-network inspect "$project-front" | grep -c '"Subnet"'
  docker-network inspect -f json "$project-back" | tr ',' '\n' | grep mtu
  docker-network inspect "$project-nope" "$project-green" 2>/dev/null | grep '"Name"' || true
  mapfile -t names < <(docker-network ls --format '{{.Name}}' --filter "name=^$project-")
  say "${#names[@]} networks, the first ${names[0]}, the last ${names[-1]}"
  case $(field "$project-back" .Internal) in true) say 'the back is closed' ;; *) say 'the back is open' ;; esac
}

tear_down() {
  docker-network disconnect "$project-front" web
  docker-network disconnect -f "$project-blue" web
  if ! docker-network rm "$project-back" 2>/dev/null; then
    say "$project-back is in use"
    for container in $(field "$project-back" 'range .Containers}}{{.Name}} {{end'); do
      docker-network disconnect "$project-back" "$container"
    done
  fi
  docker-network disconnect "$project-six" db
  echo n | docker-network prune --filter label=disposable
  echo
  docker-network prune --force --filter label=disposable --filter 'label!=stage=green'
  docker-network rm "$project-from" "$project-defaults" "$project-gone" 2>/dev/null || say 'not all were there'
  docker-network remove --force "$project-gone" "$project-six"
  docker-network ls -q --filter "label=$label" | xargs -r -n1 echo | wc -l
  for name in $(docker-network ls --filter "label=$label" --format '{{.Name}}'); do
    docker-network rm "$name" >/dev/null && say "removed $name"
  done
  [ -z "$(docker-network ls -q -f "label=$label")" ] && say 'all gone'
}

for step in "$@"; do
  "$step"
done
