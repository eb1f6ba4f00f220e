//! The rest of an earlier application's row: goods, channel, seller, reasons, suite.

use super::{Contract, Kind, Status, Terms};
use crate::application::loan::{HOURS, SUITES};
use crate::draw::{Draw, Quantiles};

/// Values of the row that nothing else depends on.
#[derive(Debug, Clone)]
pub(crate) struct Details {
    pub(super) weekday: &'static str,
    pub(super) hour: i32,
    pub(super) last_for_contract: bool,
    pub(super) last_in_day: bool,
    pub(super) rates: Option<(f64, f64)>,
    pub(super) purpose: &'static str,
    pub(super) payment: &'static str,
    pub(super) reject_reason: &'static str,
    pub(super) suite: Option<&'static str>,
    pub(super) client_kind: &'static str,
    pub(super) goods: &'static str,
    pub(super) portfolio: &'static str,
    pub(super) product: &'static str,
    pub(super) channel: &'static str,
    pub(super) seller_area: i32,
    pub(super) seller: &'static str,
    pub(super) yield_group: &'static str,
    pub(super) combination: Option<String>,
}

const WEEKDAYS: [(&str, f64); 7] = [
    ("MONDAY", 0.152),
    ("TUESDAY", 0.153),
    ("WEDNESDAY", 0.153),
    ("THURSDAY", 0.149),
    ("FRIDAY", 0.151),
    ("SATURDAY", 0.144),
    ("SUNDAY", 0.098),
];

const PURPOSES: [(&str, f64); 24] = [
    ("Repairs", 0.337),
    ("Other", 0.221),
    ("Urgent needs", 0.119),
    ("Buying a used car", 0.041),
    ("Building a house or an annex", 0.038),
    ("Everyday expenses", 0.034),
    ("Medicine", 0.031),
    ("Payments on other loans", 0.027),
    ("Education", 0.022),
    ("Journey", 0.017),
    ("Purchase of electronic equipment", 0.015),
    ("Buying a new car", 0.014),
    ("Wedding / gift / holiday", 0.013),
    ("Buying a home", 0.012),
    ("Car repairs", 0.011),
    ("Furniture", 0.010),
    ("Buying a holiday home / land", 0.0075),
    ("Business development", 0.006),
    ("Gasification / water supply", 0.004),
    ("Buying a garage", 0.002),
    ("Hobby", 0.001),
    ("Money for a third person", 0.0004),
    ("Refusal to name the goal", 0.0002),
    ("XNA", 0.03),
];

/// Goods with the kind of their seller and the word for it in `PRODUCT_COMBINATION`.
type Ware = (&'static str, &'static str, &'static str);

const WARES: [(Ware, f64); 24] = [
    (("Mobile", "Connectivity", "mobile"), 0.310),
    (("Consumer Electronics", "Consumer electronics", "household"), 0.169),
    (("Computers", "Consumer electronics", "household"), 0.143),
    (("Audio/Video", "Consumer electronics", "household"), 0.138),
    (("Furniture", "Furniture", "industry"), 0.076),
    (("Construction Materials", "Construction", "industry"), 0.036),
    (("Clothing and Accessories", "Clothing", "industry"), 0.035),
    (("Photo / Cinema Equipment", "Consumer electronics", "household"), 0.034),
    (("Auto Accessories", "Auto technology", "other"), 0.010),
    (("Jewelry", "Jewelry", "other"), 0.008),
    (("Homewares", "Consumer electronics", "household"), 0.008),
    (("Medical Supplies", "Industry", "industry"), 0.006),
    (("Vehicles", "Auto technology", "other"), 0.0045),
    (("Gardening", "Construction", "industry"), 0.004),
    (("Sport and Leisure", "Clothing", "industry"), 0.0043),
    (("Office Appliances", "Consumer electronics", "household"), 0.0036),
    (("Other", "Industry", "industry"), 0.004),
    (("Tourism", "Tourism", "other"), 0.0025),
    (("Medicine", "Industry", "industry"), 0.0022),
    (("Direct Sales", "MLM partners", "other"), 0.0007),
    (("Fitness", "Industry", "industry"), 0.0004),
    (("Additional Service", "Industry", "other"), 0.0002),
    (("Education", "Industry", "other"), 0.0002),
    (("Insurance", "Industry", "other"), 0.0001),
];

const REFUSALS: [(&str, f64); 7] = [
    ("HC", 0.60),
    ("LIMIT", 0.19),
    ("SCO", 0.13),
    ("SCOFR", 0.045),
    ("XNA", 0.018),
    ("VERIF", 0.012),
    ("SYSTEM", 0.005),
];

const CASH_CHANNELS: [(&str, f64); 7] = [
    ("Credit and cash offices", 0.800),
    ("Contact center", 0.084),
    ("AP+ (Cash loan)", 0.050),
    ("Country-wide", 0.052),
    ("Stone", 0.006),
    ("Regional / Local", 0.004),
    ("Channel of corporate sales", 0.004),
];

const SHOP_CHANNELS: [(&str, f64); 4] =
    [("Country-wide", 0.590), ("Stone", 0.274), ("Regional / Local", 0.1355), ("Car dealer", 0.0005)];

const SHOP_AREAS: [(f64, f64); 7] =
    [(0.0, 0.0), (0.05, 12.0), (0.25, 36.0), (0.5, 100.0), (0.75, 580.0), (0.95, 2_650.0), (1.0, 5_000.0)];

/// Days since the decision, by kind of application.
pub(super) fn days_since(kind: Kind) -> &'static Quantiles {
    match kind {
        (Contract::Consumer, Status::Approved | Status::Refused) => &[
            (0.0, 2.0),
            (0.05, 160.0),
            (0.25, 540.0),
            (0.5, 1_080.0),
            (0.75, 1_930.0),
            (0.95, 2_715.0),
            (1.0, 2_922.0),
        ],
        (Contract::Consumer, _) => {
            &[(0.0, 9.0), (0.05, 136.0), (0.25, 378.0), (0.5, 753.0), (0.75, 1_357.0), (1.0, 2_355.0)]
        }
        (Contract::Cash, Status::Approved) => &[
            (0.0, 2.0),
            (0.05, 186.0),
            (0.25, 473.0),
            (0.5, 774.0),
            (0.75, 1_159.0),
            (0.95, 2_386.0),
            (1.0, 2_920.0),
        ],
        (Contract::Cash, Status::Refused) => &[
            (0.0, 2.0),
            (0.05, 51.0),
            (0.25, 224.0),
            (0.5, 397.0),
            (0.75, 667.0),
            (0.95, 1_926.0),
            (1.0, 2_910.0),
        ],
        (_, Status::Canceled | Status::UnusedOffer) => &[
            (0.0, 2.0),
            (0.05, 22.0),
            (0.25, 155.0),
            (0.5, 265.0),
            (0.75, 380.0),
            (0.95, 527.0),
            (1.0, 1_000.0),
        ],
        (_, _) => &[
            (0.0, 3.0),
            (0.05, 210.0),
            (0.25, 500.0),
            (0.5, 930.0),
            (0.75, 1_650.0),
            (0.95, 2_720.0),
            (1.0, 2_922.0),
        ],
    }
}

/// The band of a yearly rate.
fn band(yearly_rate: f64) -> &'static str {
    match yearly_rate {
        rate if rate <= 0.10 => "low_action",
        rate if rate <= 0.20 => "low_normal",
        rate if rate <= 0.29 => "middle",
        _ => "high",
    }
}

impl Details {
    /// Draws the rest of the row.
    pub(super) fn draw(draw: &mut Draw, kind: Kind, terms: &Terms, first: bool) -> Self {
        let (contract, status) = kind;
        // An application without terms is recorded with little else.
        let vague = terms.annuity.is_none();
        let ware = (contract == Contract::Consumer).then(|| draw.pick(&WARES));
        let yield_group =
            if vague || contract == Contract::Revolving { "XNA" } else { band(terms.yearly_rate) };
        let x_sell = draw.chance(if status == Status::Refused { 0.60 } else { 0.85 });
        let (portfolio, product) = match contract {
            _ if vague => ("XNA", "XNA"),
            Contract::Consumer if draw.chance(0.0004) => ("Cars", "XNA"),
            Contract::Consumer => ("POS", "XNA"),
            Contract::Cash => ("Cash", if x_sell { "x-sell" } else { "walk-in" }),
            Contract::Revolving => ("Cards", if x_sell { "x-sell" } else { "walk-in" }),
            Contract::Unknown => ("XNA", "XNA"),
        };
        let combination = match contract {
            Contract::Unknown => None,
            Contract::Cash if vague => Some("Cash".to_owned()),
            Contract::Cash => {
                let way = if x_sell { "X-Sell" } else { "Street" };
                let price = if yield_group.starts_with("low") { "low" } else { yield_group };
                Some(format!("Cash {way}: {price}"))
            }
            Contract::Revolving => {
                Some(if x_sell && !vague { "Card X-Sell" } else { "Card Street" }.to_owned())
            }
            Contract::Consumer => ware.map(|(_, _, word)| {
                let interest = if yield_group == "low_action" { "without" } else { "with" };
                let word = if word == "other" && interest == "without" { "others" } else { word };
                format!("POS {word} {interest} interest")
            }),
        };
        let shop =
            contract == Contract::Consumer || (contract != Contract::Unknown && !vague && draw.chance(0.12));
        let channel = if contract == Contract::Consumer {
            draw.pick(&SHOP_CHANNELS)
        } else {
            draw.pick(&CASH_CHANNELS)
        };
        let rates = (contract == Contract::Consumer && status == Status::Approved && draw.chance(0.010))
            .then(|| {
                (
                    draw.pick(&[(0.1424, 0.2), (0.1607, 0.2), (0.1891, 0.4), (0.1933, 0.2)]),
                    draw.pick(&[(0.7156, 0.3), (0.8351, 0.4), (0.8673, 0.3)]),
                )
            });
        Self {
            weekday: draw.pick(&WEEKDAYS),
            hour: draw.quantile(&HOURS) as i32,
            last_for_contract: !(contract == Contract::Revolving
                && status == Status::Refused
                && draw.chance(0.144)),
            last_in_day: !draw.chance(0.0033),
            rates,
            purpose: match contract {
                Contract::Cash => {
                    let named = match status {
                        Status::Refused => 0.24,
                        Status::Canceled => 0.006,
                        _ => 0.0875,
                    };
                    if draw.chance(named) { draw.pick(&PURPOSES) } else { "XNA" }
                }
                _ => "XAP",
            },
            payment: match contract {
                Contract::Revolving | Contract::Unknown => "XNA",
                Contract::Cash if status == Status::Canceled && vague => "XNA",
                _ => draw.pick(&[
                    ("Cash through the bank", 0.860),
                    ("XNA", 0.130),
                    ("Non-cash from your account", 0.0085),
                    ("Cashless from the account of the employer", 0.0010),
                ]),
            },
            reject_reason: match status {
                Status::Refused => draw.pick(&REFUSALS),
                Status::UnusedOffer => "CLIENT",
                _ => "XAP",
            },
            suite: (!draw.chance(match status {
                Status::Canceled => 0.97,
                Status::UnusedOffer => 0.81,
                _ => 0.34,
            }))
            .then(|| {
                draw.pick_by(&SUITES, |suite, weight| {
                    if suite == "Unaccompanied" && contract == Contract::Consumer {
                        weight * 0.2
                    } else {
                        weight
                    }
                })
            }),
            client_kind: if first && contract == Contract::Consumer {
                draw.pick(&[("New", 0.93), ("Repeater", 0.05), ("Refreshed", 0.02)])
            } else {
                draw.pick(&[("Repeater", 0.885), ("Refreshed", 0.09), ("New", 0.024), ("XNA", 0.001)])
            },
            goods: ware.map_or("XNA", |(goods, _, _)| goods),
            portfolio,
            product,
            channel,
            seller_area: if shop {
                draw.quantile(&SHOP_AREAS) as i32
            } else {
                draw.pick(&[(-1, 0.93), (0, 0.07)])
            },
            seller: match ware {
                Some((_, seller, _)) => seller,
                None if shop => {
                    draw.pick(&[("Consumer electronics", 0.66), ("Connectivity", 0.30), ("Furniture", 0.04)])
                }
                None => "XNA",
            },
            yield_group,
            combination,
        }
    }
}
