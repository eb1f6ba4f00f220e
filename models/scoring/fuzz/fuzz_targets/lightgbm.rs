//! LightGBM's text, whatever it holds, is read or refused; what is read can score.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(scorer) = scoring::Scorer::from_lightgbm(bytes) {
        scoring_fuzz::exercise(&scorer);
    }
});
