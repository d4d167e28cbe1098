//! The route table as data, for code that looks up routes without handling requests.

use crate::domain::Permission;
use crate::error::{Error, Result};
use crate::urls;
use actix_web::HttpRequest;
use actix_web::http::Method;
use actix_web::web::Data;

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

/// All routes.
#[derive(Debug, Clone)]
pub struct RouteTable(pub Vec<RouteLine>);

impl RouteTable {
    /// Returns the route table of the application.
    ///
    /// # Errors
    /// The application has none.
    pub fn from_request(request: &HttpRequest) -> Result<&Self> {
        let table = request.app_data::<Data<RouteTable>>().map(|table| table.get_ref());
        table.ok_or_else(|| Error::internal("no route table"))
    }

    /// Returns the route for this method and path. The path must not contain a query.
    pub fn find(&self, method: &Method, path: &str) -> Option<&RouteLine> {
        self.0.iter().find(|line| line.method == *method && matches(line.path, path))
    }

    /// Whether every route with this path is public, and there is one.
    pub fn is_public(&self, path: &str) -> bool {
        let mut lines = self.0.iter().filter(|line| matches(line.path, path)).peekable();
        lines.peek().is_some() && lines.all(|line| line.permission.is_none())
    }

    /// Returns an address for programs with the fixed segments as its route spells them, and without a slash at the end;
    /// `None` if no route matches.
    pub fn spelling(&self, path: &str) -> Option<String> {
        let given: Vec<&str> = path.trim_end_matches('/').split('/').collect();
        let patterns = self.0.iter().map(|line| line.path).filter(|path| urls::is_for_programs(path));
        patterns.map(|pattern| pattern.split('/').collect::<Vec<_>>()).find_map(|wanted| {
            let is_same = |(wanted, given): (&&str, &&str)| {
                wanted.starts_with('{') && !given.is_empty() || wanted.eq_ignore_ascii_case(given)
            };
            let matches = wanted.len() == given.len() && wanted.iter().zip(&given).all(is_same);
            let spelled = wanted.iter().zip(&given).map(|(w, g)| if w.starts_with('{') { *g } else { *w });
            matches.then(|| spelled.collect::<Vec<_>>().join("/"))
        })
    }

    /// Returns the methods of a pattern, including HEAD if it has GET; empty if the pattern is unknown.
    pub fn methods(&self, pattern: &str) -> Vec<Method> {
        let mut methods: Vec<Method> =
            self.0.iter().filter(|line| line.path == pattern).map(|line| line.method.clone()).collect();
        if methods.contains(&Method::GET) {
            methods.push(Method::HEAD);
        }
        methods
    }
}

fn matches(pattern: &str, path: &str) -> bool {
    let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(wanted), Some(given))
                if wanted.starts_with('{') && !given.is_empty() || wanted == given => {}
            _ => return false,
        }
    }
}
