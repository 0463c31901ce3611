#!/bin/bash
# Build the Dockerfile and run its image really, without Docker: buildah and podman, on a base made by base.sh.
# As root, from the project's folder:  tools/deploy/image.sh FOLDER [bookworm|trixie]
# Needs the Debian packages buildah, podman, crun, debootstrap. Prints what was seen; ends with 1 where it is not so.
set -euo pipefail
folder=$(realpath -m "${1:?folder}") suite=${2:-bookworm}
mkdir -p "$folder"/{in,out,bin}
"$(dirname "$0")/base.sh" "$folder" "$suite"
store=(--root "$folder/store" --runroot "$folder/store-run" --storage-driver overlay)
tar -C "$folder/$suite" --numeric-owner -c . | podman "${store[@]}" import -q - "localhost/stand-in:$suite" >/dev/null
nice buildah "${store[@]}" bud --format docker --isolation chroot --build-arg "BASE=localhost/stand-in:$suite" \
  -f deploy/Dockerfile -t "learnings:$suite" . >"$folder/build-$suite.log" 2>&1
podman "${store[@]}" images

# Where root may not raise limits (a sandbox), what podman asks for there is left out; all else stays as it is.
cat >"$folder/bin/crun" <<'P'
#!/usr/bin/python3
import json, os, sys
for place, word in enumerate(sys.argv):
    if word in ("--bundle", "-b"):
        path = os.path.join(sys.argv[place + 1], "config.json")
        wish = json.load(open(path))
        wish["process"].pop("rlimits", None), wish["process"].pop("oomScoreAdj", None)
        wish["linux"].pop("resources", None)
        json.dump(wish, open(path, "w"))
os.execv("/usr/bin/crun", ["crun", *sys.argv[1:]])
P
chmod +x "$folder/bin/crun"
# The options are those of docs/administrator.md, with `--network none`. A mount namespace of its own with the unified
# tree of control groups, which engines expect, and this script must not change for others.
run() {
  unshare -m bash -c 'mount --make-rprivate /; umount -l /sys/fs/cgroup; mount -t cgroup2 none /sys/fs/cgroup; exec "$@"' x \
    podman "${store[@]}" --cgroup-manager=cgroupfs --runtime "$folder/bin/crun" run --rm --cgroups=disabled \
    --no-healthcheck --network none --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges \
    -v "$folder/learnings.toml:/srv/learnings/learnings.toml:ro" -v "$folder/in:/srv/learnings/inbox:ro" \
    -v "$folder/out:/srv/learnings/out" "learnings:$suite" "$@"
}
expect() {
  local wanted=$1 code=0
  shift
  "$@" || code=$?
  echo "ended with $code: ${*: -1}"
  [ "$code" -eq "$wanted" ]
}
cp -r samples/inbox/. "$folder/in/"
printf '[[source]]\nkind = "folder"\npaths = ["/srv/learnings/inbox"]\n' >"$folder/learnings.toml"
rm -rf "$folder/out" && install -d -m 755 "$folder/out"
expect 4 run # the folder is not its user's
chown 10001:10001 "$folder/out"
chmod 700 "$folder/out"
expect 0 run check --out /srv/learnings/out # what HEALTHCHECK asks
expect 3 run                             # the samples hold broken files on purpose
time expect 0 run                        # nothing new
find "$folder/out" -maxdepth 2 -printf '%M %u %P\n'
[ "$(stat -c %u "$folder/out/catalogue.sqlite")" -eq 10001 ]
