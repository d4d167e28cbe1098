//! Charts that the server draws as SVG: [`line`] and [`columns`] beside a table with the same numbers, and [`bars`] in a line of
//! text. They have classes, no styles, so they follow the color scheme and the content security policy; positions are percent
//! of the width, so letters never shrink. `templates/chart.html` renders them.

pub mod axis;
pub mod bars;
pub mod columns;
pub mod line;
