//! The model in service: data, quality, threshold, calibration, importance.

mod card;
mod cost;
mod fairness;

use std::rc::Rc;

use api::{ModelCard, ModelReport};
use serde::Deserialize;
use yew::prelude::*;

use self::card::CardPanel;
use self::cost::CostPanel;
use self::fairness::{Attribute, FairnessPanel};
use crate::app::use_report_again;
use crate::charts::{Curve, MeterBar, Reliability, Side};
use crate::components::{Panel, remote};
use crate::features;
use crate::fetch::path;
use crate::format::{self, Style, share, whole};
use crate::hooks::{Pending, use_page, use_remote, use_speech, use_title};
use crate::i18n::{Speech, messages as m};

/// So many features are listed.
const LISTED: usize = 15;

/// What stands beside the report, which is read once for all pages: the card, in the page's language, and how groups of
/// people fare, where the release says it.
#[derive(Debug, PartialEq, Deserialize)]
struct Beside {
    card: ModelCard,
    #[serde(default)]
    fairness: Vec<Attribute>,
}

#[component]
pub(crate) fn ModelPage() -> Html {
    let (speech, page) = (use_speech(), use_page());
    use_title(speech.say(&m::NAV_MODEL).to_owned());
    let pending = Pending { remote: page.report.clone(), retry: use_report_again() };
    let beside = use_remote::<Beside>(path::MODEL.to_owned(), false);
    html! {
        <div class="model" data-testid="model-page">
            <div class="page-head"><h1>{ speech.say(&m::MODEL_TITLE) }</h1></div>
            { remote(&pending, 16, |report| html! {
                <>
                    { draw(speech, report) }
                    { remote(&beside, 8, |beside| html! {
                        <>
                            if !beside.fairness.is_empty() {
                                <FairnessPanel attributes={beside.fairness.clone()} />
                            }
                            <CardPanel card={beside.card.clone()} />
                        </>
                    }) }
                </>
            }) }
        </div>
    }
}

fn draw(speech: Speech, report: &Rc<ModelReport>) -> Html {
    html! {
        <>
            <div class="columns">
                { data(speech, report) }
                { threshold(speech, report) }
            </div>
            { quality(speech, report) }
            <div class="columns">
                <CostPanel report={report.clone()} />
                { roc(speech, report) }
            </div>
            <div class="columns">
                { importance(speech, report) }
                { calibration(speech, report) }
            </div>
        </>
    }
}

fn fact(name: &'static str, value: impl Into<AttrValue>) -> Html {
    html! { <div><dt>{ name }</dt><dd>{ value.into() }</dd></div> }
}

fn data(speech: Speech, report: &ModelReport) -> Html {
    let rate = f64::from(report.defaults) / f64::from(report.labelled_clients.max(1));
    let synthetic = report.source_kind == "synthetic";
    html! {
        <Panel id="data" title={speech.say(&m::MODEL_DATA)}>
            if synthetic {
                <p class="lead">{ speech.say(&m::SYNTHETIC_NOTE) }</p>
            }
            <dl class="facts">
                // Its own words are those of the program that made the data.
                { fact(speech.say(&m::SOURCE), if synthetic { speech.say(&m::SOURCE_SYNTHETIC).to_owned() } else { report.source.clone() }) }
                { fact(speech.say(&m::CLIENTS), whole(speech, report.clients)) }
                { fact(speech.say(&m::LEARNED_FROM), whole(speech, report.labelled_clients)) }
                { fact(speech.say(&m::DEFAULT_RATE), share(speech, rate)) }
                if !report.absent_tables.is_empty() {
                    { fact(speech.say(&m::ABSENT_TABLES), report.absent_tables.join(", ")) }
                }
                { fact(speech.say(&m::RELEASE), report.release.clone()) }
            </dl>
        </Panel>
    }
}

fn threshold(speech: Speech, report: &ModelReport) -> Html {
    let cost = &report.cost;
    let part = |name: &'static str, share_of: f64, class: &'static str| {
        html! {
            <div class="share-row">
                <dt>{ name }</dt>
                <dd>{ share(speech, share_of) }</dd>
                <MeterBar share={share_of} {class} />
            </div>
        }
    };
    let [granted, review, refused] = cost.shares;
    html! {
        <Panel id="threshold" title={speech.say(&m::THRESHOLD)}
            lead={AttrValue::from(speech.fill(&m::COST_LEAD, &[("ratio", &format::number(speech, cost.ratio, Style::Decimal(1)))]))}>
            <dl class="facts">
                { fact(speech.say(&m::THRESHOLD), speech.fill(&m::N_POINTS, &[("points", &whole(speech, cost.threshold_points))])) }
                { fact(speech.say(&m::THRESHOLD_DEFAULT), share(speech, cost.threshold)) }
                { fact(speech.say(&m::THRESHOLD_THEORY), share(speech, cost.theoretical_threshold)) }
            </dl>
            <h3>{ speech.say(&m::SHARES) }</h3>
            <dl class="shares">
                { part(speech.say(&m::GRANTED), granted, "zone-granted") }
                { part(speech.say(&m::REVIEW), review, "zone-review") }
                { part(speech.say(&m::REFUSED), refused, "zone-refused") }
            </dl>
        </Panel>
    }
}

fn quality(speech: Speech, report: &ModelReport) -> Html {
    let four = |value: f64| format::number(speech, value, Style::Fixed(4));
    let served = report.candidates.iter().find(|candidate| candidate.served);
    html! {
        <Panel id="quality" title={speech.say(&m::QUALITY)}>
            if let Some(served) = served {
                <p class="lead">
                    { speech.fill(&m::QUALITY_LEAD, &[("share", &format::number(speech, served.auc, Style::Percent(0)))]) }
                </p>
            }
            <div class="table-scroll" tabindex="0" role="region" aria-label={speech.say(&m::QUALITY)}>
                <table class="figures">
                    <caption class="unseen">{ speech.say(&m::QUALITY) }</caption>
                    <thead><tr>
                        <th scope="col">{ speech.say(&m::MODEL) }</th>
                        <th scope="col" class="number">{ "AUC" }</th>
                        <th scope="col" class="number">{ speech.say(&m::STANDARD_ERROR) }</th>
                        <th scope="col" class="number">{ speech.say(&m::LOG_LOSS) }</th>
                        <th scope="col" class="number">{ speech.say(&m::BRIER) }</th>
                        <th scope="col" class="number">{ speech.say(&m::COST_PER_CLIENT) }</th>
                    </tr></thead>
                    <tbody>
                        { for report.candidates.iter().map(|candidate| html! {
                            <tr class={classes!(candidate.served.then_some("total"))}>
                                <th scope="row">
                                    { candidate_name(speech, &candidate.name) }
                                    if candidate.served {
                                        <span class="tag">{ speech.say(&m::IN_SERVICE) }</span>
                                    }
                                </th>
                                <td class="number">{ four(candidate.auc) }</td>
                                <td class="number">{ four(candidate.auc_standard_error) }</td>
                                <td class="number">{ four(candidate.log_loss) }</td>
                                <td class="number">{ four(candidate.brier) }</td>
                                <td class="number">{ four(candidate.cost_per_client) }</td>
                            </tr>
                        }) }
                    </tbody>
                </table>
            </div>
        </Panel>
    }
}

/// A model's name in the page's language; one that is not known here as the report has it.
fn candidate_name(speech: Speech, name: &str) -> String {
    match name {
        "symmetric boosted trees" => speech.say(&m::BOOSTED_TREES).to_owned(),
        "logistic regression" => speech.say(&m::LOGISTIC).to_owned(),
        "constant" => speech.say(&m::CONSTANT).to_owned(),
        other => other.to_owned(),
    }
}

fn importance(speech: Speech, report: &ModelReport) -> Html {
    let listed = &report.importance[..report.importance.len().min(LISTED)];
    let most = listed.iter().map(|one| one.points).fold(0.0, f64::max);
    html! {
        <Panel id="importance" title={speech.say(&m::IMPORTANCE)} lead={AttrValue::from(speech.say(&m::IMPORTANCE_LEAD))}>
            <ol class="importance" data-testid="importance">
                { for listed.iter().map(|one| {
                    let label = features::label(&one.feature, speech.0).unwrap_or(&one.feature);
                    html! {
                        <li key={one.feature.clone()}>
                            <span class="importance-label">{ label.to_owned() }</span>
                            <span class="importance-points">{ format::number(speech, one.points, Style::Fixed(1)) }</span>
                            <MeterBar share={if most > 0.0 { one.points / most } else { 0.0 }} />
                        </li>
                    }
                }) }
            </ol>
        </Panel>
    }
}

/// How many defaults are caught for how many false alarms.
fn roc(speech: Speech, report: &ModelReport) -> Html {
    let side =
        |title| Side { title: speech.say(title).into(), style: Style::Percent(0), exact: Style::Percent(1) };
    let points = report.roc.iter().map(|[alarms, caught]| (*alarms, *caught)).collect::<Vec<_>>();
    html! {
        <Panel id="roc" title={speech.say(&m::ROC_TITLE)} lead={AttrValue::from(speech.say(&m::ROC_LEAD))}>
            <Curve id="roc-curve" name={speech.say(&m::ROC_TITLE)} {points} diagonal=true
                across={side(&m::FALSE_ALARMS)} up={side(&m::CAUGHT)} />
        </Panel>
    }
}

fn calibration(speech: Speech, report: &ModelReport) -> Html {
    let calibration = &report.calibration;
    let three = |value: f64| format::number(speech, value, Style::Fixed(3));
    html! {
        <Panel id="calibration" title={speech.say(&m::CALIBRATION)} lead={AttrValue::from(speech.say(&m::CALIBRATION_LEAD))}>
            <Reliability bins={calibration.bins.clone()} />
            <dl class="facts">
                { fact(speech.say(&m::CALIBRATION_ERROR), format::number(speech, calibration.expected_calibration_error, Style::Percent(2))) }
                { fact(speech.say(&m::SLOPE), three(calibration.slope)) }
                { fact(speech.say(&m::INTERCEPT), three(calibration.intercept)) }
            </dl>
        </Panel>
    }
}
