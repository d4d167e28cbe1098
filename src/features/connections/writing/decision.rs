//! Whether a value is written: it depends on what the server has now, and on what both had before the change here.

use crate::domain::WritePolicy;
use crate::features::connections::writing::model::Fields;

/// What to do with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// The server has it already.
    Same,
    /// Write it.
    Write,
    /// Both sides changed it: a person decides.
    Ask,
    /// Both sides changed it, and by the rule of the connection the server's value wins.
    Yield,
}

/// Decides from the fields of this portal (`ours`) and of the server (`theirs`), with those before the change here (`base`), which
/// has only the changed fields. `ours_wins` is the rule of the connection for values that differ.
pub fn decide(
    (base, ours, theirs): (&Fields, &Fields, &Fields),
    policy: WritePolicy,
    ours_wins: bool,
    is_confirmed: bool,
) -> Decision {
    let differs = |field: &&String| ours.get(*field) != theirs.get(*field);
    let open: Vec<&String> = base.keys().filter(differs).collect();
    let changed_there = open.iter().any(|field| theirs.get(*field) != base.get(*field));
    match policy {
        _ if open.is_empty() => Decision::Same,
        _ if !changed_there || is_confirmed => Decision::Write,
        WritePolicy::Rule if ours_wins => Decision::Write,
        WritePolicy::Rule => Decision::Yield,
        WritePolicy::Ask | WritePolicy::Never => Decision::Ask,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn fields(values: &[(&str, i32)]) -> Fields {
        values.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect()
    }

    #[test]
    fn only_what_both_sides_changed_is_in_conflict() {
        let (base, ours) = (fields(&[("a", 1)]), fields(&[("a", 2), ("b", 5)]));
        let decided = |theirs: &[(&str, i32)], policy, ours_wins, is_confirmed| {
            decide((&base, &ours, &fields(theirs)), policy, ours_wins, is_confirmed)
        };
        use WritePolicy::{Ask, Rule};
        assert_eq!(decided(&[("a", 2), ("b", 9)], Ask, false, false), Decision::Same);
        assert_eq!(decided(&[("a", 1), ("b", 9)], Ask, false, false), Decision::Write);
        assert_eq!(decided(&[("a", 3)], Ask, true, false), Decision::Ask);
        assert_eq!(decided(&[("a", 3)], Ask, false, true), Decision::Write);
        assert_eq!(decided(&[("a", 3)], Rule, true, false), Decision::Write);
        assert_eq!(decided(&[("a", 3)], Rule, false, false), Decision::Yield);
        assert_eq!(decided(&[], Rule, false, false), Decision::Yield);
    }
}
