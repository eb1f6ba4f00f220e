//! The gauge: a score between 0 and 1000 points, the threshold, and the band that goes to a person.

use std::f64::consts::PI;

use api::{ReviewBand, Threshold};
use yew::prelude::*;

use super::frame::ChartFrame;
use crate::format::{signed, whole};
use crate::hooks::use_speech;
use crate::i18n::messages as m;

/// The scale's end.
const MOST: i32 = 1000;
/// The centre and the radii of the ring, in the drawing's own units.
const CENTRE: (f64, f64) = (220.0, 196.0);
const INNER: f64 = 132.0;
const OUTER: f64 = 154.0;

#[derive(PartialEq, Properties)]
pub(crate) struct GaugeProps {
    /// The score.
    pub(crate) points: i32,
    /// The threshold.
    pub(crate) threshold: Threshold,
    /// Scores that a person looks at.
    pub(crate) review: ReviewBand,
    /// The score and where it lies, in words.
    pub(crate) words: AttrValue,
}

/// Half a ring from 0 on the left to 1000 on the right.
#[component]
pub(crate) fn Gauge(props: &GaugeProps) -> Html {
    let speech = use_speech();
    let GaugeProps { points, threshold, review, words } = props;
    let zone = |class: &'static str, from: i32, to: i32| {
        (from < to).then(|| html! { <path {class} d={sector(from, to)} /> })
    };
    let (mark_from, mark_to) = (polar(threshold.points, INNER - 8.0), polar(threshold.points, OUTER + 8.0));
    let label = polar(threshold.points, OUTER + 20.0);
    let pointer = polar(*points, f64::midpoint(INNER, OUTER));
    let threshold_points = whole(speech, threshold.points);
    let chart = html! {
        <div class="gauge">
            <div role="meter" data-testid="gauge" aria-label={speech.say(&m::SCORE)} aria-valuemin="0" aria-valuemax="1000"
                aria-valuenow={points.to_string()} aria-valuetext={words.clone()}>
                <svg viewBox="0 0 440 226" aria-hidden="true" focusable="false">
                    { zone("zone-refused", 0, review.from) }
                    { zone("zone-review", review.from, review.to) }
                    { zone("zone-granted", review.to, MOST) }
                    <line class="gauge-threshold" x1={px(mark_from.0)} y1={px(mark_from.1)} x2={px(mark_to.0)} y2={px(mark_to.1)} />
                    <text class="gauge-label" x={px(label.0)} y={px(label.1 + 4.0)} text-anchor={side(label.0)}>
                        { speech.fill(&m::THRESHOLD_AT, &[("points", &threshold_points)]) }
                    </text>
                    <circle class="gauge-pointer" cx={px(pointer.0)} cy={px(pointer.1)} r="15" />
                    <circle class="gauge-pointer-heart" cx={px(pointer.0)} cy={px(pointer.1)} r="6" />
                    <text class="gauge-end" x={px(polar(0, f64::midpoint(INNER, OUTER)).0)} y="217" text-anchor="middle">{ "0" }</text>
                    <text class="gauge-end" x={px(polar(MOST, f64::midpoint(INNER, OUTER)).0)} y="217" text-anchor="middle">
                        { whole(speech, MOST) }
                    </text>
                </svg>
            </div>
            <p class="gauge-score">
                <strong data-testid="score-points">{ *points }</strong>
                <span>{ speech.fill(&m::POINTS_OF, &[("most", &whole(speech, MOST))]) }</span>
            </p>
            <ul class="legend">
                <li><svg class="swatch" width="14" height="14" aria-hidden="true"><rect class="zone-refused" width="14" height="14" rx="3" /></svg>
                    { speech.fill(&m::ZONE_REFUSED, &[("from", &whole(speech, review.from))]) }</li>
                <li><svg class="swatch" width="14" height="14" aria-hidden="true"><rect class="zone-review" width="14" height="14" rx="3" /></svg>
                    { speech.fill(&m::ZONE_REVIEW, &[("from", &whole(speech, review.from)), ("to", &whole(speech, review.to - 1))]) }</li>
                <li><svg class="swatch" width="14" height="14" aria-hidden="true"><rect class="zone-granted" width="14" height="14" rx="3" /></svg>
                    { speech.fill(&m::ZONE_GRANTED, &[("to", &whole(speech, review.to))]) }</li>
            </ul>
        </div>
    };
    let row = |name: &str, value: String| html! { <tr><th scope="row">{ name.to_owned() }</th><td class="number">{ value }</td></tr> };
    let table = html! {
        <tbody>
            <tr>
                <th scope="row">{ speech.say(&m::SCORE) }</th>
                <td class="number"><span data-testid="score-points">{ *points }</span></td>
            </tr>
            { row(speech.say(&m::THRESHOLD), threshold_points.clone()) }
            { row(speech.say(&m::DISTANCE), signed(speech, points - threshold.points)) }
            { row(speech.say(&m::REVIEW_FROM), whole(speech, review.from)) }
            { row(speech.say(&m::GRANTED_FROM), whole(speech, review.to)) }
        </tbody>
    };
    html! { <ChartFrame name={speech.say(&m::GAUGE_NAME)} {chart} {table} /> }
}

/// The place of a score at a distance from the centre. Scores beyond the scale lie at its ends.
fn polar(points: i32, radius: f64) -> (f64, f64) {
    let angle = PI * (1.0 - f64::from(points.clamp(0, MOST)) / f64::from(MOST));
    (CENTRE.0 + radius * angle.cos(), CENTRE.1 - radius * angle.sin())
}

/// The outline of the ring between two scores.
fn sector(from: i32, to: i32) -> String {
    let [a, b, c, d] = [polar(from, OUTER), polar(to, OUTER), polar(to, INNER), polar(from, INNER)];
    format!(
        "M{} {}A{OUTER} {OUTER} 0 0 1 {} {}L{} {}A{INNER} {INNER} 0 0 0 {} {}Z",
        px(a.0),
        px(a.1),
        px(b.0),
        px(b.1),
        px(c.0),
        px(c.1),
        px(d.0),
        px(d.1)
    )
}

/// A length with two decimals.
fn px(length: f64) -> String {
    ((length * 100.0).round() / 100.0 + 0.0).to_string()
}

/// The side on which a label outside the ring hangs.
fn side(x: f64) -> &'static str {
    match x - CENTRE.0 {
        left if left < -24.0 => "end",
        right if right > 24.0 => "start",
        _ => "middle",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rounded((x, y): (f64, f64)) -> (f64, f64) {
        (x.round(), y.round())
    }

    #[test]
    fn the_ring_runs_from_left_over_the_top_to_right() {
        assert_eq!(rounded(polar(0, 100.0)), (120.0, 196.0));
        assert_eq!(rounded(polar(500, 100.0)), (220.0, 96.0));
        assert_eq!(rounded(polar(1000, 100.0)), (320.0, 196.0));
    }

    #[test]
    fn scores_beyond_the_scale_lie_at_its_ends() {
        assert_eq!(polar(-80, 100.0), polar(0, 100.0));
        assert_eq!(polar(1200, 100.0), polar(1000, 100.0));
    }

    #[test]
    fn a_label_stays_inside_the_drawing_wherever_the_threshold_lies() {
        // The longest label, in both languages, is some 80 units wide.
        for points in 0..=MOST {
            let (x, y) = polar(points, OUTER + 20.0);
            let (left, right) = match side(x) {
                "start" => (x, x + 80.0),
                "end" => (x - 80.0, x),
                _ => (x - 40.0, x + 40.0),
            };
            // The drawing may overflow its box to the sides by as much as its margin.
            assert!(left >= -40.0 && right <= 480.0 && y - 8.0 >= 0.0, "{points}");
        }
    }

    #[test]
    fn a_sector_is_a_closed_outline() {
        assert_eq!(sector(0, 1000), "M66 196A154 154 0 0 1 374 196L352 196A132 132 0 0 0 88 196Z");
    }
}
