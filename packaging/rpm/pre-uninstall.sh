# Stops the portal when the package is removed, not when it is upgraded. Data and backups stay.
if [ "$1" = 0 ]; then
  if [ -d /run/systemd/system ]; then
    systemctl stop partner-portal.service partner-portal-backup.timer || true
  fi
  systemctl disable partner-portal.service partner-portal-backup.timer || true
fi
