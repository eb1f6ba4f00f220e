//! `scorer.bin`, whatever it holds, is read or refused; what is read can score.
//!
//! The input is the file without its first twelve bytes and its checksum, which are put on here: no fuzzer would
//! find a checksum, and behind it the reader has most to check.
#![no_main]

use scoring::Scorer;

libfuzzer_sys::fuzz_target!(|content: &[u8]| {
    let _ = Scorer::from_bytes(content);
    let head = &Scorer::new(Vec::new(), 0.0, Vec::new()).expect("nothing is a model").to_bytes()[..12];
    let mut file = [head, content].concat();
    file.extend(crc32fast::hash(&file).to_le_bytes());
    file.extend([0; 4]);
    if let Ok(scorer) = Scorer::from_bytes(&file) {
        scoring_fuzz::exercise(&scorer);
    }
});
