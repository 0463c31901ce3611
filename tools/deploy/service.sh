#!/bin/bash
# Start the service and the cron line really: Debian with systemd as its first process, in namespaces of its own.
# As root, from the project's folder, after image.sh:  tools/deploy/service.sh FOLDER
# Needs debootstrap, systemd-container. Prints what the service did, and what can be done inside its sandbox.
set -euo pipefail
folder=$(realpath -m "${1:?folder}") tree=$(realpath -m "$1")/booted here=$(dirname "$0")
store=(--root "$folder/store" --runroot "$folder/store-run" --storage-driver overlay)
"$here/base.sh" "$folder" bookworm
if [ ! -e "$tree/usr/sbin/init" ]; then
  cp -a "$folder/bookworm" "$tree"
  chroot "$tree" apt-get update -qq
  chroot "$tree" apt-get install -y -qq --no-install-recommends systemd systemd-sysv dbus cron >/dev/null 2>&1
  chroot "$tree" useradd --system --home-dir /srv/learnings --shell /usr/sbin/nologin learnings
fi
rm -rf "$tree/opt/learnings" "$tree/srv/learnings" "$tree"/var/log/journal/*
cp -a "$(podman "${store[@]}" image mount learnings:bookworm)/opt/learnings" "$tree/opt/"
mkdir -p "$tree"/srv/learnings/{inbox,out} "$tree/opt/probe"
cp -r samples/inbox/. "$tree/srv/learnings/inbox/"
printf '[[source]]\nkind = "folder"\npaths = ["/srv/learnings/inbox"]\n' >"$tree/srv/learnings/learnings.toml"
chroot "$tree" chown -R learnings: /srv/learnings/out
cp deploy/learnings.service deploy/learnings.timer "$tree/etc/systemd/system/"
sed 's/^30 2 /* * /' deploy/learnings.cron >"$tree/etc/cron.d/learnings" # the same line, each minute
cp "$here/sandbox.py" "$tree/opt/probe/"
sed 's#^ExecStart=.*#ExecStart=/opt/learnings/bin/python /opt/probe/sandbox.py#' deploy/learnings.service \
  >"$tree/etc/systemd/system/sandbox.service"

cat >"$tree/root/trial.sh" <<'T'
#!/bin/bash
exec >/root/trial.log 2>&1
systemctl stop cron
systemctl start sandbox.service
journalctl -u sandbox.service --no-pager -o cat
for night in 1 2; do
  systemctl start learnings.service && systemctl show learnings.service -p Result -p ExecMainStatus
done
echo "asked to end:"
touch /srv/learnings/inbox/*.txt && echo "Lamps fail." >/srv/learnings/inbox/late.txt
systemctl start --no-block learnings.service && sleep 4 && systemctl stop learnings.service
systemctl show learnings.service -p Result -p ExecMainStatus -p ActiveState
journalctl -u learnings.service --no-pager -o cat | grep -v '"document"'
echo "by cron:"
ls /srv/learnings/out/runs | wc -l
systemctl start cron && sleep 100 && systemctl stop cron
ls /srv/learnings/out/runs | wc -l
journalctl -u cron --no-pager -o cat | tail -5
systemctl list-timers --no-pager learnings.timer | head -2
T
chmod +x "$tree/root/trial.sh"
cat >"$tree/etc/systemd/system/trial.service" <<'T'
[Unit]
After=network.target
[Service]
Type=oneshot
ExecStart=/root/trial.sh
ExecStopPost=/bin/systemctl --no-block poweroff
TimeoutStartSec=20min
[Install]
WantedBy=multi-user.target
T
chroot "$tree" systemctl -q enable trial.service learnings.timer
# systemd-nspawn forbids Landlock unless asked, up to version 252 at least; a machine of its own does not.
unshare -m bash -c 'mount --make-rprivate /; umount -l /sys/fs/cgroup; mount -t cgroup2 none /sys/fs/cgroup; exec "$@"' x \
  timeout 1200 nice systemd-nspawn --register=no --keep-unit -q --private-network \
  --system-call-filter="landlock_create_ruleset landlock_add_rule landlock_restrict_self" \
  -D "$tree" --boot systemd.show_status=0 </dev/null >"$folder/nspawn.log" 2>&1 || true
cat "$tree/root/trial.log"
