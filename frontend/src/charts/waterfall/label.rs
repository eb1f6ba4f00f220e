//! A feature's name in the waterfall, with its value, and on demand what it means.

use yew::prelude::*;

use crate::features;
use crate::hooks::use_speech;
use crate::i18n::messages as m;

#[derive(PartialEq, Properties)]
pub(super) struct FeatureLabelProps {
    /// The feature's stable name.
    pub(super) feature: AttrValue,
    pub(super) label: AttrValue,
    pub(super) value: AttrValue,
}

#[component]
pub(super) fn FeatureLabel(FeatureLabelProps { feature, label, value }: &FeatureLabelProps) -> Html {
    let speech = use_speech();
    let explained = use_state(|| false);
    let toggle = {
        let explained = explained.clone();
        Callback::from(move |_: MouseEvent| explained.set(!*explained))
    };
    let explanation = features::explanation(feature, speech.0);
    html! {
        <div class="step-label">
            { label.clone() }
            if explanation.is_some() {
                <button type="button" class="what" data-testid="what" aria-expanded={explained.to_string()} onclick={toggle}
                    aria-label={speech.fill(&m::WHAT_IS, &[("feature", label)])}>{ "?" }</button>
            }
            <span class="step-value">{ value.clone() }</span>
            if *explained {
                <span class="explained" data-testid="explained">{ explanation }</span>
            }
        </div>
    }
}
