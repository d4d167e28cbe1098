//! The dialect of a file: its encoding, delimiter and line ends. Files do not state it, so [`Dialect::candidates`] lists
//! the possible dialects of the beginning of a file, and the import takes the one in which it finds the column names.

use encoding_rs::{BIG5, EUC_KR, UTF_16BE, UTF_16LE};

/// The encodings in which spreadsheets save text in the supported languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub enum Encoding {
    #[default]
    Utf8,
    Utf16Le,
    Utf16Be,
    /// Windows in Korean.
    Cp949,
    /// Windows in Taiwan.
    Big5,
}

impl Encoding {
    /// Returns the name that users know.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16Le | Encoding::Utf16Be => "UTF-16",
            Encoding::Cp949 => "CP949",
            Encoding::Big5 => "Big5",
        }
    }

    /// Returns the decoder; `None` for UTF-8, which needs only validation.
    pub(super) fn decoder(self) -> Option<encoding_rs::Decoder> {
        let encoding = match self {
            Encoding::Utf8 => return None,
            Encoding::Utf16Le => UTF_16LE,
            Encoding::Utf16Be => UTF_16BE,
            Encoding::Cp949 => EUC_KR,
            Encoding::Big5 => BIG5,
        };
        Some(encoding.new_decoder_without_bom_handling())
    }
}

/// The dialect of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// The encoding.
    pub encoding: Encoding,
    /// The delimiter between cells.
    pub delimiter: u8,
    /// The last byte of a line: LF, or a single CR as older spreadsheets on a Mac write.
    pub line_end: u8,
}

impl Default for Dialect {
    fn default() -> Self {
        Dialect { encoding: Encoding::Utf8, delimiter: b',', line_end: b'\n' }
    }
}

impl Dialect {
    /// Returns the possible dialects of a file that begins with `start`, the likeliest first.
    pub fn candidates(start: &[u8]) -> Vec<Dialect> {
        let mut candidates = Vec::new();
        for encoding in encodings(start) {
            let text = decoded(start, encoding);
            let line_end = line_end(text.as_bytes());
            let delimiters = match declared(&text) {
                Some(delimiter) => vec![delimiter],
                None => vec![b',', b';', b'\t'],
            };
            candidates.extend(delimiters.into_iter().map(|delimiter| Dialect {
                encoding,
                delimiter,
                line_end,
            }));
        }
        candidates
    }
}

/// Returns the possible encodings: the one of the byte order mark, or all in which the bytes are valid.
fn encodings(start: &[u8]) -> Vec<Encoding> {
    match start {
        [0xFF, 0xFE, ..] => return vec![Encoding::Utf16Le],
        [0xFE, 0xFF, ..] => return vec![Encoding::Utf16Be],
        [0xEF, 0xBB, 0xBF, ..] => return vec![Encoding::Utf8],
        _ => {}
    }
    let mut encodings = vec![Encoding::Utf8];
    match start {
        [first, 0, ..] if *first != 0 => encodings.push(Encoding::Utf16Le),
        [0, second, ..] if *second != 0 => encodings.push(Encoding::Utf16Be),
        _ if !start.is_ascii() => encodings.extend([Encoding::Cp949, Encoding::Big5]),
        _ => {}
    }
    encodings
}

/// Decodes the text, with U+FFFD for invalid bytes.
fn decoded(start: &[u8], encoding: Encoding) -> String {
    let Some(mut decoder) = encoding.decoder() else { return String::from_utf8_lossy(start).into_owned() };
    let most = decoder.max_utf8_buffer_length(start.len()).unwrap_or(start.len() * 3);
    let mut text = String::with_capacity(most);
    let _ = decoder.decode_to_string(start, &mut text, false);
    text
}

/// Returns the last byte of the first line; line ends inside quotes do not count.
fn line_end(text: &[u8]) -> u8 {
    let mut quoted = false;
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => return b'\n',
            b'\r' if !quoted && text.get(at + 1) != Some(&b'\n') => return b'\r',
            _ => {}
        }
    }
    b'\n'
}

/// Returns the delimiter of a first line such as `sep=;`, which Excel reads.
fn declared(text: &str) -> Option<u8> {
    let line = text.trim_start_matches('\u{FEFF}').split(['\r', '\n']).next()?;
    match separator_line(line)? {
        delimiter @ (b',' | b';' | b'\t') => Some(delimiter),
        _ => None,
    }
}

/// Returns the delimiter if the line only declares one.
pub(crate) fn separator_line(line: &str) -> Option<u8> {
    let line = line.trim_matches(['"', ' ']);
    let (word, rest) = line.split_at_checked(4)?;
    let [delimiter] = rest.as_bytes() else { return None };
    word.eq_ignore_ascii_case("sep=").then_some(*delimiter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn detects_line_ends_and_delimiter_from_the_first_line() {
        assert_eq!(line_end(b"a,b\rc"), b'\r');
        assert_eq!(line_end(b"\"a\rb\",c\r\nd"), b'\n');
        assert_eq!(declared("\u{FEFF}sep=;\r\na;b"), Some(b';'));
        assert_eq!(declared("\"SEP=\t\"\na\tb"), Some(b'\t'));
        assert_eq!(declared("separate,b\n"), None);
        assert_eq!(declared("sep=한\n"), None);
    }

    #[test]
    fn byte_order_mark_determines_the_encoding() {
        assert_eq!(encodings(b"\xFF\xFEa\0"), [Encoding::Utf16Le]);
        assert_eq!(encodings(b"\xEF\xBB\xBFa"), [Encoding::Utf8]);
        assert_eq!(encodings(b"a,b"), [Encoding::Utf8]);
        assert_eq!(encodings(b"\xC8\xB8"), [Encoding::Utf8, Encoding::Cp949, Encoding::Big5]);
    }
}
