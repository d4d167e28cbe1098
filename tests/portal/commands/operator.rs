//! Runs the program in a folder with its own portal and captures its output.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

const ADMIN: [&str; 4] = ["--admin-email", "admin@contoso.example", "--admin-name", "Ana Kim"];

/// A folder with its own portal.
pub struct Portal {
    pub folder: tempfile::TempDir,
}

/// The exit code and output of a command.
#[derive(Debug)]
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Portal {
    pub fn empty() -> Self {
        Portal { folder: tempfile::tempdir().unwrap() }
    }

    /// Sets up a portal with provider 100.
    pub fn set_up() -> Self {
        let portal = Portal::empty();
        let said = portal.setup();
        assert_eq!(said.code, 0, "{said:?}");
        portal
    }

    pub fn setup(&self) -> Said {
        let partner = ["setup", "--name", "Contoso", "--type", "indirect-provider", "--country", "KR"];
        self.run(&[&partner[..], &["--mpn-id", "100"], &ADMIN].concat())
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) -> String {
        std::fs::write(self.file(name), text).unwrap();
        name.to_owned()
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_partner-portal"));
        for name in ["RUST_LOG", "PORTAL_LISTEN", "PORTAL_PUBLIC_URL", "PORTAL_TRUSTED_PROXIES"] {
            command.env_remove(name);
        }
        command
            .args(args)
            .current_dir(self.folder.path())
            .env("DATABASE_URL", format!("sqlite://{}", self.file("portal.db").display()))
            .env("PORTAL_SECRET_FILE", self.file("secret"));
        command
    }

    pub fn run(&self, args: &[&str]) -> Said {
        said(&mut self.command(args))
    }

    pub fn run_with(&self, args: &[&str], input: &str) -> Said {
        let piped =
            self.command(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = piped.unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        Said::of(child.wait_with_output().unwrap())
    }
}

impl Said {
    pub fn of(output: std::process::Output) -> Self {
        Said {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Asserts that the command failed with one line that contains these words.
    #[track_caller]
    pub fn fails_with(&self, words: &str) {
        assert_eq!((self.code, self.err.lines().count()), (1, 1), "{self:?}");
        assert!(self.err.starts_with("partner-portal: ") && self.err.contains(words), "{words}: {self:?}");
        assert!(self.out.is_empty(), "{self:?}");
    }

    /// Asserts success and returns the standard output.
    #[track_caller]
    pub fn done(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (0, ""), "{self:?}");
        self.out
    }
}

pub fn said(command: &mut Command) -> Said {
    Said::of(command.stdin(Stdio::null()).output().unwrap())
}
