//! Which routes were reached, and how they responded.

use super::pages::pattern;
use partner_portal::routes;
use std::collections::BTreeMap;
use std::fmt::Write;

#[derive(Default)]
pub struct Coverage {
    /// By method and pattern: the number of 2xx, 3xx and 4xx responses.
    reached: BTreeMap<(String, &'static str), [u64; 3]>,
    pub requests: u64,
    pub by_status: BTreeMap<u16, u64>,
    pub by_kind: BTreeMap<&'static str, u64>,
}

impl Coverage {
    pub fn note(&mut self, kind: &'static str, method: &str, path: &str, status: u16) {
        self.requests += 1;
        *self.by_status.entry(status).or_default() += 1;
        *self.by_kind.entry(kind).or_default() += 1;
        let Some(pattern) = pattern(method, path) else { return };
        let counts = self.reached.entry((method.to_owned(), pattern)).or_default();
        if let Some(count) = counts.get_mut(usize::from(status / 100).saturating_sub(2)) {
            *count += 1;
        }
    }

    /// Routes that were never reached.
    pub fn missing(&self) -> Vec<String> {
        let lines = routes::lines().into_iter();
        let missing = lines.filter(|line| !self.reached.contains_key(&(line.method.to_string(), line.path)));
        missing.map(|line| format!("{} {}", line.method, line.path)).collect()
    }

    pub fn table(&self) -> String {
        let mut table = format!("{:<78} {:>8} {:>8} {:>8}\n", "route", "2xx", "3xx", "4xx");
        for ((method, path), [ok, on, refused]) in &self.reached {
            let _ = writeln!(table, "{:<78} {ok:>8} {on:>8} {refused:>8}", format!("{method} {path}"));
        }
        let refused_only = self.reached.values().filter(|counts| counts[0] + counts[1] == 0).count();
        let _ = write!(
            table,
            "{} requests, by kind {:?}, by status {:?}; {} of {} routes reached, {refused_only} of them only refused",
            self.requests,
            self.by_kind,
            self.by_status,
            self.reached.len(),
            routes::lines().len()
        );
        table
    }
}
