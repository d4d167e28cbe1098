# syntax=docker/dockerfile:1
# The image of the portal. Build it with `docker build -t partner-portal .`; "In a container" of docs/operations.md says
# how to run it. Base images are pinned by version here; pin them by digest where you build releases.
ARG RUST_VERSION=1.95.0
ARG DEBIAN_RELEASE=trixie

FROM rust:${RUST_VERSION}-slim-${DEBIAN_RELEASE} AS build
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
# libpq of Debian speaks TLS, which the portal's own does not.
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install --yes --no-install-recommends libc6-dev gcc libpq-dev \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /build
ARG CARGO_AUDITABLE_VERSION=0.7.7
RUN --mount=type=cache,target=/usr/local/cargo/registry \
  cargo install --locked --root /usr/local cargo-auditable --version "${CARGO_AUDITABLE_VERSION}"

# The dependencies alone, with an empty program: this layer is built again only when they change.
ARG PROFILE=dist
COPY Cargo.toml Cargo.lock ./
COPY .cargo .cargo
RUN --mount=type=cache,target=/usr/local/cargo/registry \
  mkdir -p src benches locales migrations \
  && echo 'fn main() {}' | tee build.rs src/main.rs benches/hello.rs benches/search.rs benches/activity.rs >/dev/null \
  && touch src/lib.rs \
  && mkdir -p tests && echo 'fn main() {}' >tests/what_did_not_run.rs \
  && cargo auditable build --locked --no-default-features --profile "${PROFILE}" --bin partner-portal \
  && rm -rf src benches build.rs tests

COPY . .
# The empty program is older than the sources only by its time stamp, so they are touched.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
  mkdir -p tests && echo 'fn main() {}' >tests/what_did_not_run.rs \
  && touch build.rs src/main.rs src/lib.rs \
  && cargo auditable build --locked --no-default-features --profile "${PROFILE}" --bin partner-portal \
  && folder="${PROFILE}" && if [ "${PROFILE}" = dev ]; then folder=debug; fi \
  && install -D "target/${folder}/partner-portal" /out/partner-portal

FROM debian:${DEBIAN_RELEASE}-slim
# postgresql-client backs up and restores PostgreSQL databases.
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates libpq5 postgresql-client \
  && rm -rf /var/lib/apt/lists/* \
  && groupadd --gid 10001 partner-portal \
  && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/partner-portal \
    --shell /usr/sbin/nologin partner-portal \
  && install --directory --owner=10001 --group=10001 --mode=0700 \
    /var/lib/partner-portal /var/backups/partner-portal
COPY --from=build /out/partner-portal /usr/bin/partner-portal
COPY LICENSE LICENSE-MIT LICENSE-APACHE /usr/share/doc/partner-portal/

ARG VERSION=0.1.0
ARG REVISION=unknown
ARG CREATED=
LABEL org.opencontainers.image.title="Partner portal" \
  org.opencontainers.image.description="The open, self-hosted partner portal: where cloud resellers and distributors keep their customers" \
  org.opencontainers.image.licenses="MIT OR Apache-2.0" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}" \
  org.opencontainers.image.created="${CREATED}"

# The root file system may be read-only: the portal writes to its working folder, with the database and the secret in
# data/, to the folder of backups, and to /var/tmp.
ENV PORTAL_LISTEN=0.0.0.0:8080 \
  TMPDIR=/var/tmp
USER 10001:10001
WORKDIR /var/lib/partner-portal
VOLUME ["/var/lib/partner-portal", "/var/backups/partner-portal", "/var/tmp"]
EXPOSE 8080
STOPSIGNAL SIGTERM
# The first start of a new version backs up and migrates the database before it serves.
HEALTHCHECK --interval=30s --timeout=6s --start-period=5m --retries=3 CMD ["partner-portal", "healthcheck"]
ENTRYPOINT ["partner-portal"]
CMD ["serve"]
