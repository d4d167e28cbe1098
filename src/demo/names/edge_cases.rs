//! Names with edge cases of real lists, which a careless program fails on or evaluates as a formula.
//! Only the customers of one reseller have them, so that the other lists look like real ones.

const MAX_LEN: usize = 200;

/// Returns the name with the defect of this number; there are sixteen.
pub(super) fn distort(name: &str, number: u64) -> String {
    match number % 16 {
        0 => format!("{name}, 2nd Branch, Bldg. A"),
        1 => format!("\"{name}\""),
        2 => format!("The 'Real' {name}"),
        3 => format!("={name}"),
        4 => format!("+{name}"),
        5 => format!("@{name}"),
        6 => format!("-{name}"),
        7 => full_width(&format!("ABC 123 {name}")),
        8 => format!("{name} 🚀"),
        9 => decompose(&format!("한글 {name}")),
        10 => format!("  {name}"),
        11 => format!("{name} "),
        12 => format!("\u{200F}شركة {name}"),
        13 => format!("{name} ").chars().cycle().take(MAX_LEN - 1).chain(['.']).collect(),
        14 => format!("<b>{name}</b>"),
        _ => format!("{name} & Söhne; DROP TABLE customers;--"),
    }
}

/// Converts ASCII to full-width characters.
fn full_width(name: &str) -> String {
    let widen = |c: char| match c {
        '!'..='~' => char::from_u32(c as u32 + 0xFEE0).unwrap_or(c),
        _ => c,
    };
    name.chars().map(widen).collect()
}

/// Decomposes Hangul syllables to their letters (Unicode NFD), as in file names of some systems.
fn decompose(name: &str) -> String {
    let mut letters = String::new();
    for c in name.chars() {
        match (c as u32).checked_sub(0xAC00).filter(|place| *place < 11_172) {
            Some(place) => {
                let parts = [0x1100 + place / 588, 0x1161 + place % 588 / 28, 0x11A7 + place % 28];
                let last = if place % 28 == 0 { 2 } else { 3 };
                letters.extend(parts[..last].iter().filter_map(|part| char::from_u32(*part)));
            }
            None => letters.push(c),
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decomposes_hangul_into_letters() {
        assert_eq!(decompose("한가A"), "\u{1112}\u{1161}\u{11AB}\u{1100}\u{1161}A");
    }

    #[test]
    fn converts_letters_to_full_width() {
        assert_eq!(full_width("A1 (주)"), "Ａ１ （주）");
    }

    #[test]
    fn produces_every_defect_within_the_length_limit() {
        let spoiled: Vec<String> = (0..48).map(|number| distort("한빛 Foods", number)).collect();
        let kinds: std::collections::HashSet<&String> = spoiled.iter().collect();
        assert_eq!(kinds.len(), 16);
        assert_eq!(spoiled.iter().map(|name| name.chars().count()).max(), Some(MAX_LEN));
    }
}
