//! The row of an earlier application.

use catalogue::column::DAYS_NONE;

use super::{Contract, Previous, Status};
use crate::client::Client;
use crate::rows::Rows;

/// The last five days of the row: first drawing, first due, last due as first agreed, last due, termination.
type Dates = [f64; 5];

impl Previous {
    /// Writes the row.
    pub(crate) fn write(&self, client: &Client, rows: &mut Rows) {
        let Self { terms, details, .. } = self;
        rows.integer("SK_ID_PREV", self.id);
        rows.integer("SK_ID_CURR", client.id);
        rows.text("NAME_CONTRACT_TYPE", self.contract.name());
        rows.real("AMT_ANNUITY", terms.annuity);
        rows.real("AMT_APPLICATION", terms.application);
        rows.real("AMT_CREDIT", terms.credit);
        rows.real("AMT_DOWN_PAYMENT", terms.down_payment);
        rows.real("AMT_GOODS_PRICE", terms.goods);
        rows.text("WEEKDAY_APPR_PROCESS_START", details.weekday);
        rows.integer("HOUR_APPR_PROCESS_START", details.hour);
        rows.text("FLAG_LAST_APPL_PER_CONTRACT", if details.last_for_contract { "Y" } else { "N" });
        rows.integer("NFLAG_LAST_APPL_IN_DAY", details.last_in_day);
        // The rate counts fees too, so that a tenth of the price comes to 0.1089.
        let rate = terms.down_payment.map(|paid| terms.goods.map_or(0.0, |goods| 1.089 * paid / goods));
        rows.real("RATE_DOWN_PAYMENT", rate);
        rows.real("RATE_INTEREST_PRIMARY", details.rates.map(|rates| rates.0));
        rows.real("RATE_INTEREST_PRIVILEGED", details.rates.map(|rates| rates.1));
        rows.text("NAME_CASH_LOAN_PURPOSE", details.purpose);
        rows.text("NAME_CONTRACT_STATUS", self.status.name());
        rows.integer("DAYS_DECISION", self.decision as i64);
        rows.text("NAME_PAYMENT_TYPE", details.payment);
        rows.text("CODE_REJECT_REASON", details.reject_reason);
        rows.text("NAME_TYPE_SUITE", details.suite);
        rows.text("NAME_CLIENT_TYPE", details.client_kind);
        rows.text("NAME_GOODS_CATEGORY", details.goods);
        rows.text("NAME_PORTFOLIO", details.portfolio);
        rows.text("NAME_PRODUCT_TYPE", details.product);
        rows.text("CHANNEL_TYPE", details.channel);
        rows.integer("SELLERPLACE_AREA", details.seller_area);
        rows.text("NAME_SELLER_INDUSTRY", details.seller);
        rows.real("CNT_PAYMENT", terms.months.map(f64::from));
        rows.text("NAME_YIELD_GROUP", details.yield_group);
        rows.text("PRODUCT_COMBINATION", details.combination.as_deref());
        let dates = self.dates();
        for (index, name) in [
            "DAYS_FIRST_DRAWING",
            "DAYS_FIRST_DUE",
            "DAYS_LAST_DUE_1ST_VERSION",
            "DAYS_LAST_DUE",
            "DAYS_TERMINATION",
        ]
        .into_iter()
        .enumerate()
        {
            rows.real(name, dates.map(|dates| dates[index]));
        }
        let insured = self.life.map(|life| f64::from(u8::from(life.insured)));
        rows.real("NFLAG_INSURED_ON_APPROVAL", insured);
        rows.end();
    }

    /// The days of a loan that was taken up; what lies ahead is the sentinel for "none".
    fn dates(&self) -> Option<Dates> {
        let life = self.life?;
        let Some((_, months)) = self.instalment_loan() else {
            // A card is drawn on from its first month, or not yet; it has no last instalment.
            let used = life.drawn_on;
            let day = |day: f64| if used { day } else { DAYS_NONE };
            return Some([day(self.decision + 5.0), day(life.first_due), DAYS_NONE, DAYS_NONE, DAYS_NONE]);
        };
        let agreed = life.due(months - 1);
        let last = life.ended(months).unwrap_or(DAYS_NONE);
        let settled = last + life.settling;
        let termination = if settled < 0.0 { settled } else { DAYS_NONE };
        Some([DAYS_NONE, life.first_due, agreed, last, termination])
    }
}

impl Contract {
    const fn name(self) -> &'static str {
        match self {
            Self::Cash => "Cash loans",
            Self::Consumer => "Consumer loans",
            Self::Revolving => "Revolving loans",
            Self::Unknown => "XNA",
        }
    }
}

impl Status {
    const fn name(self) -> &'static str {
        match self {
            Self::Approved => "Approved",
            Self::Refused => "Refused",
            Self::Canceled => "Canceled",
            Self::UnusedOffer => "Unused offer",
        }
    }
}
