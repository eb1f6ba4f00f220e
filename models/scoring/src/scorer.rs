//! An ensemble of trees that scores and explains: margins and Shapley values, before calibration.

use std::collections::HashSet;

use crate::binary::{self, BinaryError};
use crate::general::GeneralForest;
use crate::interaction;
use crate::lightgbm::{self, LightgbmError};
use crate::reading::{Reading, Readings};
use crate::symmetric::SymmetricForest;
use crate::tree::Tree;
use crate::workspace::{self, Workspace};
use crate::xgboost::{self, XgboostError};

/// The greatest margin that a model may give, in log-odds: e to this power is no odds of anything.
pub const GREATEST_MARGIN: f64 = 1e6;
/// The most inputs that a model may have.
pub const MOST_INPUTS: usize = 1 << 16;

/// Why trees are not an ensemble that can score.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ScorerError {
    /// There are more inputs than any model has.
    #[error("{0} inputs; at most {MOST_INPUTS} are read")]
    TooManyInputs(usize),
    /// An input has no name, or two have the same.
    #[error("the name of input {index}, {name:?}, is empty or taken")]
    InputName {
        /// The input's position.
        index: usize,
        /// Its name.
        name: String,
    },
    /// The margin may leave any reasonable range.
    #[error("margins may reach {0:e}; log-odds of more than {GREATEST_MARGIN:e} are refused")]
    Margin(f64),
}

/// An ensemble of trees: the margin of a row is a constant and what each tree adds.
///
/// The margin is the log-odds of default as the model has it, before calibration. `XGBoost` adds the same numbers
/// up in 32 bits, so that the two agree within its rounding, about 1e-6. The margin of a model that was read from
/// `LightGBM`'s format is its raw score bit for bit.
///
/// Rows hold one 32-bit float for each input, NaN where it is missing.
///
/// ```
/// use scoring::Scorer;
/// use scoring::tree::{Node, NodeKind, Split, Tree};
/// let split = Split { feature: 0, threshold: 100.0, default_left: true };
/// let nodes = [
///     Node { cover: 2.0, kind: NodeKind::Split { split, left: 1, right: 2 } },
///     Node { cover: 1.0, kind: NodeKind::Leaf(1.0) },
///     Node { cover: 1.0, kind: NodeKind::Leaf(-1.0) },
/// ];
/// let inputs = vec!["AMT_INCOME_TOTAL".to_owned(), "AMT_CREDIT".to_owned()];
/// let scorer = Scorer::new(inputs, -2.0, vec![Tree::new(&nodes, 2)?])?;
///
/// let row = [250.0, f32::NAN];
/// assert_eq!(scorer.margin(&row), -3.0);
/// let mut contributions = [0.0; 2];
/// assert_eq!(scorer.contributions(&row, &mut contributions), -2.0, "the base margin");
/// assert_eq!(contributions, [-1.0, 0.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Scorer {
    inputs: Vec<String>,
    constant: f64,
    base_margin: f64,
    symmetric: SymmetricForest,
    general: GeneralForest,
    readings: Readings,
}

impl Scorer {
    /// An ensemble on named inputs, whose margin is `constant` (log-odds) and what the trees add.
    ///
    /// # Panics
    /// When a tree reads an input that has no name here.
    pub fn new(inputs: Vec<String>, constant: f64, trees: Vec<Tree>) -> Result<Self, ScorerError> {
        let mut symmetric = SymmetricForest::default();
        let mut general = GeneralForest::default();
        let readings = Readings::new(inputs.len(), Vec::new());
        for tree in trees {
            if !symmetric.push(&tree) {
                general.push(tree, &readings);
            }
        }
        Self::from_forests(inputs, constant, symmetric, general, readings)
    }

    /// An ensemble whose margin is what the trees add, one after the other in 64 bits, as `LightGBM` adds it up.
    ///
    /// All take the general path: tables would change the order, and hold leaves in 32 bits.
    ///
    /// # Panics
    /// When a tree looks at neither an input nor a reading.
    pub(crate) fn in_order(
        inputs: Vec<String>,
        readings: Vec<Reading>,
        trees: Vec<Tree>,
    ) -> Result<Self, ScorerError> {
        let readings = Readings::new(inputs.len(), readings);
        let mut general = GeneralForest::default();
        trees.into_iter().for_each(|tree| general.push(tree, &readings));
        Self::from_forests(inputs, 0.0, SymmetricForest::default(), general, readings)
    }

    pub(crate) fn from_forests(
        inputs: Vec<String>,
        constant: f64,
        symmetric: SymmetricForest,
        general: GeneralForest,
        readings: Readings,
    ) -> Result<Self, ScorerError> {
        check_inputs(&inputs)?;
        let bound = constant.abs() + symmetric.bound() + general.bound();
        // Written so that NaN is refused too.
        if !(bound <= GREATEST_MARGIN) {
            return Err(ScorerError::Margin(bound));
        }
        let base_margin = constant + symmetric.base() + general.base();
        Ok(Self { inputs, constant, base_margin, symmetric, general, readings })
    }

    /// Reads a model in `XGBoost`'s JSON format; see [`crate::xgboost`] for what is read and what is refused.
    pub fn from_xgboost(json: &[u8]) -> Result<Self, XgboostError> {
        xgboost::read(json)
    }

    /// Reads a model in `LightGBM`'s text format; see [`crate::lightgbm`] for what is read and what is refused.
    pub fn from_lightgbm(text: &[u8]) -> Result<Self, LightgbmError> {
        lightgbm::read(text)
    }

    /// Reads `scorer.bin`; see [`crate::binary`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BinaryError> {
        binary::read(bytes)
    }

    /// Writes `scorer.bin`; see [`crate::binary`]. The same scorer gives the same bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        binary::write(self)
    }

    /// The names of the inputs, in the order of a row.
    pub fn inputs(&self) -> &[String] {
        &self.inputs
    }

    /// The number of symmetric trees, and that of other trees.
    pub fn trees(&self) -> (usize, usize) {
        (self.symmetric.groups.iter().map(crate::symmetric::Group::trees).sum(), self.general.trees().len())
    }

    /// The margin of the average training row: where contributions start.
    pub fn base_margin(&self) -> f64 {
        self.base_margin
    }

    /// No margin, and no contribution, is farther from 0 than this.
    pub fn bound(&self) -> f64 {
        self.constant.abs() + 2.0 * (self.symmetric.bound() + self.general.bound())
    }

    /// The margin of a row.
    ///
    /// # Panics
    /// When the row has not one value for each input.
    pub fn margin(&self, row: &[f32]) -> f64 {
        if self.readings.all().is_empty() {
            self.check(row);
            self.margin_of_read(row, row)
        } else {
            workspace::with(|workspace| self.margin_with(row, workspace))
        }
    }

    /// [`Scorer::margin`] in a workspace that the caller keeps.
    ///
    /// # Panics
    /// When the row has not one value for each input.
    pub fn margin_with(&self, row: &[f32], workspace: &mut Workspace) -> f64 {
        self.check(row);
        self.margin_of_read(row, self.readings.behind(row, &mut workspace.row))
    }

    /// The margin of a row, given with its readings behind it.
    fn margin_of_read(&self, row: &[f32], read: &[f32]) -> f64 {
        self.constant + self.symmetric.margin(row) + self.general.margin(read)
    }

    /// The Shapley values of a row, one for each input, into `out`; returns [`Scorer::base_margin`].
    ///
    /// They are the path-dependent ones (Lundberg et al. 2020). Base margin and contributions add up to the
    /// margin, within 1e-10. Works in the thread's own [`Workspace`]: once that has grown, nothing is allocated.
    ///
    /// # Panics
    /// When the row or `out` has not one value for each input.
    pub fn contributions(&self, row: &[f32], out: &mut [f64]) -> f64 {
        workspace::with(|workspace| self.contributions_with(row, out, workspace))
    }

    /// [`Scorer::contributions`] in a workspace that the caller keeps.
    ///
    /// # Panics
    /// When the row or `out` has not one value for each input.
    pub fn contributions_with(&self, row: &[f32], out: &mut [f64], workspace: &mut Workspace) -> f64 {
        self.check(row);
        assert_eq!(out.len(), self.inputs.len(), "there is one contribution for each input");
        out.fill(0.0);
        self.symmetric.contributions(row, out);
        let read = self.readings.behind(row, &mut workspace.row);
        self.general.contributions(read, out, &mut workspace.scratch);
        self.base_margin
    }

    /// The interaction value of two inputs for a row: half of what the one contributes more where the other is
    /// known. See [`crate::interaction`].
    ///
    /// ```
    /// use scoring::Scorer;
    /// use scoring::tree::{Node, NodeKind, Split, Tree};
    /// // 80 for fever and cough together, 0 otherwise; each in half of the patients (Lundberg et al. 2020).
    /// let split = |feature| Split { feature, threshold: 0.5, default_left: true };
    /// let kinds = [
    ///     (4.0, NodeKind::Split { split: split(0), left: 1, right: 2 }),
    ///     (2.0, NodeKind::Leaf(0.0)),
    ///     (2.0, NodeKind::Split { split: split(1), left: 3, right: 4 }),
    ///     (1.0, NodeKind::Leaf(0.0)),
    ///     (1.0, NodeKind::Leaf(80.0)),
    /// ];
    /// let nodes = kinds.map(|(cover, kind)| Node { cover, kind });
    /// let scorer = Scorer::new(vec!["fever".to_owned(), "cough".to_owned()], 0.0, vec![Tree::new(&nodes, 2)?])?;
    /// // Cough adds 40 where fever is known, and 20 where it is not.
    /// assert_eq!(scorer.interaction(&[1.0, 1.0], [0, 1]), 10.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Panics
    /// When the row has not one value for each input, or the pair is not two inputs.
    pub fn interaction(&self, row: &[f32], pair: [usize; 2]) -> f64 {
        self.check(row);
        let ([a, b], mut room) = (pair, Vec::new());
        assert!(a != b && a.max(b) < self.inputs.len(), "{a} and {b} are not two inputs");
        let pair = pair.map(|input| input as u32);
        let read = self.readings.behind(row, &mut room);
        interaction::of_symmetric(&self.symmetric, row, pair) + self.general.interaction(read, pair)
    }

    pub(crate) fn constant(&self) -> f64 {
        self.constant
    }

    pub(crate) fn symmetric(&self) -> &SymmetricForest {
        &self.symmetric
    }

    pub(crate) fn general(&self) -> &GeneralForest {
        &self.general
    }

    pub(crate) fn readings(&self) -> &Readings {
        &self.readings
    }

    fn check(&self, row: &[f32]) {
        assert_eq!(row.len(), self.inputs.len(), "a row has one value for each input");
    }
}

fn check_inputs(inputs: &[String]) -> Result<(), ScorerError> {
    if inputs.len() > MOST_INPUTS {
        return Err(ScorerError::TooManyInputs(inputs.len()));
    }
    let mut seen = HashSet::new();
    match inputs.iter().position(|name| name.is_empty() || !seen.insert(name)) {
        Some(index) => Err(ScorerError::InputName { index, name: inputs[index].clone() }),
        None => Ok(()),
    }
}
