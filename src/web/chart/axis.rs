//! The vertical axis of a chart: where it begins and ends, and the round numbers on it.

use crate::i18n::Locale;

/// Maximum number of steps of an axis.
const MAX_STEPS: u128 = 4;

/// The range of a chart, in steps of 1, 2 or 5 times a power of ten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Axis {
    from: u128,
    to: u128,
    step: u128,
}

/// A horizontal line with its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridLine {
    /// The distance from the top in pixels.
    pub y: String,
    /// The formatted number; empty at the lower end.
    pub label: String,
}

/// A text below or above the drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartLabel {
    /// The distance from the left in percent.
    pub x: String,
    /// The distance of its baseline from the top in pixels.
    pub y: String,
    /// Which end of the text is there: `start`, `middle` or `end`.
    pub anchor: &'static str,
    /// The text.
    pub text: String,
}

impl Axis {
    /// Returns an axis that contains zero and this number.
    pub fn from_zero(most: u64) -> Self {
        Axis::between(0, most)
    }

    /// Returns an axis that contains these numbers. It begins at zero unless they are far from it compared to their
    /// differences.
    pub fn around(values: impl Iterator<Item = u64> + Clone) -> Self {
        let (least, most) = (values.clone().min().unwrap_or(0), values.max().unwrap_or(0));
        Axis::between(if least / 2 > most - least { least } else { 0 }, most)
    }

    fn between(least: u64, most: u64) -> Self {
        let (least, most) = (u128::from(least), u128::from(most));
        let fits = |step: &u128| most.div_ceil(*step) - least / *step <= MAX_STEPS;
        let powers = (0..38).map(|power| 10_u128.pow(power));
        let step = powers.flat_map(|power| [power, 2 * power, 5 * power]).find(fits).unwrap_or(1);
        let from = least / step * step;
        Axis { from, to: (most.div_ceil(step) * step).max(from + step), step }
    }

    /// Returns where a number is between both ends: 0 at the lower one, 1 at the upper one.
    pub fn share(&self, value: u64) -> f64 {
        (u128::from(value).saturating_sub(self.from)) as f64 / (self.to - self.from) as f64
    }

    /// Returns the lines of the axis in a plot whose upper end is `top` and whose lower end `bottom` pixels from the top.
    pub fn grid(&self, top: f64, bottom: f64, locale: Locale) -> Vec<GridLine> {
        let steps = (self.to - self.from) / self.step;
        let line = |number: u128| {
            let value = self.from + number * self.step;
            let y = bottom - (bottom - top) * number as f64 / steps as f64;
            let is_named = number > 0 || self.from > 0;
            let label = u64::try_from(value).ok().filter(|_| is_named);
            GridLine { y: pixels(y), label: label.map(|value| locale.number(value)).unwrap_or_default() }
        };
        (0..=steps).map(line).collect()
    }
}

/// Formats a number of pixels.
pub(super) fn pixels(value: f64) -> String {
    format!("{value:.1}")
}

/// Formats a share of the width: `12.50%`.
pub(super) fn percent(value: f64) -> String {
    format!("{value:.2}%")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(axis: Axis) -> Vec<String> {
        axis.grid(0.0, 100.0, Locale::En).into_iter().map(|line| line.label).collect()
    }

    #[test]
    fn steps_are_round_numbers() {
        assert_eq!(labels(Axis::from_zero(0)), ["", "1"]);
        assert_eq!(labels(Axis::from_zero(1)), ["", "1"]);
        assert_eq!(labels(Axis::from_zero(24)), ["", "10", "20", "30"]);
        assert_eq!(labels(Axis::from_zero(21_480)), ["", "10,000", "20,000", "30,000"]);
        let around = |values: &[u64]| labels(Axis::around(values.iter().copied()));
        assert_eq!(around(&[1_023, 1_204]), ["1,000", "1,100", "1,200", "1,300"]);
        assert_eq!(around(&[0, 3]), ["", "1", "2", "3"]);
        assert_eq!(around(&[]), ["", "1"]);
        assert_eq!(around(&[7]), ["7", "8"]);
    }

    #[test]
    fn every_number_is_on_the_axis() {
        for most in [0, 1, 9, 10, 11, 999, 1_001, 123_456_789, u64::MAX - 1, u64::MAX] {
            for least in [0, most / 3, most / 10 * 9, most] {
                let axis = Axis::around([least, most].into_iter());
                for value in [least, most] {
                    assert!((0.0..=1.0).contains(&axis.share(value)), "{least}..{most}: {axis:?}");
                }
                assert!(axis.grid(0.0, 100.0, Locale::Ko).len() <= 6, "{axis:?}");
            }
        }
        assert!(Axis::from_zero(10).share(0) == 0.0 && Axis::from_zero(10).share(10) == 1.0);
    }
}
