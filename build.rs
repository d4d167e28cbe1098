//! Turns `locales/*/*.ftl` into typed functions: a text that is misspelt, missing in one language or given the
//! wrong values does not compile. `src/i18n/locale.rs` includes the result.

use fluent_typed::{BuildOptions, FtlOutputOptions, LintLevel, build_from_locales_folder};
use std::process::ExitCode;

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=build.rs");
    // A migration that is added is embedded by `src/db/migrations.rs`, which does not see it by itself.
    println!("cargo::rerun-if-changed=migrations");
    let Ok(out) = std::env::var("OUT_DIR") else {
        println!("cargo::error=OUT_DIR is not set");
        return ExitCode::FAILURE;
    };
    let options = BuildOptions::default()
        .with_output_file_path(&format!("{out}/texts.rs"))
        .with_ftl_output(FtlOutputOptions::single_file(&format!("{out}/texts.ftl")))
        .with_prefix("")
        .with_lint_level(LintLevel::Strict)
        .without_bidi_isolation()
        .without_format();
    build_from_locales_folder(options)
}
