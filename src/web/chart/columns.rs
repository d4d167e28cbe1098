//! A chart with one column for each day, week or month, which may have parts above and below the axis.

use crate::i18n::Locale;
use crate::web::chart::axis::{Axis, ChartLabel, GridLine, percent, pixels};

/// The upper end of the plot, below the numbers.
const TOP: f64 = 20.0;

/// The lower end of the plot, above the labels.
const BOTTOM: f64 = 106.0;

/// The share of its place that a column takes.
const WIDTH: f64 = 0.68;

/// The least visible height of a part, in pixels.
const LEAST: f64 = 1.5;

/// One column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Column {
    /// The text below it, if it has one.
    pub label: Option<String>,
    /// Its parts above the axis, the lowest first: class and number.
    pub above: Vec<(&'static str, u64)>,
    /// Its part below the axis.
    pub below: Option<(&'static str, u64)>,
}

/// A part of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The class, which has its color.
    pub class: &'static str,
    /// The distance from the left in percent.
    pub x: String,
    /// The distance from the top in pixels.
    pub y: String,
    /// The width in percent.
    pub width: String,
    /// The height in pixels.
    pub height: String,
}

/// The drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnChart {
    /// A sentence that says what it shows.
    pub sentence: String,
    /// The height in pixels.
    pub height: u32,
    /// The distance of the axis from the top.
    pub axis: String,
    /// The lines behind the columns.
    pub grid: Vec<GridLine>,
    /// The parts of all columns.
    pub parts: Vec<Part>,
    /// The texts below the columns.
    pub labels: Vec<ChartLabel>,
}

impl ColumnChart {
    /// Draws columns.
    pub fn new(sentence: String, columns: &[Column], locale: Locale) -> Self {
        let above = |column: &Column| column.above.iter().map(|(_, number)| *number).sum::<u64>();
        let below = |column: &Column| column.below.map_or(0, |(_, number)| number);
        let most = columns.iter().map(above).max().unwrap_or(0);
        let least = columns.iter().map(below).max().unwrap_or(0);
        let axis = Axis::from_zero(most.max(least));
        // Both sides have the same scale.
        let depth = axis.share(least);
        let zero = TOP + (BOTTOM - TOP) / (1.0 + depth);
        let scale = zero - TOP;
        let place = 100.0 / columns.len().max(1) as f64;
        let (mut parts, mut labels) = (Vec::new(), Vec::new());
        for (number, column) in columns.iter().enumerate() {
            let x = place * (number as f64 + (1.0 - WIDTH) / 2.0);
            let mut part = |class, y: f64, height: f64| {
                let (x, y) = (percent(x), pixels(y));
                parts.push(Part { class, x, y, width: percent(place * WIDTH), height: pixels(height) });
            };
            let mut top = zero;
            for (class, number) in column.above.iter().filter(|(_, number)| *number > 0) {
                let height = (axis.share(*number) * scale).max(LEAST);
                top -= height;
                part(class, top, height);
            }
            if let Some((class, number)) = column.below.filter(|(_, number)| *number > 0) {
                part(class, zero + 1.0, (axis.share(number) * scale).max(LEAST));
            }
            labels.extend(column.label.as_ref().map(|text| label(text, number, columns.len())));
        }
        let grid = axis.grid(TOP, zero, locale);
        ColumnChart { sentence, height: 126, axis: pixels(zero + 0.5), grid, parts, labels }
    }
}

/// Returns the text below a column; the first and the last one do not leave the drawing.
fn label(text: &str, number: usize, columns: usize) -> ChartLabel {
    let place = 100.0 / columns as f64;
    let (x, anchor) = match number {
        0 => (0.0, "start"),
        last if last + 1 == columns => (100.0, "end"),
        number => (place * (number as f64 + 0.5), "middle"),
    };
    ChartLabel { x: percent(x), y: pixels(BOTTOM + 18.0), anchor, text: text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(columns: &[Column]) -> ColumnChart {
        ColumnChart::new(String::new(), columns, Locale::En)
    }

    fn column(above: u64, below: u64) -> Column {
        Column { label: Some("x".into()), above: vec![("won", above)], below: Some(("lost", below)) }
    }

    #[test]
    fn parts_are_stacked_and_stay_in_the_drawing() {
        for columns in [
            vec![],
            vec![column(0, 0)],
            vec![column(1, 0)],
            vec![column(1, 90), column(3, 0), column(u64::MAX / 4, u64::MAX / 5)],
            (0..31).map(|number| column(number, number / 3)).collect(),
        ] {
            let chart = draw(&columns);
            for part in &chart.parts {
                let (y, height): (f64, f64) =
                    (part.y.parse().unwrap_or(-1.0), part.height.parse().unwrap_or(-1.0));
                assert!(y >= TOP - 2.0 && y + height <= BOTTOM + 4.0 && height >= LEAST, "{part:?}");
            }
            let shown: usize = columns
                .iter()
                .map(|one| {
                    usize::from(one.above[0].1 > 0)
                        + usize::from(one.below.is_some_and(|(_, number)| number > 0))
                })
                .sum();
            assert_eq!(chart.parts.len(), shown);
        }
        let chart = draw(&[Column { above: vec![("gone", 1), ("ends", 3)], ..Column::default() }]);
        let edges: Vec<(f64, f64)> = chart
            .parts
            .iter()
            .map(|part| (part.y.parse().unwrap_or(0.0), part.height.parse().unwrap_or(0.0)))
            .collect();
        assert!((edges[1].0 + edges[1].1 - edges[0].0).abs() < 0.2, "{edges:?}");
        assert!((edges[1].1 / edges[0].1 - 3.0).abs() < 0.05, "{edges:?}");
    }

    #[test]
    fn the_outer_labels_stay_in_the_drawing() {
        let chart = draw(&[column(1, 0), column(1, 0), column(1, 0)]);
        let anchors: Vec<_> = chart.labels.iter().map(|label| (label.x.as_str(), label.anchor)).collect();
        assert_eq!(anchors, [("0.00%", "start"), ("50.00%", "middle"), ("100.00%", "end")]);
    }
}
