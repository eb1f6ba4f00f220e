//! The application's row.

use catalogue::column::DAYS_NONE;
use catalogue::table::TARGET;

use super::Application;
use super::building::MEASURES;
use crate::client::Client;
use crate::rows::Rows;

const PHONES: [&str; 4] = ["FLAG_WORK_PHONE", "FLAG_CONT_MOBILE", "FLAG_PHONE", "FLAG_EMAIL"];

const ELSEWHERE: [&str; 6] = [
    "REG_REGION_NOT_LIVE_REGION",
    "REG_REGION_NOT_WORK_REGION",
    "LIVE_REGION_NOT_WORK_REGION",
    "REG_CITY_NOT_LIVE_CITY",
    "REG_CITY_NOT_WORK_CITY",
    "LIVE_CITY_NOT_WORK_CITY",
];

const CIRCLE: [&str; 4] = [
    "OBS_30_CNT_SOCIAL_CIRCLE",
    "DEF_30_CNT_SOCIAL_CIRCLE",
    "OBS_60_CNT_SOCIAL_CIRCLE",
    "DEF_60_CNT_SOCIAL_CIRCLE",
];

const ENQUIRIES: [&str; 6] = [
    "AMT_REQ_CREDIT_BUREAU_HOUR",
    "AMT_REQ_CREDIT_BUREAU_DAY",
    "AMT_REQ_CREDIT_BUREAU_WEEK",
    "AMT_REQ_CREDIT_BUREAU_MON",
    "AMT_REQ_CREDIT_BUREAU_QRT",
    "AMT_REQ_CREDIT_BUREAU_YEAR",
];

impl Application {
    /// Writes the row: into the labelled file with its label, into the other without.
    pub(crate) fn write(&self, client: &Client, rows: &mut Rows) {
        let Self { loan, scores, contact, building, defaulted } = self;
        let person = &client.person;
        let livelihood = &client.livelihood;
        let yes = |flag: bool| if flag { "Y" } else { "N" };

        rows.integer("SK_ID_CURR", client.id);
        if client.labelled {
            rows.integer(TARGET, *defaulted);
        }
        rows.text("NAME_CONTRACT_TYPE", if loan.revolving { "Revolving loans" } else { "Cash loans" });
        rows.text("CODE_GENDER", person.gender);
        rows.text("FLAG_OWN_CAR", yes(livelihood.car.is_some()));
        rows.text("FLAG_OWN_REALTY", yes(livelihood.owns_home));
        rows.integer("CNT_CHILDREN", person.children);
        rows.real("AMT_INCOME_TOTAL", livelihood.income);
        rows.real("AMT_CREDIT", loan.credit);
        rows.real("AMT_ANNUITY", loan.annuity);
        rows.real("AMT_GOODS_PRICE", loan.goods_stated.then_some(loan.goods));
        rows.text("NAME_TYPE_SUITE", loan.suite);
        rows.text("NAME_INCOME_TYPE", person.income_type);
        rows.text("NAME_EDUCATION_TYPE", person.education);
        rows.text("NAME_FAMILY_STATUS", person.family);
        rows.text("NAME_HOUSING_TYPE", livelihood.housing);
        rows.real("REGION_POPULATION_RELATIVE", contact.population);
        rows.integer("DAYS_BIRTH", -(person.age as i64));
        rows.integer("DAYS_EMPLOYED", livelihood.employed.map_or(DAYS_NONE, |days| -days) as i64);
        rows.real("DAYS_REGISTRATION", -contact.registration);
        rows.integer("DAYS_ID_PUBLISH", -(contact.identity as i64));
        rows.real("OWN_CAR_AGE", livelihood.car);
        rows.integer("FLAG_MOBIL", 1);
        rows.integer("FLAG_EMP_PHONE", livelihood.employed.is_some());
        for (name, flag) in PHONES.into_iter().zip(contact.phones) {
            rows.integer(name, flag);
        }
        rows.text("OCCUPATION_TYPE", livelihood.occupation);
        let adults = if matches!(person.family, "Married" | "Civil marriage") { 2 } else { 1 };
        rows.real("CNT_FAM_MEMBERS", f64::from(person.children + adults));
        rows.integer("REGION_RATING_CLIENT", person.region);
        rows.integer("REGION_RATING_CLIENT_W_CITY", contact.city_rating);
        rows.text("WEEKDAY_APPR_PROCESS_START", loan.weekday);
        rows.integer("HOUR_APPR_PROCESS_START", loan.hour);
        for (name, flag) in ELSEWHERE.into_iter().zip(contact.elsewhere) {
            rows.integer(name, flag);
        }
        rows.text("ORGANIZATION_TYPE", livelihood.organization);
        rows.real("EXT_SOURCE_1", scores.first);
        rows.real("EXT_SOURCE_2", scores.second);
        rows.real("EXT_SOURCE_3", scores.third);
        for (kind, suffix) in ["_AVG", "_MODE", "_MEDI"].into_iter().enumerate() {
            for (measure, value) in MEASURES.iter().zip(building.measures) {
                rows.real(&format!("{}{suffix}", measure.stem), value.map(|triple| triple[kind]));
            }
        }
        rows.text("FONDKAPREMONT_MODE", building.fund);
        rows.text("HOUSETYPE_MODE", building.kind);
        rows.real("TOTALAREA_MODE", building.area);
        rows.text("WALLSMATERIAL_MODE", building.walls);
        rows.text("EMERGENCYSTATE_MODE", building.emergency);
        for (index, name) in CIRCLE.into_iter().enumerate() {
            rows.real(name, contact.circle.map(|counts| f64::from(counts[index])));
        }
        rows.real("DAYS_LAST_PHONE_CHANGE", -contact.phone_change);
        for (number, flag) in (2..).zip(contact.documents) {
            rows.integer(&format!("FLAG_DOCUMENT_{number}"), flag);
        }
        for (index, name) in ENQUIRIES.into_iter().enumerate() {
            rows.real(name, contact.enquiries.map(|counts| f64::from(counts[index])));
        }
        rows.end();
    }
}
