# Creates the folders and enables the units. A fresh portal is not started: it has no public address yet.
systemd-sysusers partner-portal.conf >/dev/null 2>&1 || true
systemd-tmpfiles --create partner-portal.conf || true
if [ -d /run/systemd/system ]; then systemctl daemon-reload || true; fi
if [ "$1" = 1 ]; then
  systemctl enable partner-portal.service partner-portal-backup.timer || true
  if [ -d /run/systemd/system ]; then systemctl start partner-portal-backup.timer || true; fi
  echo "The portal is installed and not started yet; see Install in /usr/share/doc/partner-portal/operations.md"
elif [ -d /run/systemd/system ]; then
  systemctl try-restart partner-portal.service || true
fi
