//! Axes, and the axis that suits a unit.

use catalogue::Unit;
use catalogue::unit::DAYS_A_YEAR;
use yew::prelude::*;

use super::scale::{Scale, percent};
use super::ticks::ticks;
use crate::format::{self, Style};
use crate::i18n::{Speech, messages as m};

/// How values of a unit are laid along an axis: times are counted in the largest unit that suits their extent, and
/// an age grows to the right though its days are negative.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Frame {
    /// What a raw value is multiplied by.
    factor: f64,
    /// The sign is left away: the axis title says which way time runs.
    unsigned: bool,
    kind: FrameKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FrameKind {
    Plain(Style),
    Time { unit: TimeUnit, relative: bool },
    Hour,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TimeUnit {
    Days,
    Months,
    Years,
}

impl Frame {
    /// The frame for values of a unit that extend so far.
    pub(crate) fn of(unit: Unit, extent: f64) -> Self {
        let plain = |style| Self { factor: 1.0, unsigned: false, kind: FrameKind::Plain(style) };
        match unit {
            Unit::Share => plain(Style::Percent(u8::from(extent < 0.05))),
            Unit::Money if extent >= 10_000.0 => plain(Style::Compact),
            Unit::Hour => Self { factor: 1.0, unsigned: false, kind: FrameKind::Hour },
            Unit::DaysRelative | Unit::DaysSince | Unit::Days => Self::time(unit, extent, 1.0),
            Unit::MonthsRelative | Unit::Months => Self::time(unit, extent, DAYS_A_YEAR / 12.0),
            Unit::Years => Self {
                factor: 1.0,
                unsigned: false,
                kind: FrameKind::Time { unit: TimeUnit::Years, relative: false },
            },
            _ if extent >= 100_000.0 => plain(Style::Compact),
            _ => plain(Style::Decimal(3)),
        }
    }

    /// A frame for times whose raw unit lasts so many days.
    fn time(unit: Unit, extent: f64, days: f64) -> Self {
        let (counted, lasts) = match extent * days {
            long if long >= 3.0 * DAYS_A_YEAR => (TimeUnit::Years, DAYS_A_YEAR),
            middle if middle >= 120.0 || days > 1.0 => (TimeUnit::Months, DAYS_A_YEAR / 12.0),
            _ => (TimeUnit::Days, 1.0),
        };
        let age = unit == Unit::DaysSince;
        let relative = matches!(unit, Unit::DaysRelative | Unit::MonthsRelative);
        Self {
            factor: if age { -days / lasts } else { days / lasts },
            unsigned: relative,
            kind: FrameKind::Time { unit: counted, relative },
        }
    }

    /// A raw value on the axis.
    pub(crate) fn apply(&self, value: f64) -> f64 {
        value * self.factor
    }

    /// Whether a greater raw value lies further to the left.
    pub(crate) fn is_flipped(&self) -> bool {
        self.factor < 0.0
    }

    /// A tick's label.
    pub(crate) fn tick(&self, speech: Speech, tick: f64) -> String {
        let tick = if self.unsigned { tick.abs() } else { tick };
        match self.kind {
            FrameKind::Plain(style) => format::number(speech, tick, style),
            FrameKind::Time { .. } => format::number(speech, tick, Style::Decimal(1)),
            FrameKind::Hour => format::hour(speech, tick),
        }
    }

    /// What the axis counts, where the ticks do not say it.
    pub(crate) fn title(&self, speech: Speech) -> Option<&'static str> {
        let message = match self.kind {
            FrameKind::Time { unit: TimeUnit::Days, relative: false } => &m::AXIS_DAYS,
            FrameKind::Time { unit: TimeUnit::Months, relative: false } => &m::AXIS_MONTHS,
            FrameKind::Time { unit: TimeUnit::Years, relative: false } => &m::AXIS_YEARS,
            FrameKind::Time { unit: TimeUnit::Days, relative: true } => &m::AXIS_DAYS_BEFORE,
            FrameKind::Time { unit: TimeUnit::Months, relative: true } => &m::AXIS_MONTHS_BEFORE,
            FrameKind::Time { unit: TimeUnit::Years, relative: true } => &m::AXIS_YEARS_BEFORE,
            _ => return None,
        };
        Some(speech.say(message))
    }
}

/// Where a label hangs on its place, so that it stays inside the drawing at both ends.
pub(crate) fn anchor(place: f64) -> &'static str {
    anchor_within(place, 9.0)
}

/// The same for a label that needs more room than a tick's: half of it is `room`, in percent of the width.
pub(crate) fn anchor_within(place: f64, room: f64) -> &'static str {
    match place {
        near if near < room => "start",
        far if far > 100.0 - room => "end",
        _ => "middle",
    }
}

/// A horizontal axis under a drawing whose places are percent of the width.
#[derive(PartialEq, Properties)]
pub(crate) struct AxisProps {
    pub(crate) scale: Scale,
    /// Each tick with its label.
    pub(crate) ticks: Vec<(f64, AttrValue)>,
}

/// The axis: a line, small marks and labels.
#[component]
pub(crate) fn Axis(AxisProps { scale, ticks }: &AxisProps) -> Html {
    html! {
        <svg class="axis" width="100%" height="24" aria-hidden="true">
            <line class="axis-line" x1="0" x2="100%" y1="0.5" y2="0.5" />
            { for ticks.iter().map(|(tick, label)| {
                let place = scale.place(*tick);
                let x = percent(place);
                html! {
                    <g>
                        <line class="axis-line" x1={x.clone()} x2={x.clone()} y1="0" y2="5" />
                        <text class="axis-label" {x} y="19" text-anchor={anchor(place)}>{ label.clone() }</text>
                    </g>
                }
            }) }
        </svg>
    }
}

/// About `most` ticks of a scale with their labels, in a frame.
pub(crate) fn labelled(speech: Speech, frame: Frame, scale: Scale, most: usize) -> Vec<(f64, AttrValue)> {
    ticks(scale.domain(), most).into_iter().map(|tick| (tick, frame.tick(speech, tick).into())).collect()
}

#[cfg(test)]
mod tests {
    use catalogue::Language;

    use super::*;

    const ENGLISH: Speech = Speech(Language::En);

    #[test]
    fn an_age_grows_to_the_right_in_years() {
        let frame = Frame::of(Unit::DaysSince, 18_000.0);
        assert!((frame.apply(-14_610.0) - 40.0).abs() < 1e-9);
        assert_eq!(frame.tick(ENGLISH, 40.0), "40");
        assert_eq!(frame.title(ENGLISH), Some("Years"));
    }

    #[test]
    fn a_past_date_is_counted_before_the_application() {
        let frame = Frame::of(Unit::DaysRelative, 18_000.0);
        assert!((frame.apply(-3652.5) + 10.0).abs() < 1e-9);
        assert_eq!(frame.tick(ENGLISH, -10.0), "10");
        assert_eq!(frame.title(ENGLISH), Some("Years before the application"));
        let near = Frame::of(Unit::DaysRelative, 50.0);
        assert_eq!(near.title(ENGLISH), Some("Days before the application"));
    }

    #[test]
    fn shares_and_amounts_say_their_unit_on_each_tick() {
        let share = Frame::of(Unit::Share, 1.0);
        assert_eq!((share.tick(ENGLISH, 0.2), share.title(ENGLISH)), ("20%".to_owned(), None));
        let money = Frame::of(Unit::Money, 2e6);
        assert_eq!(money.tick(ENGLISH, 1_500_000.0), "1.5M");
    }

    #[test]
    fn the_outer_labels_hang_inwards() {
        assert_eq!([0.0, 50.0, 100.0].map(anchor), ["start", "middle", "end"]);
    }
}
