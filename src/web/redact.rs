//! Redacts paths for the server log: removes the tokens of personal links in every spelling.

/// The path segments before a token.
const BEFORE_TOKENS: &[&[&str]] =
    &[&["invitations"], &["answers"], &["sign-in", "password"], &["unsubscribe"]];

/// Returns a path without the token of a personal link. Decodes percent-encoding as the router does. Also
/// redacts paths that are only similar, such as with a doubled slash or in upper case.
pub fn redact_path(path: &str) -> String {
    let plain = decoded(path);
    let parts: Vec<&str> = plain.split(['/', '\\']).filter(|part| !part.is_empty()).collect();
    for at in 0..parts.len() {
        for before in BEFORE_TOKENS {
            let rest = &parts[at..];
            let is_before = rest.len() > before.len()
                && before.iter().zip(rest).all(|(word, part)| word.eq_ignore_ascii_case(part));
            if is_before {
                let after = rest.get(before.len() + 1).filter(|word| is_plain(word));
                return format!("/{}/…/{}", before.join("/"), after.copied().unwrap_or_default());
            }
        }
    }
    path.to_owned()
}

/// Whether a segment after a token can be shown: only words that the portal's routes may contain.
fn is_plain(word: &str) -> bool {
    word.len() <= 16 && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Decodes percent-encoded bytes, even if they were encoded several times, in one pass. The crate
/// `percent-encoding` decodes once, and would have to read a long path again for each time.
fn decoded(path: &str) -> String {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let mut plain: Vec<u8> = Vec::with_capacity(path.len());
    for byte in path.bytes() {
        plain.push(byte);
        // The decoded byte may complete another escape.
        while let [.., b'%', high, low] = plain[..] {
            let (Some(high), Some(low)) = (digit(high), digit(low)) else { break };
            plain.truncate(plain.len() - 3);
            plain.push((high * 16 + low) as u8);
        }
    }
    String::from_utf8_lossy(&plain).into_owned()
}

#[cfg(test)]
mod tests {
    use super::redact_path;

    #[test]
    fn masks_tokens_in_every_encoding() {
        for path in [
            "/invitations/T0K3N-T0K3N",
            "/invitations/T0K3N-T0K3N/acceptance",
            "/%69nvitations/T0K3N-T0K3N/acceptance",
            "/%2569nvitation%73/T0K3N-T0K3N",
            "/invitations%2FT0K3N-T0K3N",
            "//invitations//T0K3N-T0K3N/",
            "/INVITATIONS/T0K3N-T0K3N/T0K3N-T0K3N",
            "/x/invitations/%54%30K3N-T0K3N",
            "/answers/T0K3N-T0K3N",
            "/sign-in/password/T0K3N-T0K3N/more",
            "/sign%2Din/passwor%64/T0K3N-T0K3N",
            "/invitations%5cT0K3N-T0K3N",
            "/%25252525252569nvitations/T0K3N-T0K3N",
            "/%%36%39nvitations/T0K3N-T0K3N",
        ] {
            let shown = redact_path(path);
            assert!(!shown.contains("K3N") && shown.contains('…'), "{path} is shown as {shown}");
        }
    }

    /// Regression test: decoding once per level of encoding would take days for this path.
    #[test]
    fn decodes_repeatedly_encoded_paths_in_one_pass() {
        let path = format!("/%{}69nvitations/T0K3N", "25".repeat(1_000_000));
        assert_eq!(redact_path(&path), "/invitations/…/");
    }

    #[test]
    fn leaves_other_paths_unchanged() {
        for path in ["/", "/customers/%ED%95%9C", "/sign-in", "/sign-in/password", "/c/a%2Fb", "/100%", "/%"]
        {
            assert_eq!(redact_path(path), path);
        }
        assert_eq!(redact_path("/invitations/T0K3N/acceptance"), "/invitations/…/acceptance");
    }
}
