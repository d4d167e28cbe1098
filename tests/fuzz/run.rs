//! Runs the fuzzer: signs in as every user, reads the pages, and sends modified requests until the time is over.

use super::actor::Actor;
use super::actor::SESSION;
use super::client::{Answer, Request, quoted, send};
use super::coverage::Coverage;
use super::pages::suffix;
use super::random::Random;
use super::world::World;
use super::{attack, programs, raw, requirements};
use crate::support::cast::PASSWORD;
use std::time::{Duration, Instant};

/// A slower response is a fault, unless the machine itself is slow.
const LONGEST: Duration = Duration::from_secs(1);
/// Stops after this many faults.
const MAX_FAULTS: usize = 20;

pub struct Run {
    pub world: World,
    pub coverage: Coverage,
    pub faults: Vec<String>,
    seed: u64,
    step: u64,
    random: Random,
    slowest: Duration,
}

impl Run {
    pub fn new(world: World, seed: u64) -> Self {
        let (coverage, random) = (Coverage::default(), Random::new(seed));
        Run { world, coverage, faults: Vec::new(), seed, step: 0, random, slowest: Duration::ZERO }
    }

    /// Runs all steps for this long. Blocks.
    pub fn work(&mut self, length: Duration) {
        let end = Instant::now() + length;
        let mut actors: Vec<Actor> = World::people().into_iter().map(|who| Actor::new(Some(who))).collect();
        actors.push(Actor::new(None));
        for actor in &mut actors {
            self.sign_in(actor);
            self.programs_sign_in(actor);
        }
        self.every_line(&mut actors);
        for actor in actors.iter_mut().filter(|actor| actor.name().starts_with("ga@")) {
            self.programs_read(actor);
        }
        let most = if length < Duration::from_secs(120) { 22 } else { 80 };
        for actor in &mut actors {
            self.crawl(actor, most);
        }
        let mut last_stock = Instant::now();
        while Instant::now() < end && self.faults.len() < MAX_FAULTS {
            self.step += 1;
            let at = self.random.below(actors.len());
            let other = &actors[(at + 1) % actors.len()];
            if self.random.percent(20) {
                let continuations = other.continuations();
                self.program_step(&mut actors[at], &continuations);
                continue;
            }
            let others = other.cookies.get(SESSION).cloned().unwrap_or_default();
            self.one_step(&mut actors[at], &others);
            if last_stock.elapsed() > Duration::from_secs(60) {
                last_stock = Instant::now();
                self.world.stock();
                let at = self.random.below(actors.len());
                self.crawl(&mut actors[at], 80);
            }
        }
    }

    pub fn summary(&self) -> String {
        format!(
            "seed {}, {} steps, slowest answer {:?}\n{}",
            self.seed,
            self.step,
            self.slowest,
            self.coverage.table()
        )
    }

    fn sign_in(&mut self, actor: &mut Actor) {
        let Some(email) = actor.email.clone() else { return };
        self.world.restore(&email);
        actor.cookies.clear();
        let page = self.asks(actor, "sign-in", &actor.request("GET", "/sign-in"));
        actor.take_cookies(&page);
        let forms = super::pages::read("/sign-in", &page).forms;
        let token = forms.iter().flat_map(|form| &form.fields).find(|field| field.name == "_csrf");
        let token = token.map(|field| field.value.clone()).unwrap_or_default();
        let fields = [("_csrf", token.as_str()), ("email", &email), ("password", PASSWORD)];
        let pairs = fields.map(|(name, value)| (name.to_owned(), value.as_bytes().to_vec())).to_vec();
        let mut request = actor.request("POST", "/sign-in").header("sec-fetch-site", "same-origin");
        request = request.header("content-type", "application/x-www-form-urlencoded");
        request.body = super::encode::urlencoded(&pairs).into_bytes();
        let answer = self.asks(actor, "sign-in", &request);
        actor.take_cookies(&answer);
        if answer.status != 303 {
            self.fault(actor, &request, &format!("{email} cannot sign in: {}", answer.status));
        }
    }

    fn programs_sign_in(&mut self, actor: &mut Actor) {
        if let Some(email) = &actor.email {
            actor.program.token = self.world.token(email);
        }
    }

    /// Reads each address for programs once, as far as earlier answers tell its ids.
    fn programs_read(&mut self, actor: &mut Actor) {
        let mut lines: Vec<_> = programs::lines().into_iter().filter(|line| line.method == "GET").collect();
        lines.sort_by_key(|line| line.path.len());
        for line in lines {
            let request = programs::reading(actor, &line, &mut self.random);
            let answer = self.asks(actor, "program", &request);
            actor.program.learn(&String::from_utf8_lossy(&request.target), &answer);
        }
    }

    /// Sends a modified request of the actor's program. `others` are the continuation tokens of another one.
    fn program_step(&mut self, actor: &mut Actor, others: &[String]) {
        let ids = self.world.ids.clone();
        let (request, is_own) = programs::request(actor, &ids, others, &mut self.random);
        let answer = self.asks(actor, "program", &request);
        if is_own && answer.status == 401 {
            self.programs_sign_in(actor);
        } else {
            actor.program.learn(&String::from_utf8_lossy(&request.target), &answer);
        }
    }

    /// Requests each route once as each user, with ids of any partner.
    fn every_line(&mut self, actors: &mut [Actor]) {
        for (number, line) in partner_portal::routes::lines().into_iter().enumerate() {
            let ids = self.world.ids.clone();
            let path: Vec<String> = line
                .path
                .split('/')
                .map(|part| {
                    if part.starts_with('{') {
                        self.random.pick(&ids).clone() + suffix(part)
                    } else {
                        part.to_owned()
                    }
                })
                .collect();
            let actor = &mut actors[number % 8];
            let mut request = actor.request(line.method.as_str(), path.join("/"));
            if partner_portal::urls::is_for_programs(line.path) {
                request = request.header("authorization", format!("Bearer {}", actor.program.token));
            } else if line.method == "POST" {
                request = request.header("sec-fetch-site", "same-origin");
            }
            let answer = self.asks(actor, "map", &request);
            actor.take_cookies(&answer);
            actor.program.learn(&path.join("/"), &answer);
        }
    }

    /// Follows the first link of each kind until there are no new ones.
    fn crawl(&mut self, actor: &mut Actor, most: usize) {
        let mut waiting = vec![
            "/".to_owned(),
            "/sign-in".to_owned(),
            "/sign-in/forgotten".to_owned(),
            "/customers".to_owned(),
            "/activity".to_owned(),
        ];
        for _ in 0..most {
            let Some(address) = (!waiting.is_empty()).then(|| waiting.remove(0)) else { return };
            waiting.extend(self.visit(actor, &address));
        }
    }

    fn visit(&mut self, actor: &mut Actor, address: &str) -> Vec<String> {
        let answer = self.asks(actor, "page", &actor.request("GET", address));
        actor.take_cookies(&answer);
        if actor.was_signed_out(&answer) && !address.starts_with("/sign-") {
            self.sign_in(actor);
        }
        let mut new = actor.learn(address, &answer);
        new.extend(
            answer
                .header("location")
                .filter(|to| answer.status == 303 && to.starts_with('/'))
                .map(str::to_owned),
        );
        new
    }

    fn one_step(&mut self, actor: &mut Actor, others: &str) {
        let ids = self.world.ids.clone();
        let what = self.random.below(100);
        let (kind, request) = match what {
            0..55 => {
                let keys: Vec<(bool, &'static str)> = actor.forms.keys().copied().collect();
                if keys.is_empty() {
                    return drop(self.visit(actor, "/sign-in"));
                }
                let key = *self.random.pick(&keys);
                let page = actor.forms[&key].0.clone();
                // Reload the page for its current version and token. If the page no longer exists, send the form as it
                // was.
                self.visit(actor, &page);
                let form = actor.forms[&key].1.clone();
                ("form", attack::form(actor, &form, &ids, &mut self.random))
            }
            55..72 => ("query", attack::query(actor, &ids, &mut self.random)),
            72..85 => ("place", attack::place(actor, &ids, &mut self.random)),
            85..94 => ("head", attack::head(actor, others, &mut self.random)),
            94..97 => return self.raw(actor),
            _ => {
                let all: Vec<String> = actor.pages.values().flatten().cloned().collect();
                let page = if all.is_empty() { "/".to_owned() } else { self.random.pick(&all).clone() };
                return drop(self.visit(actor, &page));
            }
        };
        let answer = self.asks(actor, kind, &request);
        // Cookies set in response to damaged ones are ignored.
        if kind != "head" {
            actor.take_cookies(&answer);
        }
        let path = String::from_utf8_lossy(&request.target).into_owned();
        if request.method == "GET" {
            actor.learn(&path, &answer);
        }
        if let Some(to) = answer.header("location").filter(|to| answer.status == 303 && to.starts_with('/')) {
            let to = to.to_owned();
            self.visit(actor, &to);
        } else if actor.email.is_some() && !actor.cookies.contains_key(SESSION) {
            self.sign_in(actor);
        }
    }

    /// Sends a request and checks the response.
    fn asks(&mut self, actor: &Actor, kind: &'static str, request: &Request) -> Answer {
        let (bytes, no_body) = (request.bytes(self.world.address), request.method == "HEAD");
        let answer = match send(self.world.address, &bytes, no_body) {
            Ok(answer) => answer,
            Err(_) if request.body.len() > 64 * 1024 => return Answer::default(),
            Err(why) => {
                self.fault(actor, request, &why);
                return Answer::default();
            }
        };
        let path = String::from_utf8_lossy(&request.target).into_owned();
        self.coverage.note(kind, &request.method, super::pages::path_of(&path), answer.status);
        // An invalid request is rejected before the portal's own code sees it.
        let is_bare = [400, 431].contains(&answer.status) && answer.header("x-request-id").is_none();
        if let Some(fault) = requirements::fault(request, &answer, &actor.foreign, is_bare) {
            self.fault(actor, request, &fault);
        }
        if answer.took > LONGEST {
            self.slow(actor, request, &bytes, answer.took);
        } else {
            self.slowest = self.slowest.max(answer.took);
        }
        answer
    }

    /// Repeats a slow request alone, next to one that is always fast: on a busy machine, every request is slow.
    fn slow(&mut self, actor: &Actor, request: &Request, bytes: &[u8], took: Duration) {
        let control = Request::new("GET", "/healthz").bytes(self.world.address);
        let control = || send(self.world.address, &control, false).map_or(LONGEST, |answer| answer.took);
        // Signing in is slow by design: twice its current time is allowed.
        let hashed = Instant::now();
        partner_portal::auth::password::hash(PASSWORD).unwrap();
        let (hash, before) = (hashed.elapsed(), control());
        let again =
            send(self.world.address, bytes, request.method == "HEAD").map_or(took, |answer| answer.took);
        let allowed = LONGEST + before.max(control()) * 20 + hash * 2;
        if again > allowed {
            self.fault(
                actor,
                request,
                &format!("it took {took:?}, then {again:?}; {allowed:?} are fair now"),
            );
        }
    }

    fn raw(&mut self, actor: &Actor) {
        let head = raw::head(&mut self.random);
        let address = self.world.address;
        let answer = raw_answer(address, &head);
        self.coverage.requests += 1;
        *self.coverage.by_kind.entry("raw").or_default() += 1;
        let text = String::from_utf8_lossy(&answer).into_owned();
        let control = Request::new("GET", "/healthz");
        let well = send(address, &control.bytes(address), false).is_ok_and(|answer| answer.status == 200);
        let fault = if text.starts_with("HTTP/1.1 5") {
            Some("a head answers 5xx")
        } else if !well {
            Some("after a head the portal does not answer")
        } else if text.contains("\"ready\"") || text.matches("HTTP/1.1 200").count() > 1 {
            Some("what stands behind a head was answered")
        } else {
            None
        };
        if let Some(fault) = fault {
            let request = Request { method: "raw".to_owned(), body: head, ..Request::default() };
            self.fault(actor, &request, &format!("{fault}: {}", &text[..text.len().min(200)]));
        }
    }

    fn fault(&mut self, actor: &Actor, request: &Request, what: &str) {
        let again = match request.method.as_str() {
            "raw" => format!(
                "printf %b {} | nc {}",
                quoted(&request.body),
                self.world.address.to_string().replace(':', " ")
            ),
            _ => request.curl(self.world.address),
        };
        let fault = format!(
            "{what}\n    as {}, FUZZ_SEED={} step {}\n    {again}",
            actor.name(),
            self.seed,
            self.step
        );
        eprintln!("FAULT {fault}");
        self.faults.push(fault);
    }
}

/// Reads what arrives within a moment; the portal, not the fuzzer, waits for the end of an incomplete head.
fn raw_answer(address: std::net::SocketAddr, head: &[u8]) -> Vec<u8> {
    use std::io::{Read, Write};
    let mut answer = Vec::new();
    let Ok(mut stream) = std::net::TcpStream::connect(address) else { return answer };
    stream.set_read_timeout(Some(Duration::from_millis(150))).unwrap();
    stream.write_all(head).ok();
    stream.read_to_end(&mut answer).ok();
    answer
}
