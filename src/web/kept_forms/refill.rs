//! Fills a form of a page with saved input. For which forms are saved, see [`super::kept_form`].

use crate::web::html::{FormMarkup, Tag, escaped, posted_forms};
use crate::web::kept_forms::kept_form::KeptForm;
use std::fmt::Write;

/// Returns the page with the form filled in; unchanged if it has no such form. `note` is shown above the content.
pub fn fill_form(page: &str, kept: &KeptForm, note: Option<&str>) -> String {
    let forms = posted_forms(page);
    let Some(form) =
        forms.iter().filter(|form| submits_to(form, &kept.action)).max_by_key(|form| similarity(form, kept))
    else {
        return page.to_owned();
    };
    let mut filled = String::with_capacity(page.len() + 1024);
    let mut copied = 0;
    if let Some(end) =
        note.and(page.find("<main")).and_then(|main| Some(main + page.get(main..)?.find('>')? + 1))
    {
        filled.push_str(page.get(..end).unwrap_or_default());
        let text = escaped(note.unwrap_or_default());
        // Writing to a string cannot fail.
        let _ = write!(
            filled,
            "<div class=\"note\" data-tone=\"success\" role=\"status\" data-kept><div>{text}</div></div>"
        );
        copied = end;
    }
    let mut select = None;
    for tag in &form.within {
        let name = tag.attribute("name");
        if tag.name == "select" {
            select = name.as_deref().and_then(|name| kept.value(name)).map(str::to_owned);
        }
        let changed = match tag.name {
            "input" => name.and_then(|name| input(tag, kept, &name)).map(|tag_text| (tag_text, tag.at.end)),
            "option" => select.as_deref().and_then(|value| option(tag, value)).map(|text| (text, tag.at.end)),
            "textarea" => name.and_then(|name| textarea(page, tag, kept.value(&name)?)),
            _ => None,
        };
        if let Some((text, end)) = changed.filter(|_| tag.at.start >= copied) {
            filled.push_str(page.get(copied..tag.at.start).unwrap_or_default());
            filled.push_str(&text);
            copied = end;
        }
    }
    filled + page.get(copied..).unwrap_or_default()
}

/// Whether the form or one of its buttons submits to this path.
fn submits_to(form: &FormMarkup<'_>, action: &str) -> bool {
    let is_it = |tag: &Tag<'_>, name| tag.attribute(name).as_deref() == Some(action);
    is_it(&form.tag, "action")
        || form.within.iter().any(|tag| tag.name == "button" && is_it(tag, "formaction"))
}

/// Scores how well a form matches the saved fields, because several forms of a page may have the same
/// action. Equal hidden fields count twice.
fn similarity(form: &FormMarkup<'_>, kept: &KeptForm) -> i64 {
    let hidden = form.within.iter().filter(|tag| tag.raw_attribute("type") == Some("hidden"));
    let same = hidden.filter(|tag| {
        let name = tag.attribute("name").unwrap_or_default();
        kept.value(&name).is_some_and(|value| tag.attribute("value").as_deref() == Some(value))
    });
    let known = |name: &str| form.within.iter().any(|tag| tag.attribute("name").as_deref() == Some(name));
    same.count() as i64 * 2 + kept.fields.iter().filter(|(name, _)| known(name)).count() as i64
}

fn input(tag: &Tag<'_>, kept: &KeptForm, name: &str) -> Option<String> {
    match tag.raw_attribute("type").unwrap_or("text") {
        "checkbox" | "radio" => {
            let own = tag.attribute("value").unwrap_or_else(|| "on".to_owned());
            let is_checked = kept.value(name) == Some(own.as_str());
            Some(tag.with(&["checked"], if is_checked { " checked" } else { "" }))
        }
        "password" | "file" | "submit" | "button" | "image" => None,
        _ => {
            let value = kept.value(name)?;
            Some(tag.with(&["value"], &format!(" value=\"{}\"", escaped(value))))
        }
    }
}

fn option(tag: &Tag<'_>, value: &str) -> Option<String> {
    let is_selected = tag.attribute("value")? == value;
    Some(tag.with(&["selected"], if is_selected { " selected" } else { "" }))
}

/// Returns the start tag with the new content, and the end of the old content.
fn textarea(page: &str, tag: &Tag<'_>, value: &str) -> Option<(String, usize)> {
    let end = tag.at.end + page.get(tag.at.end..)?.find("</textarea")?;
    Some((format!("{}\n{}", page.get(tag.at.clone())?, escaped(value)), end))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<main id=\"main\"><form method=\"post\" action=\"/a\"><input type=\"hidden\" name=\"offer\" value=\"1\">\
        <input name=\"q\" value=\"\"></form><form method=\"post\" action=\"/a\"><input type=\"hidden\" name=\"offer\" value=\"2\">\
        <input name=\"q\" value=\"old\"><input type=\"checkbox\" name=\"c\" value=\"yes\" checked>\
        <input type=\"password\" name=\"p\"><select name=\"s\"><option value=\"\" selected>-</option><option value=\"x\">x</option></select>\
        <textarea name=\"t\">\nold</textarea><button formaction=\"/b\">b</button></form></main>";

    fn kept(action: &str, fields: &[(&str, &str)]) -> KeptForm {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        KeptForm { page: "/p".into(), action: action.into(), fields, was_interrupted: true }
    }

    #[test]
    fn refills_only_the_submitted_form() {
        let typed = kept(
            "/a",
            &[("offer", "2"), ("q", "<\"&"), ("s", "x"), ("t", "</textarea>\n&"), ("p", "secret")],
        );
        let page = fill_form(PAGE, &typed, Some("kept"));
        assert!(page.contains("<input name=\"q\" value=\"\">"), "the first form is as it was");
        assert!(page.contains("<input name=\"q\" value=\"&#60;&#34;&#38;\">"), "{page}");
        assert!(page.contains("name=\"c\" value=\"yes\">"), "not ticked: {page}");
        assert!(page.contains("<option value=\"x\" selected>") && page.contains("<option value=\"\">"));
        assert!(page.contains("\n&#60;/textarea&#62;\n&#38;</textarea>") && !page.contains("old"));
        assert!(page.contains("<main id=\"main\"><div class=\"note\"") && !page.contains("secret"));
    }

    #[test]
    fn formaction_buttons_belong_to_their_form() {
        assert!(fill_form(PAGE, &kept("/b", &[("q", "new")]), None).contains("value=\"new\""));
        assert_eq!(fill_form(PAGE, &kept("/c", &[("q", "new")]), None), PAGE);
        assert_eq!(fill_form("", &kept("/c", &[]), Some("x")), "");
    }
}
