//! The clients' numbers, and searching them by their first digits.

use std::ops::Range;

use super::load::LoadError;

/// The numbers of all clients of a release, rising: a client's place is their row in every array.
#[derive(Debug)]
pub struct Ids(Vec<u32>);

impl Ids {
    /// Numbers that rise strictly.
    pub fn new(ids: Vec<u32>, file: &str) -> Result<Self, LoadError> {
        match ids.windows(2).find(|pair| pair[0] >= pair[1]) {
            Some(pair) => Err(LoadError::damaged(file, format!("{} follows {}", pair[1], pair[0]))),
            None => Ok(Self(ids)),
        }
    }

    /// The row of a client.
    pub fn row(&self, id: u32) -> Option<usize> {
        self.0.binary_search(&id).ok()
    }

    /// The client of a row.
    ///
    /// # Panics
    /// When there is no such row.
    pub fn get(&self, row: usize) -> u32 {
        self.0[row]
    }

    /// The first row of a client with a number above `id`; the number of rows where there is none.
    pub fn after(&self, id: u32) -> usize {
        self.0.partition_point(|&other| other <= id)
    }

    /// The rows of those clients whose decimal number begins with `prefix`, which is of digits; rising.
    ///
    /// A prefix of `12` means 12, 120 to 129, 1200 to 1299, and so on: at most ten ranges, each found by bisection.
    pub fn with_prefix(&self, prefix: &str) -> Vec<Range<usize>> {
        if prefix.is_empty() {
            return std::iter::once(0..self.0.len()).collect();
        }
        let Ok(first) = prefix.parse::<u64>() else { return Vec::new() };
        if prefix.starts_with('0') {
            // No number but 0 itself begins with a 0.
            return if prefix == "0" { self.between(0, 1).into_iter().collect() } else { Vec::new() };
        }
        let scales = std::iter::successors(Some(1_u64), |scale| scale.checked_mul(10));
        scales
            .map_while(|scale| {
                let low = first.checked_mul(scale)?;
                u32::try_from(low).is_ok().then(|| (low, low.saturating_add(scale)))
            })
            .filter_map(|(low, high)| self.between(low, high))
            .collect()
    }

    /// The rows of the clients with `low <= number < high`; `None` where there is none.
    fn between(&self, low: u64, high: u64) -> Option<Range<usize>> {
        let start = self.0.partition_point(|&id| u64::from(id) < low);
        let end = self.0.partition_point(|&id| u64::from(id) < high);
        (start < end).then_some(start..end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_finds_what_a_scan_of_the_texts_finds() {
        let mut numbers: Vec<u32> = (0..2_000).chain((100_000..456_256).step_by(37)).collect();
        numbers.extend([1_234_567_890, 4_294_967_294, u32::MAX]);
        let ids = Ids::new(numbers.clone(), "ids.npy").unwrap();
        for prefix in [
            "",
            "0",
            "00",
            "01",
            "1",
            "12",
            "123",
            "1999",
            "2000",
            "3",
            "10000",
            "100037",
            "4294967295",
            "4294967296",
            "429496729",
            "9",
            "99999999999999999999",
            "123456789012",
        ] {
            let scanned: Vec<usize> =
                (0..numbers.len()).filter(|&row| numbers[row].to_string().starts_with(prefix)).collect();
            let found: Vec<usize> = ids.with_prefix(prefix).into_iter().flatten().collect();
            assert_eq!(found, scanned, "{prefix:?}");
        }
    }

    #[test]
    fn a_client_is_found_by_number_alone() {
        let ids = Ids::new(vec![7, 9, 100], "ids.npy").unwrap();
        assert_eq!((ids.row(9), ids.row(8), ids.get(2)), (Some(1), None, 100));
        assert_eq!((ids.after(0), ids.after(8), ids.after(9), ids.after(100)), (0, 1, 2, 3));
    }

    #[test]
    fn numbers_out_of_order_are_refused() {
        for numbers in [vec![2, 1], vec![1, 1]] {
            let error = Ids::new(numbers, "clients/ids.npy").unwrap_err().to_string();
            assert!(error.contains("clients/ids.npy"), "{error}");
        }
    }
}
