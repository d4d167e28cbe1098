//! The text of a message, split at its personal link. The outbox stores the pieces, so no user input is
//! mistaken for a placeholder, and the link itself is not stored.

use crate::error::{Error, Result};
use uuid::Uuid;

/// Pieces of text with the link between them; a message without a link has one piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body(Vec<String>);

/// A part of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'a> {
    /// Plain text.
    Text(&'a str),
    /// The personal link.
    Link,
}

/// The parts of one line.
pub type Line<'a> = Vec<Part<'a>>;

impl Body {
    /// Creates a text without a link.
    pub fn plain(text: impl Into<String>) -> Self {
        Body(vec![text.into()])
    }

    /// Creates a text by calling `write` with a placeholder for the link, and splits it there. The
    /// placeholder is random, so no value in the text can contain it.
    pub fn with_link(write: impl FnOnce(&str) -> String) -> Self {
        let mark = Uuid::new_v4().to_string();
        Body(write(&mark).split(&mark).map(str::to_owned).collect())
    }

    /// Creates a text from its pieces.
    pub fn from_pieces(pieces: Vec<String>) -> Self {
        Body(pieces)
    }

    /// Returns the text with this link.
    pub fn text(&self, link: &str) -> String {
        self.0.join(link)
    }

    /// Returns the pieces as a JSON list, the format of the outbox.
    ///
    /// # Errors
    /// The pieces cannot be serialized, which should not happen.
    pub fn to_json(&self) -> Result<String> {
        serde_json::to_string(&self.0).map_err(Error::internal)
    }

    /// Parses the format of the outbox.
    ///
    /// # Errors
    /// The text is not a JSON list of strings.
    pub fn from_stored(text: &str) -> Result<Self> {
        serde_json::from_str(text).map(Body).map_err(Error::internal)
    }

    /// Returns the paragraphs, which are separated by empty lines, as lists of lines.
    pub fn paragraphs(&self) -> Vec<Vec<Line<'_>>> {
        let mut lines: Vec<Line<'_>> = vec![Vec::new()];
        for (number, piece) in self.0.iter().enumerate() {
            let mut parts = piece.split('\n').map(|text| text.strip_suffix('\r').unwrap_or(text));
            if let (Some(line), true) = (lines.last_mut(), number > 0) {
                line.push(Part::Link);
            }
            if let (Some(line), Some(text)) = (lines.last_mut(), parts.next()) {
                line.push(Part::Text(text));
            }
            lines.extend(parts.map(|text| vec![Part::Text(text)]));
        }
        let is_empty = |line: &Line<'_>| line.iter().all(|part| is_blank(*part));
        let paragraphs = lines.split(is_empty).filter(|lines| !lines.is_empty());
        paragraphs.map(<[Line<'_>]>::to_vec).collect()
    }
}

fn is_blank(part: Part<'_>) -> bool {
    matches!(part, Part::Text(text) if text.trim().is_empty())
}

/// Whether a paragraph contains only the link.
pub fn is_link_alone(lines: &[Line<'_>]) -> bool {
    let [line] = lines else { return false };
    line.contains(&Part::Link) && line.iter().all(|part| *part == Part::Link || is_blank(*part))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn literal_text_is_never_the_link_placeholder() {
        let body = Body::with_link(|mark| format!("Hello {{link}},\n\n{mark}\n\nBye"));
        assert_eq!(body.text("https://x"), "Hello {link},\n\nhttps://x\n\nBye");
        assert_eq!(Body::plain("Hello {link}").text("https://x"), "Hello {link}");
        assert_eq!(Body::from_stored(&body.to_json().unwrap()).unwrap(), body);
    }

    #[test]
    fn splits_paragraphs_and_recognizes_a_link_on_its_own() {
        let body = Body::from_pieces(vec!["Hello,\nyou\r\n \n".into(), "\n\nsee ".into(), " there\n".into()]);
        let paragraphs = body.paragraphs();
        let text = |text| Part::Text(text);
        assert_eq!(paragraphs[0], [vec![text("Hello,")], vec![text("you")]]);
        assert!(is_link_alone(&paragraphs[1]));
        assert_eq!(paragraphs[2], [vec![text("see "), Part::Link, text(" there")]]);
        assert_eq!(paragraphs.len(), 3);
        assert!(!is_link_alone(&paragraphs[0]) && !is_link_alone(&paragraphs[2]));
    }
}
