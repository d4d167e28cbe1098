//! A bar in a line of text, which shows a number as a share of the largest one or of all.

use crate::web::chart::axis::percent;

/// The least visible share in percent.
const LEAST: f64 = 0.6;

/// Returns the width of a bar: `65.70%`. A number that is not zero is visible.
pub fn bar_width(value: u64, whole: u64) -> String {
    percent(share(value, whole))
}

/// Returns where the parts of one bar begin and how wide they are, in percent. A part that is not zero is visible.
pub fn bar_parts(values: &[u64]) -> Vec<(String, String)> {
    let whole: u128 = values.iter().map(|value| u128::from(*value)).sum();
    let shares: Vec<f64> = values
        .iter()
        .map(|value| if *value == 0 { 0.0 } else { (*value as f64 / whole as f64 * 100.0).max(LEAST) })
        .collect();
    let sum: f64 = shares.iter().sum();
    let mut from = 0.0;
    let place = |share: f64| {
        let (x, width) = (from, if sum > 0.0 { share * 100.0 / sum } else { 0.0 });
        from += width;
        (percent(x), percent(width))
    };
    shares.into_iter().map(place).collect()
}

fn share(value: u64, whole: u64) -> f64 {
    match (value, whole) {
        (0, _) | (_, 0) => 0.0,
        (value, whole) => (value as f64 / whole as f64 * 100.0).clamp(LEAST, 100.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_visible_unless_it_is_zero() {
        assert_eq!(bar_width(1, 4), "25.00%");
        assert_eq!(
            (bar_width(0, 9), bar_width(0, 0), bar_width(7, 0)),
            ("0.00%".into(), "0.00%".into(), "0.00%".into())
        );
        assert_eq!(
            (bar_width(1, u64::MAX), bar_width(u64::MAX, u64::MAX)),
            ("0.60%".into(), "100.00%".into())
        );
    }

    #[test]
    fn the_parts_of_a_bar_fill_it() {
        let parts = |values: &[u64]| {
            bar_parts(values).into_iter().map(|(x, width)| x + " " + &width).collect::<Vec<_>>()
        };
        assert_eq!(parts(&[3, 1]), ["0.00% 75.00%", "75.00% 25.00%"]);
        assert_eq!(parts(&[0, 0]), ["0.00% 0.00%", "0.00% 0.00%"]);
        assert_eq!(parts(&[1_000_000, 1, 0]), ["0.00% 99.40%", "99.40% 0.60%", "100.00% 0.00%"]);
    }
}
