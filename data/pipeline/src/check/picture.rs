//! The small pictures of the page, as inline SVG.

use std::fmt;

use super::report::Histogram;
use super::written::number;

/// Units of the picture's own co-ordinates; the page gives it its size.
const WIDTH: f64 = 120.0;
const HEIGHT: f64 = 28.0;
/// A bin with a value is seen, however few it has.
const LEAST: f64 = 1.0;
/// A bin of fewer is as narrow as one of so many.
const FEW: usize = 12;

/// A histogram.
pub(super) struct Bars<'a>(pub(super) &'a Histogram);

/// A share of a whole.
pub(super) struct Bar {
    /// From 0 to 1.
    pub(super) share: f64,
}

impl fmt::Display for Bars<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Histogram { edges, counts } = self.0;
        let greatest = counts.iter().copied().max().unwrap_or_default().max(1) as f64;
        let from = number(edges.first().copied().unwrap_or_default());
        let to = number(edges.last().copied().unwrap_or_default());
        write!(
            f,
            "<svg class=\"bars\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" preserveAspectRatio=\"none\" role=\"img\" "
        )?;
        write!(f, "aria-label=\"histogram from {from} to {to}\"><path d=\"")?;
        let step = WIDTH / counts.len().max(FEW) as f64;
        for (bin, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let height = (HEIGHT * count as f64 / greatest).max(LEAST);
            let (left, width) = (step * bin as f64, step * 0.9);
            write!(f, "M{left:.1} {HEIGHT}v-{height:.1}h{width:.1}v{height:.1}z")?;
        }
        write!(f, "\"/></svg>")
    }
}

impl fmt::Display for Bar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What it shows stands beside it in figures.
        let width = (WIDTH * self.share).clamp(0.0, WIDTH);
        write!(
            f,
            "<svg class=\"bar\" viewBox=\"0 0 {WIDTH} 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
        )?;
        write!(f, "<path class=\"whole\" d=\"M0 0h{WIDTH}v1h-{WIDTH}z\"/>")?;
        write!(f, "<path d=\"M0 0h{width:.1}v1h-{width:.1}z\"/></svg>")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_for_each_bin_that_is_not_empty() {
        let histogram = Histogram { edges: vec![0.0, 1.0, 2.0, 3.0], counts: vec![10, 0, 5] };
        let svg = Bars(&histogram).to_string();
        assert!(svg.contains("histogram from 0 to 3"), "{svg}");
        assert!(svg.contains("d=\"M0.0 28v-28.0h9.0v28.0zM20.0 28v-14.0h9.0v14.0z\""), "{svg}");
    }

    #[test]
    fn a_share_fills_its_part() {
        assert!(Bar { share: 0.25 }.to_string().contains("M0 0h30.0v1h-30.0z"));
    }
}
