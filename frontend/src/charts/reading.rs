//! Reads a chart place by place: with the arrow keys, or by pointing.

use yew::prelude::*;

use super::scale::percent;

/// The places of a chart, and which of them is read.
pub(crate) struct Reading {
    count: usize,
    /// The place that is read now.
    pub(crate) now: Option<usize>,
    onkeydown: Callback<KeyboardEvent>,
    choose: Callback<Option<usize>>,
}

/// A chart with so many places; `step` says to which of them a key leads from the one that is read.
#[hook]
pub(crate) fn use_reading<F>(count: usize, step: F) -> Reading
where
    F: Fn(&str, Option<usize>) -> Option<usize> + 'static,
{
    let chosen = use_state(|| None::<usize>);
    // Another answer may have fewer places.
    let now = chosen.filter(|place| *place < count);
    let onkeydown = {
        let chosen = chosen.clone();
        Callback::from(move |event: KeyboardEvent| {
            // With one of these an arrow key is the browser's own, such as the way back.
            if event.alt_key() || event.ctrl_key() || event.meta_key() {
                return;
            }
            let next = step(&event.key(), now);
            if next.is_some() || (event.key() == "Escape" && now.is_some()) {
                event.prevent_default();
                chosen.set(next);
            }
        })
    };
    Reading { count, now, onkeydown, choose: Callback::from(move |next: Option<usize>| chosen.set(next)) }
}

impl Reading {
    /// Reads a place that is pointed at.
    pub(crate) fn pointed(&self, place: usize) -> Callback<MouseEvent> {
        self.choose.reform(move |_| Some(place))
    }

    /// A strip over each place of a drawing, as far as the middle between it and the next: pointed at, it is read. The places
    /// are percent of the width, rising.
    pub(crate) fn strips(&self, places: &[f64], height: f64) -> Html {
        let middle =
            |index: usize| match (index.checked_sub(1).map(|before| places[before]), places.get(index)) {
                (Some(before), Some(here)) => f64::midpoint(before, *here),
                (None, _) => 0.0,
                (_, None) => 100.0,
            };
        let strip = |index: usize| {
            let (from, to) = (middle(index), middle(index + 1));
            html! {
                <rect class="strip" x={percent(from)} width={percent(to - from)} height={height.to_string()} onmouseenter={self.pointed(index)} />
            }
        };
        (0..places.len()).map(strip).collect()
    }

    /// The drawing as a slider over its places; what the one that is read holds stands below in words, and before one is,
    /// how to read.
    pub(crate) fn draw(
        &self,
        id: &'static str,
        name: AttrValue,
        hint: &'static str,
        words: Option<String>,
        drawing: Html,
    ) -> Html {
        let words = words.unwrap_or_else(|| hint.to_owned());
        let leave = self.choose.reform(|_: MouseEvent| None);
        html! {
            <>
                <div class="reader" data-testid={id} role="slider" tabindex="0" aria-label={name}
                    aria-valuemin="1" aria-valuemax={self.count.to_string()} aria-valuenow={(self.now.unwrap_or_default() + 1).to_string()}
                    aria-valuetext={words.clone()} onkeydown={self.onkeydown.clone()} onmouseleave={leave}>
                    { drawing }
                </div>
                <p class="reader-words" aria-hidden="true">{ words }</p>
            </>
        }
    }
}

/// Where a key leads among places that stand side by side; `None` where it leads to none. Flipped, the first place stands
/// on the right.
pub(crate) fn along(key: &str, now: Option<usize>, count: usize, flipped: bool) -> Option<usize> {
    let last = count.checked_sub(1)?;
    let (left, right) = if flipped { (last, 0) } else { (0, last) };
    let towards = |end: usize| match now {
        None if end == left => right,
        None => left,
        Some(now) if end > now => now + 1,
        Some(now) => now - usize::from(end < now),
    };
    match key {
        "ArrowRight" | "ArrowUp" => Some(towards(right)),
        "ArrowLeft" | "ArrowDown" => Some(towards(left)),
        "Home" => Some(left),
        "End" => Some(right),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_lead_along_the_places_as_they_are_seen() {
        let right = |now, flipped| along("ArrowRight", now, 4, flipped);
        assert_eq!([None, Some(0), Some(3)].map(|now| right(now, false)), [Some(0), Some(1), Some(3)]);
        assert_eq!([None, Some(3), Some(0)].map(|now| right(now, true)), [Some(3), Some(2), Some(0)]);
        assert_eq!(along("ArrowLeft", None, 4, false), Some(3));
        assert_eq!(["Home", "End"].map(|key| along(key, Some(2), 4, true)), [Some(3), Some(0)]);
    }

    #[test]
    fn other_keys_are_left_to_the_page() {
        assert_eq!(along("Tab", Some(1), 4, false), None);
        assert_eq!(along("ArrowRight", None, 0, false), None);
    }
}
