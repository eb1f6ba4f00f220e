//! A NumPy file, whatever it holds, is read or refused; what is read is written again as it was, and its lines lie in it.
#![no_main]

use matrix::npy::{self, Element, Header};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    read::<f32>(bytes);
    read::<u32>(bytes);
    // As a function sees it: the start of a file that is larger than what was read of it.
    if let Ok(header) = Header::parse(bytes) {
        for line in [0, 1, header.shape[0].saturating_sub(1)] {
            if let Some(range) = header.line::<f32>(line) {
                assert!(range.start <= range.end, "{range:?}");
            }
        }
    }
});

fn read<T: Element>(bytes: &[u8]) {
    let Ok((header, numbers)) = npy::parse::<T>(bytes) else {
        return;
    };
    let mut written = Vec::new();
    npy::write(&mut written, &header.shape, header.fortran_order, &numbers).expect("memory takes all");
    let (again, _) = npy::parse::<T>(&written).expect("what is written is read");
    assert_eq!(again.shape, header.shape);
    assert_eq!(written[again.data_offset..], bytes[header.data_offset..], "the numbers are the same");
    let lines = (0..usize::MAX).map_while(|line| header.line::<T>(line)).take(1_000);
    assert!(lines.into_iter().all(|line| line.end <= bytes.len() as u64), "a line lies in the file");
}
