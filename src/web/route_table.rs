//! The map of addresses as data, for what asks about addresses and answers none.

use crate::domain::Permission;
use crate::error::{Error, Result};
use actix_web::HttpRequest;
use actix_web::http::Method;
use actix_web::web::Data;

/// One line of the map.
#[derive(Debug, Clone)]
pub struct RouteLine {
    /// GET or POST.
    pub method: Method,
    /// The pattern of the address.
    pub path: &'static str,
    /// What it takes; nothing for a public address.
    pub permission: Option<Permission>,
}

/// All lines.
#[derive(Debug, Clone)]
pub struct RouteTable(pub Vec<RouteLine>);

impl RouteTable {
    /// The table of the application that a request came to.
    ///
    /// # Errors
    /// The application has none.
    pub fn from_request(request: &HttpRequest) -> Result<&Self> {
        let table = request.app_data::<Data<RouteTable>>().map(|table| table.get_ref());
        table.ok_or_else(|| Error::internal("no route table"))
    }

    /// Returns the line that answers this method at this path, which has no query.
    pub fn find(&self, method: &Method, path: &str) -> Option<&RouteLine> {
        self.0.iter().find(|line| line.method == *method && matches(line.path, path))
    }

    /// Returns the methods that a pattern takes, HEAD with GET; empty if it is no pattern of the map.
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
