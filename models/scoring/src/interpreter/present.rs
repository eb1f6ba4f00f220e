//! Values put together that pass over missing ones.

/// The values that are present, in the four ways in which they are put together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Present {
    pub(super) count: usize,
    sum: f64,
    min: f64,
    max: f64,
}

impl FromIterator<f64> for Present {
    fn from_iter<T: IntoIterator<Item = f64>>(values: T) -> Self {
        let none = Self { count: 0, sum: 0.0, min: f64::NAN, max: f64::NAN };
        values.into_iter().filter(|value| !value.is_nan()).fold(none, |so_far, value| Self {
            count: so_far.count + 1,
            sum: so_far.sum + value,
            // `min` and `max` of f64 pass over NaN.
            min: so_far.min.min(value),
            max: so_far.max.max(value),
        })
    }
}

impl Present {
    pub(super) fn sum(self) -> f64 {
        if self.count == 0 { f64::NAN } else { self.sum }
    }

    pub(super) fn mean(self) -> f64 {
        if self.count == 0 { f64::NAN } else { self.sum / self.count as f64 }
    }

    pub(super) fn min(self) -> f64 {
        self.min
    }

    pub(super) fn max(self) -> f64 {
        self.max
    }
}
