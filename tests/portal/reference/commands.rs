//! docs/reference/commands.md is generated from the definitions that parse the command line.

use crate::reference::page::{check, code, row};
use clap::{Arg, Command, CommandFactory};
use partner_portal::commands::command_line::CommandLine;

#[test]
fn documentation_of_commands_is_up_to_date() {
    let mut program = CommandLine::command();
    program.build();
    let mut text = String::new();
    for command in program.get_subcommands() {
        describe(command, "partner-portal", &mut text);
    }
    check("docs/reference/commands.md", &text);
}

/// Appends a section for this command, or for each of its subcommands.
fn describe(command: &Command, before: &str, text: &mut String) {
    let name = format!("{before} {}", command.get_name());
    if command.get_name() == "help" {
        return;
    }
    if command.has_subcommands() {
        command.get_subcommands().for_each(|command| describe(command, &name, text));
        return;
    }
    let about = command.get_about().unwrap_or_else(|| panic!("{name} says nothing about itself")).to_string();
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim();
    *text += &format!("## `{name}`\n\n{about}.\n\n```\n{usage}\n```\n\n");
    let arguments: Vec<&Arg> = command
        .get_arguments()
        .filter(|argument| !["help", "version"].contains(&argument.get_id().as_str()))
        .collect();
    if arguments.is_empty() {
        return;
    }
    *text += &(row(["argument", "meaning", "default"]) + "|---|---|---|\n");
    for argument in arguments {
        let help =
            argument.get_help().unwrap_or_else(|| panic!("{name}: an argument without help")).to_string();
        *text += &row([code(&shape(argument)).as_str(), &help, &default(argument)]);
    }
    *text += "\n";
}

/// Returns the argument as it is typed: `FILE`, `--dry-run`, `--partner MPN_ID`.
fn shape(argument: &Arg) -> String {
    let values = argument.get_value_names().unwrap_or_default();
    let value = values.iter().map(|name| name.to_string()).collect::<Vec<_>>().join(" ");
    let takes_value = argument.get_action().takes_values();
    match argument.get_long() {
        Some(long) if takes_value => format!("--{long} {value}"),
        Some(long) => format!("--{long}"),
        None => value,
    }
}

fn default(argument: &Arg) -> String {
    let values = argument.get_default_values().iter().map(|value| value.to_string_lossy());
    let value = values.collect::<Vec<_>>().join(" ");
    match (argument.is_required_set(), argument.get_action().takes_values()) {
        (true, _) => "required".to_owned(),
        (false, false) => "off".to_owned(),
        (false, true) if value.is_empty() => "none".to_owned(),
        (false, true) => code(&value),
    }
}
