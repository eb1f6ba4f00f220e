//! A bar that shows how large a part or an amount is, beside the figure itself.

use yew::prelude::*;

use super::scale::percent;

#[derive(PartialEq, Properties)]
pub(crate) struct MeterBarProps {
    /// The share that is filled, 0 to 1.
    pub(crate) share: f64,
    /// A mark on the bar, 0 to 1.
    #[prop_or_default]
    pub(crate) mark: Option<f64>,
    /// The class of the filled part.
    #[prop_or("bar-plain")]
    pub(crate) class: &'static str,
}

/// A thin bar. It says nothing to assistive technology: the figure stands beside it.
#[component]
pub(crate) fn MeterBar(MeterBarProps { share, mark, class }: &MeterBarProps) -> Html {
    html! {
        <svg class="meter-bar" width="100%" height="10" aria-hidden="true" focusable="false">
            <rect class="bar-ground" width="100%" height="6" y="2" rx="3" />
            <rect class={*class} width={percent(share.clamp(0.0, 1.0) * 100.0)} height="6" y="2" rx="3" />
            if let Some(mark) = mark {
                <line class="bar-mark" x1={percent(mark * 100.0)} x2={percent(mark * 100.0)} y1="0" y2="10" />
            }
        </svg>
    }
}
