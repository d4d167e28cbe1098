//! The address of a PostgreSQL server: as the operator wrote it, and as libpq takes it.

use crate::error::{Error, Result};
use percent_encoding::percent_decode_str;
use std::fmt;

/// The parameter that libpq does not know: the server is behind a pooler that gives each transaction another connection.
const POOLER: &str = "pgbouncer";

/// Parameters of libpq that the portal sets unless the URL has them: a server that answers no more is noticed in 30 seconds
/// and not in a quarter of an hour, and of several hosts the next one is tried after five.
const DEFAULTS: [(&str, &str); 6] = [
    ("connect_timeout", "5"),
    ("keepalives_idle", "15"),
    ("keepalives_interval", "5"),
    ("keepalives_count", "3"),
    ("tcp_user_timeout", "30000"),
    ("application_name", "partner-portal"),
];

/// A `postgres://` URL. Writes itself without its password.
#[derive(Clone)]
pub struct PostgresUrl {
    text: String,
    has_pooler: bool,
}

impl PostgresUrl {
    /// Reads a URL that begins with `postgres://` or `postgresql://`. The rest is left to libpq, but for `pgbouncer=true`.
    ///
    /// # Errors
    /// One line for the operator: `pgbouncer` is neither true nor false.
    pub fn parse(url: &str) -> Result<Self> {
        let (address, query) = url.split_once('?').unwrap_or((url, ""));
        let (own, others): (Vec<&str>, Vec<&str>) =
            query.split('&').filter(|part| !part.is_empty()).partition(|part| name_of(part) == POOLER);
        let has_pooler = match own.last().map(|part| part.split_once('=').map_or("", |(_, value)| value)) {
            None | Some("false") => false,
            Some("true") => true,
            Some(_) => {
                return Err(Error::operator("DATABASE_URL: the parameter pgbouncer has to be true or false"));
            }
        };
        Ok(PostgresUrl { text: joined(address, &others), has_pooler })
    }

    /// Whether a pooler may give each transaction another connection, so that nothing can be kept between transactions.
    pub fn has_pooler(&self) -> bool {
        self.has_pooler
    }

    /// Returns the URL with which the portal connects.
    pub fn for_portal(&self) -> String {
        let (address, query) = self.text.split_once('?').unwrap_or((&self.text, ""));
        let given: Vec<&str> = query.split('&').filter(|part| !part.is_empty()).collect();
        let missing = DEFAULTS.iter().filter(|(name, _)| given.iter().all(|part| name_of(part) != *name));
        let missing: Vec<String> = missing.map(|(name, value)| format!("{name}={value}")).collect();
        let all: Vec<&str> = given.iter().copied().chain(missing.iter().map(String::as_str)).collect();
        joined(address, &all)
    }

    /// Returns the URL without its password, for the programs of PostgreSQL, and the password.
    pub fn for_programs(&self) -> (String, Option<String>) {
        let password = self.password();
        let (address, query) = self.text.split_once('?').unwrap_or((&self.text, ""));
        let address =
            password.map_or(address.to_owned(), |found| address.replacen(&format!(":{found}@"), "@", 1));
        let others: Vec<&str> =
            query.split('&').filter(|part| !part.is_empty() && name_of(part) != "password").collect();
        let plain = password.map(|found| percent_decode_str(found).decode_utf8_lossy().into_owned());
        (joined(&address, &others), plain)
    }

    /// Whether data and password cross the network without encryption, as far as the URL shows.
    pub fn is_unencrypted(&self) -> bool {
        let Ok(parsed) = url::Url::parse(&self.text) else { return false };
        let is_here = parsed.host_str().is_none_or(|host| {
            host.is_empty()
                || host == "localhost"
                || host == "[::1]"
                || host.starts_with("127.")
                || host.starts_with('%')
        });
        let is_safe = parsed.query_pairs().any(|(name, value)| {
            name == "sslmode" && (value == "verify-full" || value == "verify-ca")
                || name == "host" && value.starts_with('/')
        });
        !is_here && !is_safe
    }

    /// Removes the password from the driver's message, which quotes what it could not parse. If the password has a character
    /// that ends a URL, the quoted part is unknown, so only the cause remains.
    pub fn without_password(&self, said: &str) -> String {
        let Some(password) = self.password() else { return said.to_owned() };
        if password.contains(['@', '/', ':', '?', '#', '[', ']', ' ', '&']) || !is_percent_encoded(password) {
            return "its address cannot be read or its server is not there; in a password, letters such as @ / : ? # % \
                    are written as %40 %2F %3A %3F %23 %25"
                .to_owned();
        }
        let plain = percent_decode_str(password).decode_utf8_lossy();
        said.replace(password, "…").replace(plain.as_ref(), "…")
    }

    /// Returns the password, without decoding it: it follows the user or is a parameter.
    fn password(&self) -> Option<&str> {
        let rest = self.text.split_once("://")?.1;
        let login = rest.rsplit_once('@').map_or("", |(login, _)| login);
        let parameter = || self.text.split(['?', '&']).find_map(|part| part.strip_prefix("password="));
        login
            .split_once(':')
            .map(|(_, password)| password)
            .or_else(parameter)
            .filter(|password| !password.is_empty())
    }
}

impl fmt::Display for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A password may follow the user or be a parameter, so both are left out.
        let (scheme, rest) = self.text.split_once("://").unwrap_or(("postgres", ""));
        let (login, host) = rest.rsplit_once('@').unwrap_or(("", rest));
        let user = login.split(':').next().unwrap_or_default();
        let host = host.split(['?', '#']).next().unwrap_or_default();
        let at = if user.is_empty() { "" } else { "@" };
        write!(f, "{scheme}://{user}{at}{host}")
    }
}

impl fmt::Debug for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgresUrl({self})")
    }
}

fn name_of(parameter: &str) -> &str {
    parameter.split('=').next().unwrap_or_default()
}

fn joined(address: &str, parameters: &[&str]) -> String {
    if parameters.is_empty() { address.to_owned() } else { format!("{address}?{}", parameters.join("&")) }
}

/// Whether every `%` begins two hexadecimal digits.
fn is_percent_encoded(text: &str) -> bool {
    let is_hex = |pair: &str| pair.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2;
    text.split('%').skip(1).all(is_hex)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::PostgresUrl;

    fn parsed(url: &str) -> PostgresUrl {
        PostgresUrl::parse(url).unwrap()
    }

    #[test]
    fn shows_a_url_without_a_password_in_full() {
        for url in ["postgres://portal@db.example:5432/portal", "postgres://one.example,two.example/portal"] {
            assert_eq!(parsed(url).to_string(), url);
        }
    }

    #[test]
    fn messages_contain_no_password_encoded_or_not() {
        let url = parsed("postgres://portal:p%40ss%2Fword@db.example/x");
        assert_eq!(url.without_password("wrong: p@ss/word or p%40ss%2Fword"), "wrong: … or …");
    }

    #[test]
    fn programs_get_the_password_apart() {
        for (url, shown, password) in [
            ("postgres://portal@db/name", "postgres://portal@db/name", None),
            (
                "postgres://portal:p%40ss+w@db/name?pgbouncer=true",
                "postgres://portal@db/name",
                Some("p@ss+w"),
            ),
            (
                "postgres://portal@/name?host=%2Frun&password=a%26b&options=-c%20x%3D1",
                "postgres://portal@/name?host=%2Frun&options=-c%20x%3D1",
                Some("a&b"),
            ),
        ] {
            let expected = (shown.to_owned(), password.map(str::to_owned));
            assert_eq!(parsed(url).for_programs(), expected, "{url}");
        }
    }

    #[test]
    fn adds_what_the_url_does_not_say() {
        let added =
            parsed("postgres://a,b/portal?target_session_attrs=read-write&connect_timeout=2").for_portal();
        assert_eq!(
            added,
            "postgres://a,b/portal?target_session_attrs=read-write&connect_timeout=2&keepalives_idle=15\
             &keepalives_interval=5&keepalives_count=3&tcp_user_timeout=30000&application_name=partner-portal"
        );
    }

    #[test]
    fn a_pooler_is_named_by_a_parameter_that_libpq_does_not_get() {
        let url = parsed("postgres://portal@db/portal?pgbouncer=true&sslmode=require");
        assert!(url.has_pooler() && !url.for_portal().contains("pgbouncer"));
        assert!(!parsed("postgres://portal@db/portal?pgbouncer=false").has_pooler());
        assert!(!parsed("postgres://portal@db/portal").has_pooler());
        let refused = PostgresUrl::parse("postgres://portal@db/portal?pgbouncer=yes").unwrap_err();
        assert_eq!(refused.to_string(), "DATABASE_URL: the parameter pgbouncer has to be true or false");
    }

    #[test]
    fn knows_what_crosses_a_network_unencrypted() {
        for (url, expected) in [
            ("postgres://portal@db.example/portal", true),
            ("postgres://portal@db.example/portal?sslmode=require", true),
            ("postgres://portal@db.example/portal?sslmode=verify-full", false),
            ("postgres://portal@localhost/portal", false),
            ("postgres://portal@/portal?host=/run/postgresql", false),
        ] {
            assert_eq!(parsed(url).is_unencrypted(), expected, "{url}");
        }
    }
}
