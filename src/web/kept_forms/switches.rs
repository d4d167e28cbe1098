//! Binds the language and appearance switches to the form of their page, so that they also submit the
//! input: buttons with `data-switch` become buttons of that form.

use crate::web::html::{FormMarkup, Tag, escaped, posted_forms, tags};
use memchr::memmem;

/// The attribute of a switch; its value is the URL to submit to.
const SWITCH: &str = "data-switch=\"";

/// The id of the form, if it has none.
const ID: &str = "typed";

/// Returns the page with its switches bound to the first form that has input fields; unchanged if there is none. Forms with
/// `data-setting` are settings of the page itself, such as its columns; nothing in them is lost.
pub fn tie_switches(page: String) -> String {
    let find = |text: &str| memmem::find(page.as_bytes(), text.as_bytes());
    let Some(content) = find("<main").filter(|_| find(SWITCH).is_some()) else { return page };
    let Some(part) = page.get(content..) else { return page };
    let forms = posted_forms(part);
    let Some(form) = forms.iter().find(|form| has_input(form)) else { return page };
    let Some(action) = form.tag.attribute("action") else { return page };
    let id = form.tag.raw_attribute("id").unwrap_or(ID).to_owned();
    let at = content + form.tag.at.start..content + form.tag.at.end;
    let open = if form.tag.raw_attribute("id").is_some() {
        form.tag.with(&[], "")
    } else {
        form.tag.with(&[], " id=\"typed\"")
    };
    let main_act = main_act(form, &id);
    let mut tied = String::with_capacity(page.len() + 1024);
    let before = page.get(..at.start).unwrap_or_default();
    let body = tags(before).find(|tag| tag.name == "body").map_or(0, |body| body.at.end);
    let (head, rest) = before.split_at_checked(body).unwrap_or(("", before));
    tied.push_str(head);
    tied.push_str(&main_act);
    tied.push_str(&with_switches(rest, &id, &action));
    tied.push_str(&open);
    tied.push_str(&with_switches(page.get(at.end..).unwrap_or_default(), &id, &action));
    tied
}

fn has_input(form: &FormMarkup<'_>) -> bool {
    let typed = |tag: &Tag<'_>| match tag.name {
        "textarea" | "select" => true,
        "input" => {
            !matches!(tag.raw_attribute("type"), Some("hidden" | "submit" | "button" | "image" | "file"))
        }
        _ => false,
    };
    let may_keep = ["enctype", "data-setting"].iter().all(|name| form.tag.raw_attribute(name).is_none());
    may_keep && form.within.iter().any(typed)
}

/// Returns a hidden copy of the form's first button. The switches come before the form, and Enter would
/// press one of them otherwise.
fn main_act(form: &FormMarkup<'_>, id: &str) -> String {
    let is_button = |tag: &&Tag<'_>| {
        tag.name == "button"
            && tag.raw_attribute("type") != Some("button")
            && tag.raw_attribute("form").is_none()
    };
    let Some(button) = form.within.iter().find(is_button) else { return String::new() };
    let kept = ["name", "value", "formaction", "formnovalidate", "disabled"];
    let attributes: Vec<String> = kept
        .iter()
        .filter_map(|name| button.raw_attribute(name).map(|value| format!(" {name}=\"{value}\"")))
        .collect();
    format!(
        "<button class=\"vh\" form=\"{id}\" tabindex=\"-1\" aria-hidden=\"true\"{}></button>",
        attributes.concat()
    )
}

fn with_switches(part: &str, id: &str, action: &str) -> String {
    let of = serde_urlencoded::to_string([("of", action)]).unwrap_or_default();
    let mut pieces = part.split(SWITCH);
    let mut tied = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (address, rest) = piece.split_once('"').unwrap_or((piece, ""));
        let own = format!("{address}&{of}");
        let own = escaped(&own.replace("&#38;", "&"));
        tied.push_str(&format!(
            "{SWITCH}{address}\" form=\"{id}\" formnovalidate formaction=\"{own}\"{rest}"
        ));
    }
    tied
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn switches_submit_the_form_of_their_page() {
        let page = "<!doctype html><body><button data-switch=\"/language?return_to=%2F\" name=\"lang\">en</button><main>\
            <form method=\"post\" action=\"/end\"><button>end</button></form>\
            <form class=\"x\" method=\"post\" action=\"/a\"><input name=\"q\"><button name=\"do\" value=\"go\">go</button></form></main>";
        let tied = tie_switches(page.to_owned());
        assert!(tied.starts_with("<!doctype html><body><button class=\"vh\" form=\"typed\" tabindex=\"-1\" aria-hidden=\"true\" name=\"do\" value=\"go\">"));
        assert!(
            tied.contains("form=\"typed\" formnovalidate formaction=\"/language?return_to=%2F&#38;of=%2Fa\""),
            "{tied}"
        );
        assert!(tied.contains("<form class=\"x\" method=\"post\" action=\"/a\" id=\"typed\">"), "{tied}");
    }

    #[test]
    fn leaves_pages_without_a_form_unchanged() {
        for page in [
            "",
            "<main>",
            "<button data-switch=\"/l\">x</button><main><form method=\"post\" action=\"/e\"><button>e</button></form></main>",
            "<button data-switch=\"/l\">x</button><main><form method=\"post\" action=\"/e\" data-setting=\"a\"><input name=\"q\"></form></main>",
        ] {
            assert_eq!(tie_switches(page.to_owned()), page);
        }
    }
}
