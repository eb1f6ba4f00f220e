//! A part of a page with a title of its own, and what stands in it while its answer is awaited or does not come.

use yew::prelude::*;

use super::ProblemNote;
use crate::hooks::{Pending, use_speech};
use crate::i18n::messages as m;
use crate::remote::Remote;

#[derive(PartialEq, Properties)]
pub(crate) struct PanelProps {
    /// Its anchor in the page.
    pub(crate) id: &'static str,
    pub(crate) title: AttrValue,
    /// How to read it.
    #[prop_or_default]
    pub(crate) lead: Option<AttrValue>,
    /// What stands beside the title.
    #[prop_or_default]
    pub(crate) aside: Html,
    pub(crate) children: Html,
}

#[component]
pub(crate) fn Panel(PanelProps { id, title, lead, aside, children }: &PanelProps) -> Html {
    let heading = format!("{id}-title");
    html! {
        <section id={*id} class="panel" aria-labelledby={heading.clone()}>
            <header class="panel-head">
                <h2 id={heading}>{ title.clone() }</h2>
                { aside.clone() }
            </header>
            if let Some(lead) = lead {
                <p class="lead">{ lead.clone() }</p>
            }
            { children.clone() }
        </section>
    }
}

#[derive(PartialEq, Properties)]
struct SkeletonProps {
    lines: usize,
}

/// Grey lines where text and drawings will stand.
#[component]
fn Skeleton(SkeletonProps { lines }: &SkeletonProps) -> Html {
    let speech = use_speech();
    html! {
        <div class="skeleton" role="status" data-testid="skeleton">
            <span class="unseen">{ speech.say(&m::LOADING) }</span>
            { for (0..*lines).map(|_| html! { <span class="skeleton-line" aria-hidden="true" /> }) }
        </div>
    }
}

/// An answer as it is: drawn when it is here, grey lines before, a note with a way out when it does not come.
pub(crate) fn remote<T>(
    pending: &Pending<T>,
    lines: usize,
    draw: impl FnOnce(&std::rc::Rc<T>) -> Html,
) -> Html {
    match &pending.remote {
        Remote::Loading => html! { <Skeleton {lines} /> },
        Remote::Ready(answer) => draw(answer),
        Remote::Failed(failure) => {
            html! { <ProblemNote failure={failure.clone()} retry={pending.retry.clone()} /> }
        }
    }
}
