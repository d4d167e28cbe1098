//! The running program: started, asked, stopped and killed.

use crate::client::Client;
use crate::portal::{EMAIL, LONGEST, PASSWORD};
use crate::support::until;
use rustix::process::{Pid, Signal, kill_process};
use std::fs::{self, File};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

/// A portal that serves. It is killed when the value is dropped.
pub struct Served {
    child: Child,
    pub address: SocketAddr,
    log: PathBuf,
}

impl Served {
    /// Starts the command, whose log goes into a new file, and waits until it serves. If it ends instead, returns its exit
    /// code and its log.
    pub fn start(mut command: Command, log: PathBuf) -> Result<Self, (i32, String)> {
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(File::create(&log).unwrap());
        let mut served = Served { child: command.spawn().unwrap(), address: ([127, 0, 0, 1], 0).into(), log };
        let began = until(LONGEST, || served.find_address() || served.child.try_wait().unwrap().is_some());
        if began && served.address.port() != 0 {
            return Ok(served);
        }
        let code = served.child.try_wait().unwrap().and_then(|status| status.code()).unwrap_or(-1);
        Err((code, served.log()))
    }

    fn find_address(&mut self) -> bool {
        let log = self.log();
        let line = log.lines().find(|line| line.contains("\"message\":\"serving\""));
        let said = line.and_then(|line| serde_json::from_str::<serde_json::Value>(line).ok());
        let address = said.and_then(|said| said["fields"]["address"].as_str().and_then(|at| at.parse().ok()));
        self.address = address.unwrap_or(self.address);
        address.is_some()
    }

    pub fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Returns a browser without a session.
    pub fn client(&self) -> Client {
        Client::new(self.address)
    }

    /// Returns a browser that is signed in.
    pub fn signed_in(&self) -> Client {
        let mut client = self.client();
        let answer = client.sign_in(EMAIL, PASSWORD).unwrap();
        assert_eq!(answer.status, 303, "{}\n{}", answer.text(), self.log());
        client
    }

    /// Returns the process of the portal itself, not that of a program before it.
    pub fn pid(&self) -> i32 {
        let (own, program) = (self.child.id(), env!("CARGO_BIN_EXE_partner-portal"));
        let is_portal =
            |pid: &str| fs::read_link(format!("/proc/{pid}/exe")).is_ok_and(|exe| exe == Path::new(program));
        if is_portal(&own.to_string()) {
            return i32::try_from(own).unwrap();
        }
        let children = fs::read_to_string(format!("/proc/{own}/task/{own}/children")).unwrap_or_default();
        let found = children.split_whitespace().find(|pid| is_portal(pid));
        found.and_then(|pid| pid.parse().ok()).unwrap_or_else(|| i32::try_from(own).unwrap())
    }

    /// Ends the process immediately, as `kill -9` does.
    pub fn kill(mut self) {
        self.end();
    }

    /// Asks the process to end.
    pub fn terminate(&self) {
        kill_process(Pid::from_raw(self.pid()).unwrap(), Signal::TERM).unwrap();
    }

    /// Waits until the process has ended.
    pub fn wait(&mut self) -> ExitStatus {
        assert!(until(LONGEST, || self.child.try_wait().unwrap().is_some()), "it runs on: {}", self.log());
        self.child.wait().unwrap()
    }

    /// Asks the process to end, and asserts that it did so with success.
    pub fn stop(mut self) {
        self.terminate();
        let status = self.wait();
        assert_eq!(status.code(), Some(0), "{}", self.log());
    }

    /// Whether the process still runs.
    pub fn runs(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Returns a line of `/proc/PID/status` in KiB, such as `VmRSS`.
    pub fn memory(&self, name: &str) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.pid())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
    }

    /// Returns the number of open files and connections.
    pub fn files(&self) -> usize {
        fs::read_dir(format!("/proc/{}/fd", self.pid())).map_or(0, Iterator::count)
    }

    /// Returns the number of open sockets. Files are more: the pool keeps the database's open once it has needed them.
    pub fn sockets(&self) -> usize {
        let files = fs::read_dir(format!("/proc/{}/fd", self.pid())).into_iter().flatten().flatten();
        let targets = files.filter_map(|file| fs::read_link(file.path()).ok());
        targets.filter(|target| target.to_string_lossy().starts_with("socket:")).count()
    }

    /// Asserts that no thread panicked.
    #[track_caller]
    pub fn has_not_panicked(&self) {
        let log = self.log();
        assert!(!log.contains("panicked"), "{log}");
    }

    fn end(&mut self) {
        if self.child.try_wait().ok().flatten().is_none() {
            kill_process(Pid::from_raw(self.pid()).unwrap(), Signal::KILL).ok();
            // A program before it ends with it; if not, it is killed too.
            if !until(Duration::from_secs(5), || self.child.try_wait().ok().flatten().is_some()) {
                self.child.kill().ok();
            }
        }
        self.child.wait().ok();
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.end();
    }
}
