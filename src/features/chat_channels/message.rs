//! What a message says: a line for each notice, with a link that needs a sign-in.

use crate::config::Settings;
use crate::domain::PartnerKind;
use crate::features::activity_log::wording::ReaderFormat;
use crate::features::notices::mail_text::{first_line, more_line};
use crate::features::notices::model::Notice;
use crate::features::notices::wording::object_address;
use crate::urls;

/// Maximum number of notices that a message names.
pub const MAX_NAMED: i64 = 10;

/// Maximum length of a line, in characters. Ten notices of two such lines and their links fit into a message of each service.
const MAX_LINE: usize = 160;

/// A line of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageLine {
    /// What happened.
    pub text: String,
    /// Where it is; always of the portal.
    pub link: String,
    /// When, by whom, and what else there is to say; may be empty.
    pub more: String,
}

/// A message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChatMessage {
    /// The lines.
    pub lines: Vec<MessageLine>,
}

impl ChatMessage {
    /// Returns the message about these notices; `total` is how many there are.
    pub fn about(
        notices: &[Notice],
        total: u64,
        settings: &Settings,
        kind: PartnerKind,
        reading: ReaderFormat,
    ) -> Self {
        let absolute = |address: String| format!("{}{address}", settings.public_url());
        let line = |notice: &Notice| MessageLine {
            text: shorten(&first_line(notice, reading)),
            link: absolute(object_address(&notice.row, kind).unwrap_or_else(|| urls::notifications().into())),
            more: shorten(&more_line(notice, reading)),
        };
        let mut lines: Vec<MessageLine> = notices.iter().map(line).collect();
        let more = total.saturating_sub(notices.len() as u64);
        if more > 0 {
            lines.push(MessageLine {
                text: reading.texts().mail_notices_more(more, reading.locale.number(more)),
                link: absolute(urls::notifications().into()),
                more: String::new(),
            });
        }
        ChatMessage { lines }
    }

    /// Returns the message that a person sends to try a channel.
    pub fn test(text: String, settings: &Settings) -> Self {
        let link = format!("{}{}", settings.public_url(), urls::chat_channels());
        ChatMessage { lines: vec![MessageLine { text, link, more: String::new() }] }
    }

    /// Returns the message as plain text, for previews.
    pub fn plain(&self) -> String {
        self.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n")
    }
}

fn shorten(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MAX_LINE) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}
