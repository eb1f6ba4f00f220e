//! A link to a page, which the router follows without loading the document again.

use yew::prelude::*;
use yew_router::prelude::*;

use crate::route::Route;

#[derive(PartialEq, Properties)]
pub(crate) struct RouteLinkProps {
    pub(crate) to: Route,
    #[prop_or_default]
    pub(crate) class: Classes,
    /// Whether the link leads to the page that is shown.
    #[prop_or_default]
    pub(crate) current: bool,
    #[prop_or_default]
    pub(crate) testid: Option<AttrValue>,
    pub(crate) children: Html,
}

#[component]
pub(crate) fn RouteLink(props: &RouteLinkProps) -> Html {
    let navigator = use_navigator();
    let to = props.to;
    let onclick = Callback::from(move |event: MouseEvent| {
        // With a key held, or another button, the browser opens the link elsewhere.
        if event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key() || event.button() != 0
        {
            return;
        }
        if let Some(navigator) = &navigator {
            event.prevent_default();
            navigator.push(&to);
        }
    });
    html! {
        <a href={to.to_path()} class={props.class.clone()} {onclick} data-testid={props.testid.clone()}
            aria-current={props.current.then_some("page")}>
            { props.children.clone() }
        </a>
    }
}
