//! Paths as the server's log may say them: without the token of a personal link, however it was spelt.

/// What stands before a token.
const BEFORE_TOKENS: &[&[&str]] = &[&["invitations"], &["answers"], &["sign-in", "password"]];

/// A path without the token of a personal link. The router takes percent-encoded letters for what they mean, and so
/// does this; what is not quite such an address, a doubled slash or another case, is masked all the same.
pub fn shown_in_log(path: &str) -> String {
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

/// What may follow a token: one of our own words.
fn is_plain(word: &str) -> bool {
    word.len() <= 16 && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Percent-encoded bytes as what they stand for, also where they were encoded twice.
fn decoded(path: &str) -> String {
    let mut plain = path.as_bytes().to_vec();
    loop {
        let once = decoded_once(&plain);
        if once == plain {
            return String::from_utf8_lossy(&plain).into_owned();
        }
        plain = once;
    }
}

fn decoded_once(text: &[u8]) -> Vec<u8> {
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let (mut plain, mut at) = (Vec::with_capacity(text.len()), 0);
    while let Some(byte) = text.get(at) {
        match (byte, digit(text.get(at + 1)), digit(text.get(at + 2))) {
            (b'%', Some(high), Some(low)) => {
                plain.push((high * 16 + low) as u8);
                at += 3;
            }
            _ => {
                plain.push(*byte);
                at += 1;
            }
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::shown_in_log;

    #[test]
    fn tokens_are_masked_however_they_are_spelt() {
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
        ] {
            let shown = shown_in_log(path);
            assert!(!shown.contains("K3N") && shown.contains('…'), "{path} is shown as {shown}");
        }
    }

    #[test]
    fn other_paths_stay_as_they_came() {
        for path in ["/", "/customers/%ED%95%9C", "/sign-in", "/sign-in/password", "/c/a%2Fb", "/100%", "/%"]
        {
            assert_eq!(shown_in_log(path), path);
        }
        assert_eq!(shown_in_log("/invitations/T0K3N/acceptance"), "/invitations/…/acceptance");
    }
}
