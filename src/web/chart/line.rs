//! A line over time. Where a number is not known, the line has a gap.

use crate::i18n::Locale;
use crate::web::chart::axis::{Axis, ChartLabel, GridLine, percent, pixels};

/// The left and the right end of the line, in percent of the width.
const ENDS: (f64, f64) = (2.0, 98.0);

/// The upper and the lower end of the plot, in pixels.
const PLOT: (f64, f64) = (24.0, 106.0);

/// The number of a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// The text below it, if it has one.
    pub label: Option<String>,
    /// The number; `None` if it is not known.
    pub value: Option<u64>,
}

/// The drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineChart {
    /// A sentence that says what it shows.
    pub sentence: String,
    /// The height in pixels.
    pub height: u32,
    /// The lines behind it.
    pub grid: Vec<GridLine>,
    /// The points of each piece of the line without a gap, for a drawing of 100 units by pixels.
    pub pieces: Vec<String>,
    /// Points without a neighbor, and the last one: their distances from the left and from the top.
    pub dots: Vec<(String, String)>,
    /// The last number and the texts below the line.
    pub labels: Vec<ChartLabel>,
}

impl LineChart {
    /// Draws a line through the known numbers.
    pub fn new(sentence: String, points: &[Point], locale: Locale) -> Self {
        let axis = Axis::around(points.iter().filter_map(|point| point.value));
        let x = |number: usize| position(number, points.len(), ENDS);
        let y = |value: u64| PLOT.1 - axis.share(value) * (PLOT.1 - PLOT.0);
        let values: Vec<Option<u64>> = points.iter().map(|point| point.value).collect();
        let (mut pieces, mut dots) = (Vec::new(), Vec::new());
        for piece in known_pieces(&values) {
            if let [(number, value)] = piece[..] {
                dots.push((percent(x(number)), pixels(y(value))));
            } else {
                pieces.push(polyline(piece.iter().map(|(number, value)| (x(*number), y(*value)))));
            }
        }
        let mut labels: Vec<ChartLabel> = Vec::new();
        for (number, point) in points.iter().enumerate() {
            if let Some(text) = &point.label {
                let anchor = match number {
                    0 => "start",
                    last if last + 1 == points.len() => "end",
                    _ => "middle",
                };
                labels.push(ChartLabel {
                    x: percent(x(number)),
                    y: pixels(124.0),
                    anchor,
                    text: text.clone(),
                });
            }
        }
        if let Some((number, value)) =
            values.iter().enumerate().rev().find_map(|(number, value)| Some((number, (*value)?)))
        {
            let dot = (percent(x(number)), pixels(y(value)));
            if !dots.contains(&dot) {
                dots.push(dot);
            }
        }
        LineChart { sentence, height: 126, grid: axis.grid(PLOT.0, PLOT.1, locale), pieces, dots, labels }
    }
}

/// Returns the points of a small line without axis, in a drawing of 100 by 24 units, for each piece without a gap.
pub fn sparkline(values: &[Option<u64>]) -> Vec<String> {
    let known = values.iter().flatten().copied();
    let (least, most) = (known.clone().min().unwrap_or(0), known.max().unwrap_or(0));
    let y = |value: u64| match most - least {
        0 => 12.0,
        range => 21.0 - 18.0 * (value - least) as f64 / range as f64,
    };
    let pieces = known_pieces(values).into_iter().filter(|piece| piece.len() > 1);
    let place = |(number, value): &(usize, u64)| (position(*number, values.len(), (0.0, 100.0)), y(*value));
    pieces.map(|piece| polyline(piece.iter().map(place))).collect()
}

fn position(number: usize, all: usize, (left, right): (f64, f64)) -> f64 {
    left + (right - left) * number as f64 / all.saturating_sub(1).max(1) as f64
}

/// Returns the known numbers with their places, in pieces without a gap.
fn known_pieces(values: &[Option<u64>]) -> Vec<Vec<(usize, u64)>> {
    let mut pieces: Vec<Vec<(usize, u64)>> = Vec::new();
    let mut is_open = false;
    for (number, value) in values.iter().enumerate() {
        match (value, pieces.last_mut().filter(|_| is_open)) {
            (Some(value), Some(open)) => open.push((number, *value)),
            (Some(value), None) => pieces.push(vec![(number, *value)]),
            (None, _) => {}
        }
        is_open = value.is_some();
    }
    pieces
}

fn polyline(points: impl Iterator<Item = (f64, f64)>) -> String {
    points.map(|(x, y)| format!("{x:.1},{y:.1}")).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(values: &[Option<u64>]) -> LineChart {
        let points: Vec<Point> =
            values.iter().map(|value| Point { label: Some("x".into()), value: *value }).collect();
        LineChart::new(String::new(), &points, Locale::En)
    }

    #[test]
    fn unknown_numbers_are_gaps() {
        let drawn = chart(&[None, Some(1), Some(2), None, Some(3), None, Some(4), Some(5)]);
        assert_eq!(drawn.pieces.len(), 2);
        assert_eq!(drawn.pieces[0].split(' ').count(), 2);
        assert_eq!(drawn.dots.len(), 2, "the single number and the last one: {:?}", drawn.dots);
    }

    #[test]
    fn one_number_zeros_and_huge_numbers_are_drawn() {
        assert_eq!((chart(&[]).pieces.len(), chart(&[None]).dots.len()), (0, 0));
        let one = chart(&[Some(7)]);
        assert_eq!((one.pieces.len(), one.dots.len()), (0, 1));
        for values in [vec![Some(0), Some(0)], vec![Some(0), Some(u64::MAX)], vec![Some(u64::MAX); 3]] {
            let drawn = chart(&values);
            for point in drawn.pieces[0].split(' ') {
                let y: f64 = point.split(',').nth(1).and_then(|y| y.parse().ok()).unwrap_or(f64::NAN);
                assert!((PLOT.0..=PLOT.1).contains(&y), "{values:?}: {point}");
            }
        }
    }

    #[test]
    fn a_small_line_is_flat_if_nothing_changes() {
        assert_eq!(sparkline(&[Some(5), Some(5)]), ["0.0,12.0 100.0,12.0"]);
        assert_eq!(sparkline(&[Some(0), Some(u64::MAX)]), ["0.0,21.0 100.0,3.0"]);
        assert!(sparkline(&[None, Some(1), None]).is_empty() && sparkline(&[]).is_empty());
    }
}
