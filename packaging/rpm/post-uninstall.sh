# Forgets the removed units; keeps /var/lib/partner-portal and /var/backups/partner-portal.
if [ -d /run/systemd/system ]; then systemctl daemon-reload || true; fi
