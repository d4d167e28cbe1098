# Creates the user before the files of the package are laid down; the file of systemd-sysusers is among them.
if ! getent passwd partner-portal >/dev/null; then
  groupadd --system partner-portal
  useradd --system --gid partner-portal --home-dir /var/lib/partner-portal --no-create-home \
    --shell /usr/sbin/nologin --comment "Partner portal" partner-portal
fi
