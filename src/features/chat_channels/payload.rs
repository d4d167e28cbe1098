//! The body of a message in the format of each service. Names of customers are data: none of them can format the message,
//! notify the whole channel, or add a link. Slack and Teams get structured text, which they do not parse; Discord and
//! Mattermost get Markdown, in which every special character is escaped.

use crate::domain::ChatService;
use crate::features::chat_channels::message::{ChatMessage, MessageLine};
use serde_json::{Value, json};

/// Returns the JSON that the webhook of a service takes.
pub fn payload(service: ChatService, message: &ChatMessage) -> Value {
    match service {
        ChatService::Slack => slack(message),
        ChatService::Teams => teams(message),
        ChatService::Mattermost => json!({ "text": markdown(message) }),
        ChatService::Discord => json!({
            "embeds": [{ "description": markdown(message) }],
            "allowed_mentions": { "parse": [] },
        }),
    }
}

/// Slack: a block of rich text. `text` is what notifications show, where `&`, `<` and `>` have a meaning.
fn slack(message: &ChatMessage) -> Value {
    let section = |line: &MessageLine| {
        let link = json!({ "type": "link", "url": line.link, "text": line.text });
        let mut elements = vec![link];
        if !line.more.is_empty() {
            elements.push(json!({ "type": "text", "text": format!("\n{}", line.more) }));
        }
        json!({ "type": "rich_text_section", "elements": elements })
    };
    let sections: Vec<Value> = message.lines.iter().map(section).collect();
    let plain = message.plain().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    json!({
        "text": plain,
        "blocks": [{ "type": "rich_text", "elements": sections }],
        "unfurl_links": false,
    })
}

/// Teams: an adaptive card. A `TextRun` is not parsed; its action opens the link.
fn teams(message: &ChatMessage) -> Value {
    let block = |line: &MessageLine| {
        let open = json!({ "type": "Action.OpenUrl", "url": line.link });
        let mut runs = vec![json!({ "type": "TextRun", "text": line.text, "selectAction": open })];
        if !line.more.is_empty() {
            runs.push(json!({ "type": "TextRun", "text": format!("\n{}", line.more), "isSubtle": true }));
        }
        json!({ "type": "RichTextBlock", "inlines": runs })
    };
    let card = json!({
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": message.lines.iter().map(block).collect::<Vec<_>>(),
        "msteams": { "width": "Full" },
    });
    json!({
        "type": "message",
        "attachments": [{
            "contentType": "application/vnd.microsoft.card.adaptive",
            "contentUrl": null,
            "content": card,
        }],
    })
}

fn markdown(message: &ChatMessage) -> String {
    let line = |line: &MessageLine| {
        let link = format!("[{}](<{}>)", escaped(&line.text), line.link);
        if line.more.is_empty() { link } else { format!("{link}\n{}", escaped(&line.more)) }
    };
    message.lines.iter().map(line).collect::<Vec<_>>().join("\n\n")
}

/// Escapes Markdown. A word joiner after `@`, `#` and `:` keeps mentions, channels and emoji from being recognized, which some
/// services do before they read escapes.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        if letter.is_ascii_punctuation()
            && !matches!(letter, ',' | '.' | '\'' | '%' | '/' | ':' | ';' | '?' | '@')
        {
            out.push('\\');
        }
        out.push(letter);
        if matches!(letter, '@' | '#' | ':') {
            out.push('\u{2060}');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVIL: &str = "<!channel> @everyone **A&B** [x](https://evil.example) `c` :smile:";

    fn message() -> ChatMessage {
        let line = |text: &str, more: &str| MessageLine {
            text: text.to_owned(),
            link: "https://portal.example/orders/1".to_owned(),
            more: more.to_owned(),
        };
        ChatMessage { lines: vec![line(EVIL, "9:00 · _Ana_"), line("한빛 & 青禾", "")] }
    }

    #[test]
    fn slack_gets_text_that_it_does_not_parse() {
        let body = payload(ChatService::Slack, &message());
        let elements = &body["blocks"][0]["elements"][0]["elements"];
        assert_eq!(elements[0]["text"], EVIL);
        assert_eq!(elements[1]["text"], "\n9:00 · _Ana_");
        let plain = body["text"].as_str().unwrap_or_default();
        assert!(plain.starts_with("&lt;!channel&gt;") && plain.ends_with("한빛 &amp; 青禾"), "{plain}");
        assert_eq!(body["blocks"][0]["elements"][1]["elements"].as_array().map(Vec::len), Some(1));
    }

    #[test]
    fn teams_gets_runs_of_text() {
        let body = payload(ChatService::Teams, &message());
        let card = &body["attachments"][0]["content"];
        assert_eq!(card["body"][0]["inlines"][0]["text"], EVIL);
        assert_eq!(card["body"][0]["inlines"][0]["selectAction"]["url"], "https://portal.example/orders/1");
        assert_eq!(card["body"].as_array().map(Vec::len), Some(2));
    }

    #[test]
    fn markdown_is_escaped_and_mentions_nobody() {
        for service in [ChatService::Mattermost, ChatService::Discord] {
            let body = payload(service, &message());
            let text =
                body["text"].as_str().or(body["embeds"][0]["description"].as_str()).unwrap_or_default();
            let first = text.lines().next().unwrap_or_default();
            assert!(first.ends_with("](<https://portal.example/orders/1>)"), "{first}");
            assert!(first.contains("\\*\\*A\\&B\\*\\*") && first.contains("\\[x\\]\\(https"), "{first}");
            assert!(!text.contains("@everyone") && !text.contains("<!channel>") && !text.contains(":smile"));
            assert!(text.contains("9:\u{2060}00 · \\_Ana\\_"), "{text}");
        }
        let discord = payload(ChatService::Discord, &message());
        assert_eq!(discord["allowed_mentions"]["parse"].as_array().map(Vec::len), Some(0));
    }
}
