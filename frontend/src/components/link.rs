//! A link to a page, which the router follows without loading the document again.

use std::collections::BTreeMap;

use yew::prelude::*;
use yew_router::prelude::*;

use crate::fetch::escape;
use crate::route::Route;

#[derive(PartialEq, Properties)]
pub(crate) struct RouteLinkProps {
    pub(crate) to: Route,
    /// What the page is to show, by name.
    #[prop_or_default]
    pub(crate) query: BTreeMap<&'static str, String>,
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
    let (to, query) = (props.to, props.query.clone());
    let href = address(to, &query);
    let onclick = Callback::from(move |event: MouseEvent| {
        // With a key held, or another button, the browser opens the link elsewhere.
        if event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key() || event.button() != 0
        {
            return;
        }
        if let Some(navigator) = &navigator {
            event.prevent_default();
            if query.is_empty() {
                navigator.push(&to);
            } else {
                // Names and texts always fit into a query.
                navigator.push_with_query(&to, query.clone()).ok();
            }
        }
    });
    html! {
        <a {href} class={props.class.clone()} {onclick} data-testid={props.testid.clone()}
            aria-current={props.current.then_some("page")}>
            { props.children.clone() }
        </a>
    }
}

/// The address of a page that shows something.
fn address(to: Route, query: &BTreeMap<&'static str, String>) -> String {
    let pairs: Vec<_> = query.iter().map(|(name, value)| format!("{name}={}", escape(value))).collect();
    if pairs.is_empty() { to.to_path() } else { format!("{}?{}", to.to_path(), pairs.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_stands_in_the_address() {
        let query = BTreeMap::from([("NAME_CONTRACT_TYPE", "Cash loans".to_owned())]);
        assert_eq!(address(Route::Home, &query), "/?NAME_CONTRACT_TYPE=Cash%20loans");
        assert_eq!(address(Route::Home, &BTreeMap::new()), "/");
    }
}
