//! Days and moments, as the language writes them.

use catalogue::Language;

/// Today in the language: `26 novembre 2026`, `26 November 2026`.
#[cfg(target_arch = "wasm32")]
pub(super) fn today(language: Language) -> String {
    write(language, &js_sys::Date::new_0(), &DAY)
}

#[cfg(target_arch = "wasm32")]
const DAY: [(&str, &str); 3] = [("day", "numeric"), ("month", "long"), ("year", "numeric")];

/// A moment in the language: `26 novembre 2026 à 14:05`, `26 November 2026 at 14:05`.
#[cfg(target_arch = "wasm32")]
pub(super) fn timestamp(language: Language, written: &str) -> String {
    let date = js_sys::Date::new(&written.into());
    if date.get_time().is_nan() {
        return written.to_owned();
    }
    let [day, month, year] = DAY;
    write(language, &date, &[day, month, year, ("hour", "2-digit"), ("minute", "2-digit")])
}

#[cfg(target_arch = "wasm32")]
fn write(language: Language, date: &js_sys::Date, parts: &[(&str, &str)]) -> String {
    let options = js_sys::Object::new();
    for (name, value) in parts {
        // Setting a property of a plain object cannot fail.
        js_sys::Reflect::set(&options, &(*name).into(), &(*value).into()).ok();
    }
    let locale = match language {
        Language::Fr => "fr-FR",
        Language::En => "en-GB",
    };
    date.to_locale_string(locale, &options).into()
}

/// Off the browser no calendar is at hand.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn today(_: Language) -> String {
    String::new()
}

#[cfg(not(target_arch = "wasm32"))]
pub(super) fn timestamp(_: Language, written: &str) -> String {
    written.to_owned()
}
