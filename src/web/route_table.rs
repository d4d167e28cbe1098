//! The route table as data, for code that looks up routes without handling requests.

use crate::domain::Permission;
use crate::error::{Error, Result};
use crate::urls;
use actix_web::HttpRequest;
use actix_web::http::Method;
use actix_web::web::Data;
use std::collections::HashMap;

/// One route.
#[derive(Debug, Clone)]
pub struct RouteLine {
    /// GET or POST; programs also use PUT and PATCH.
    pub method: Method,
    /// The pattern of the path.
    pub path: &'static str,
    /// The required permission; `None` for a public page.
    pub permission: Option<Permission>,
}

/// The address of one or more routes, which differ in their method.
#[derive(Debug, Clone)]
pub struct RoutePattern {
    /// The pattern of the path.
    pub path: &'static str,
    segments: Vec<&'static str>,
    lines: Vec<RouteLine>,
    methods: Vec<Method>,
}

/// All routes. A path is compared only with patterns that begin with the same segment.
#[derive(Debug, Clone)]
pub struct RouteTable {
    /// In the order of the routes.
    patterns: Vec<RoutePattern>,
    /// The patterns with this first segment, in small letters; [`PARAMETER`] if it is a parameter.
    by_first: HashMap<String, Vec<usize>>,
}

/// The key of patterns that begin with a parameter.
const PARAMETER: &str = "{";

/// The end of a parameter that stands for all further segments.
const ALL_THAT_FOLLOWS: &str = ":.*}";

impl RouteTable {
    /// Creates the table of these routes.
    pub fn new(lines: Vec<RouteLine>) -> Self {
        let mut patterns: Vec<RoutePattern> = Vec::new();
        for line in lines {
            match patterns.iter_mut().find(|pattern| pattern.path == line.path) {
                Some(known) => known.add(line),
                None => patterns.push(RoutePattern::new(line)),
            }
        }
        let mut by_first: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, pattern) in patterns.iter().enumerate() {
            let first = first_segment(pattern.path);
            let key = if is_parameter(first) { PARAMETER.to_owned() } else { first.to_ascii_lowercase() };
            by_first.entry(key).or_default().push(index);
        }
        RouteTable { patterns, by_first }
    }

    /// Returns the route table of the application.
    ///
    /// # Errors
    /// The application has none.
    pub fn from_request(request: &HttpRequest) -> Result<&Self> {
        let table = request.app_data::<Data<RouteTable>>().map(|table| table.get_ref());
        table.ok_or_else(|| Error::internal("no route table"))
    }

    /// Returns the pattern that the router uses for this path. The path must not contain a query.
    pub fn pattern(&self, path: &str) -> Option<&RoutePattern> {
        self.candidates(path).find(|pattern| pattern.matches(path, str::eq))
    }

    /// Returns the pattern of an address for programs: the case of its fixed segments and a slash at its end do not count.
    pub fn pattern_for_programs(&self, path: &str) -> Option<&RoutePattern> {
        let path = path.trim_end_matches('/');
        let mut of_programs = self.candidates(path).filter(|pattern| urls::is_for_programs(pattern.path));
        of_programs.find(|pattern| pattern.matches(path, str::eq_ignore_ascii_case))
    }

    /// Returns the route for this method and path. The path must not contain a query.
    pub fn find(&self, method: &Method, path: &str) -> Option<&RouteLine> {
        self.pattern(path)?.line(method)
    }

    fn candidates(&self, path: &str) -> impl Iterator<Item = &RoutePattern> {
        let of = |key: &str| self.by_first.get(key).map(Vec::as_slice).unwrap_or_default();
        let first = first_segment(path);
        let fixed = of(first);
        let fixed = if fixed.is_empty() { of(&first.to_ascii_lowercase()) } else { fixed };
        fixed.iter().chain(of(PARAMETER)).filter_map(|index| self.patterns.get(*index))
    }
}

impl RoutePattern {
    fn new(line: RouteLine) -> Self {
        let segments = line.path.split('/').collect();
        let mut new = RoutePattern { path: line.path, segments, lines: Vec::new(), methods: Vec::new() };
        new.add(line);
        new
    }

    fn add(&mut self, line: RouteLine) {
        self.methods.push(line.method.clone());
        if line.method == Method::GET {
            self.methods.push(Method::HEAD);
        }
        self.lines.push(line);
    }

    /// Returns its route for this method.
    pub fn line(&self, method: &Method) -> Option<&RouteLine> {
        self.lines.iter().find(|line| line.method == *method)
    }

    /// Whether all its routes are public.
    pub fn is_public(&self) -> bool {
        self.lines.iter().all(|line| line.permission.is_none())
    }

    /// Returns its methods, with HEAD if it has GET.
    pub fn methods(&self) -> &[Method] {
        &self.methods
    }

    /// Returns a path that matches, with the fixed segments as they are here and without a slash at its end.
    pub fn spelled(&self, path: &str) -> String {
        let given = path.trim_end_matches('/').split('/');
        let pairs = self.segments.iter().zip(given);
        pairs
            .map(|(wanted, given)| if is_parameter(wanted) { given } else { wanted })
            .collect::<Vec<_>>()
            .join("/")
    }

    fn matches(&self, path: &str, is_same: impl Fn(&str, &str) -> bool) -> bool {
        let (mut wanted, mut given) = (self.segments.iter(), path.split('/'));
        loop {
            match (wanted.next(), given.next()) {
                (None, None) => return true,
                (Some(wanted), Some(_)) if wanted.ends_with(ALL_THAT_FOLLOWS) => return true,
                (Some(wanted), Some(given)) if matches_segment(wanted, given, &is_same) => {}
                _ => return false,
            }
        }
    }
}

fn first_segment(path: &str) -> &str {
    path.trim_start_matches('/').split('/').next().unwrap_or_default()
}

/// A parameter can have an end, such as in `{bulk}.csv`.
fn matches_segment(wanted: &str, given: &str, is_same: impl Fn(&str, &str) -> bool) -> bool {
    let Some(end) = wanted.split_once('}').map(|(_, end)| end).filter(|_| is_parameter(wanted)) else {
        return is_same(wanted, given);
    };
    let split = given.len().checked_sub(end.len()).filter(|split| *split > 0);
    split.and_then(|split| given.get(split..)).is_some_and(|rest| is_same(end, rest))
}

fn is_parameter(segment: &str) -> bool {
    segment.starts_with(PARAMETER)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn table() -> RouteTable {
        let line = |method, path| RouteLine { method, path, permission: None };
        RouteTable::new(vec![
            line(Method::GET, "/"),
            line(Method::GET, "/static/{file:.*}"),
            line(Method::GET, "/customers"),
            line(Method::GET, "/customers/new"),
            line(Method::GET, "/customers/{id}"),
            line(Method::POST, "/customers/{id}"),
            line(Method::GET, "/bulk/{bulk}.csv"),
            line(Method::GET, "/bulk/{bulk}"),
            line(Method::GET, "/v1/customers/{id}"),
            line(Method::POST, "/{tenant}/oauth2/token"),
        ])
    }

    #[test]
    fn finds_the_first_pattern_of_a_path() {
        let table = table();
        for (path, pattern) in [
            ("/", Some("/")),
            ("/customers", Some("/customers")),
            ("/customers/new", Some("/customers/new")),
            ("/customers/7", Some("/customers/{id}")),
            ("/static/css/app.css", Some("/static/{file:.*}")),
            ("/a.example/oauth2/token", Some("/{tenant}/oauth2/token")),
            ("/bulk/7.csv", Some("/bulk/{bulk}.csv")),
            ("/bulk/7", Some("/bulk/{bulk}")),
            ("/bulk/.csv", Some("/bulk/{bulk}")),
            ("/customers/", None),
            ("/customers/7/8", None),
            ("/Customers/7", None),
            ("/V1/customers/7", None),
            ("/nowhere", None),
            ("", None),
        ] {
            assert_eq!(table.pattern(path).map(|found| found.path), pattern, "{path}");
        }
        assert_eq!(
            table.pattern("/customers/7").unwrap().methods(),
            [Method::GET, Method::HEAD, Method::POST]
        );
        assert!(table.find(&Method::POST, "/customers/7").is_some());
        assert!(table.find(&Method::POST, "/customers").is_none());
    }

    #[test]
    fn programs_spell_addresses_as_they_like() {
        let table = table();
        for (path, spelled) in [
            ("/V1/Customers/aB/", "/v1/customers/aB"),
            ("/v1/customers/aB", "/v1/customers/aB"),
            ("/Some.Tenant/OAuth2/Token", "/Some.Tenant/oauth2/token"),
        ] {
            assert_eq!(table.pattern_for_programs(path).unwrap().spelled(path), spelled);
        }
        for path in ["/customers/7", "/v1/customers", "/v1/customers//", "/v1"] {
            assert!(table.pattern_for_programs(path).is_none(), "{path}");
        }
    }
}
