//! Charts as SVG: scales, ticks and axes, and one component a chart.
//!
//! Horizontal places are percent of the width, so that a chart fits any width without asking the browser for it and
//! its letters keep their size. Every chart can be read as a table, and tells its parts apart by more than colour; what a
//! drawing alone shows is also reached place by place, with the arrow keys (`reading`).

mod axis;
mod boxes;
mod curve;
mod density;
mod frame;
mod gauge;
mod histogram;
mod importance;
mod meter_bar;
mod reading;
mod reliability;
mod scale;
mod ticks;
mod waterfall;

pub(crate) use self::boxes::Boxes;
pub(crate) use self::curve::{Curve, Mark, Side, height};
pub(crate) use self::density::DensityMap;
pub(crate) use self::frame::Patterns;
pub(crate) use self::gauge::Gauge;
pub(crate) use self::histogram::Histogram;
pub(crate) use self::importance::Importance;
pub(crate) use self::meter_bar::MeterBar;
pub(crate) use self::reliability::Reliability;
pub(crate) use self::waterfall::Waterfall;
