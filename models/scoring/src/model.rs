//! A scorer with its calibration, scale and rule: from a row of features to a decision and its breakdown.

use catalogue::{Feature, Protection};

use crate::binary::BinaryError;
use crate::breakdown::{Breakdown, Contribution};
use crate::decision::Decision;
use crate::feature_id::{FeatureId, UnknownFeature};
use crate::release::{Calibration, DecisionRule, FORMAT, Manifest, PointsScale};
use crate::scorer::Scorer;
use crate::units::{LogOdds, Points, Probability};
use crate::usual::Usual;
use crate::workspace::{self, Workspace};

/// The most points that a contribution may come to: far more than any scale has, far less than an `i32` holds.
const MOST_POINTS: f64 = 1e8;

/// Why parts are not a model that can be served.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ModelError {
    /// The manifest has another layout.
    #[error("the manifest has format {0}; this program reads format {FORMAT}")]
    Format(u32),
    /// The manifest's name does not fit its content.
    #[error("the manifest of release {0} was altered: its digest is not the one in the name")]
    NotGenuine(String),
    /// `scorer.bin` cannot be read.
    #[error(transparent)]
    Scorer(#[from] BinaryError),
    /// The manifest names other inputs than the scorer.
    #[error(
        "input {index} is {} in the manifest and {} in scorer.bin",
        .manifest.as_deref().unwrap_or("absent"), .scorer.as_deref().unwrap_or("absent")
    )]
    Inputs {
        /// The first position where the two differ.
        index: usize,
        /// What the manifest says; nothing where its list ends.
        manifest: Option<String>,
        /// What the scorer says; nothing where its list ends.
        scorer: Option<String>,
    },
    /// An input is no feature of the catalogue.
    #[error(transparent)]
    UnknownInput(#[from] UnknownFeature),
    /// An input may not be used to decide.
    #[error("{0} is a protected characteristic, which the model must not use")]
    ProtectedInput(String),
    /// An input is no column of the client files.
    #[error("input {0:?} is no column of the clients' features")]
    InputWithoutColumn(String),
    /// The manifest has not one importance for each input.
    #[error("the manifest has {found} importances for {inputs} inputs")]
    Importance {
        /// The number of importances.
        found: usize,
        /// The number of inputs.
        inputs: usize,
    },
    /// There is not one entry of usual values for each feature, or input.
    #[error("usual values are given of {found} features, not of all {features}")]
    UsualCount {
        /// The number of entries.
        found: usize,
        /// The number of features, or inputs.
        features: usize,
    },
    /// The usual values of a feature cannot be.
    #[error("usual values of {feature}: {fault}")]
    Usual {
        /// The feature.
        feature: String,
        /// What is wrong.
        fault: String,
    },
    /// The calibration is no rising, finite line.
    #[error("calibration: {0}")]
    Calibration(String),
    /// The scale is no falling, finite line.
    #[error("points scale: {0}")]
    Scale(String),
    /// The rule is out of order.
    #[error("decision rule: {0}")]
    Rule(String),
}

/// A client's score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// The model's output before calibration: what `XGBoost` answers for `model.json`.
    pub margin: f64,
    /// Log-odds of default after calibration: higher is riskier.
    pub log_odds: LogOdds,
    /// The probability of default.
    pub probability: Probability,
    /// Higher is safer.
    pub points: Points,
    /// What follows from the points.
    pub decision: Decision,
}

/// A model as it is served. See [`ScoringModel::from_release`].
#[derive(Debug, Clone)]
pub struct ScoringModel {
    scorer: Scorer,
    features: Vec<&'static Feature>,
    calibration: Calibration,
    scale: PointsScale,
    rule: DecisionRule,
    base_log_odds: LogOdds,
    threshold: LogOdds,
    /// One for each input.
    usual: Vec<Option<Usual>>,
}

impl ScoringModel {
    /// A model of these parts, which are checked: the inputs are features that may be used to decide, the
    /// calibration rises, the scale falls, the threshold lies in the review band.
    ///
    /// ```
    /// use scoring::release::{Calibration, DecisionRule, PointsScale};
    /// use scoring::{Decision, Scorer, ScoringModel};
    /// // A model without a tree: everyone has even odds.
    /// let scorer = Scorer::new(vec!["AMT_CREDIT".to_owned()], 0.0, vec![])?;
    /// let model = ScoringModel::new(
    ///     scorer,
    ///     Calibration { slope: 1.0, intercept: 0.0 },
    ///     PointsScale::default(),
    ///     DecisionRule { cost_ratio: 10.0, threshold: 500, review_from: 480, review_to: 520 },
    /// )?;
    /// let score = model.score(&[406_597.5]);
    /// assert_eq!(score.probability.get(), 0.5);
    /// assert_eq!(score.points.get(), 234);
    /// assert_eq!(score.decision, Decision::Refused);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(
        scorer: Scorer,
        calibration: Calibration,
        scale: PointsScale,
        rule: DecisionRule,
    ) -> Result<Self, ModelError> {
        let features = scorer.inputs().iter().map(|input| usable(input)).collect::<Result<_, _>>()?;
        calibration.fault().map_or(Ok(()), |fault| Err(ModelError::Calibration(fault)))?;
        scale.fault().map_or(Ok(()), |fault| Err(ModelError::Scale(fault)))?;
        rule.fault().map_or(Ok(()), |fault| Err(ModelError::Rule(fault)))?;
        let most = scorer.bound() * calibration.slope * scale.factor();
        if !(most <= MOST_POINTS) {
            return Err(ModelError::Scale(format!("a contribution may come to {most:e} points")));
        }
        let threshold = Points::new(rule.threshold).map_err(|error| ModelError::Rule(error.to_string()))?;
        Ok(Self {
            base_log_odds: calibrate(calibration, scorer.base_margin()),
            threshold: scale.threshold_log_odds(threshold),
            usual: vec![None; scorer.inputs().len()],
            scorer,
            features,
            calibration,
            scale,
            rule,
        })
    }

    /// The same model, told what is usual of each input among granted clients, so that a client's values can be
    /// compared with it in words.
    pub fn with_usual(self, usual: Vec<Option<Usual>>) -> Result<Self, ModelError> {
        if usual.len() != self.features.len() {
            return Err(ModelError::UsualCount { found: usual.len(), features: self.features.len() });
        }
        for (feature, usual) in self.features.iter().zip(&usual) {
            if let Some(fault) = usual.as_ref().and_then(|usual| usual.fault(feature)) {
                return Err(ModelError::Usual { feature: feature.id.clone(), fault });
            }
        }
        Ok(Self { usual, ..self })
    }

    /// The model of a release, from its manifest and the bytes of its `scorer.bin`.
    ///
    /// Besides what [`ScoringModel::new`] checks: the manifest's format and name, that its inputs are the scorer's and
    /// stand in the client files, and that its usual values can be. The digests of the files are checked by
    /// [`Manifest::check_file`].
    pub fn from_release(manifest: &Manifest, scorer: &[u8]) -> Result<Self, ModelError> {
        manifest.check()?;
        let scorer = Scorer::from_bytes(scorer)?;
        let longer = manifest.inputs.len().max(scorer.inputs().len());
        let pair = |index: usize| (manifest.inputs.get(index), scorer.inputs().get(index));
        if let Some(index) = (0..longer).find(|&index| pair(index).0 != pair(index).1) {
            let (manifest, scorer) = (pair(index).0.cloned(), pair(index).1.cloned());
            return Err(ModelError::Inputs { index, manifest, scorer });
        }
        let usual = manifest.input_usual()?;
        if manifest.importance.len() != manifest.inputs.len() {
            let (found, inputs) = (manifest.importance.len(), manifest.inputs.len());
            return Err(ModelError::Importance { found, inputs });
        }
        Self::new(scorer, manifest.calibration, manifest.scale, manifest.rule)?.with_usual(usual)
    }

    /// The score of a row, which holds one 32-bit float for each input, NaN where it is missing.
    ///
    /// # Panics
    /// When the row has not one value for each input.
    pub fn score(&self, row: &[f32]) -> Score {
        let margin = self.scorer.margin(row);
        let log_odds = calibrate(self.calibration, margin);
        let points = self.scale.points(log_odds);
        Score {
            margin,
            log_odds,
            probability: log_odds.probability(),
            points,
            decision: self.rule.decide(points),
        }
    }

    /// The score of a row, taken apart. Its score is that of [`ScoringModel::score`].
    ///
    /// # Panics
    /// When the row has not one value for each input.
    pub fn explain(&self, row: &[f32]) -> Breakdown {
        let mut breakdown = Breakdown {
            score: self.score(row),
            base_log_odds: self.base_log_odds,
            base_points: self.scale.points(self.base_log_odds),
            contributions: Vec::with_capacity(self.features.len()),
        };
        workspace::with(|workspace| self.take_apart(row, &mut breakdown, workspace));
        breakdown
    }

    /// [`ScoringModel::explain`] into a breakdown and a workspace that the caller keeps: after the first client,
    /// nothing is allocated.
    ///
    /// # Panics
    /// When the row has not one value for each input.
    pub fn explain_into(&self, row: &[f32], breakdown: &mut Breakdown, workspace: &mut Workspace) {
        breakdown.score = self.score(row);
        breakdown.base_log_odds = self.base_log_odds;
        breakdown.base_points = self.scale.points(self.base_log_odds);
        self.take_apart(row, breakdown, workspace);
    }

    /// Puts the contributions into a breakdown that has its score.
    fn take_apart(&self, row: &[f32], breakdown: &mut Breakdown, workspace: &mut Workspace) {
        let mut log_odds = std::mem::take(&mut workspace.log_odds);
        log_odds.resize(self.features.len(), 0.0);
        self.scorer.contributions_with(row, &mut log_odds, workspace);
        log_odds.iter_mut().for_each(|contribution| *contribution *= self.calibration.slope);
        let (base, score) = (self.base_log_odds, breakdown.score.log_odds);
        let points = self.scale.apportion_with(base, score, &log_odds, &mut workspace.rounding);
        breakdown.contributions.clear();
        breakdown.contributions.extend(
            log_odds.iter().zip(points).enumerate().map(|(input, (&log_odds, &points))| Contribution {
                input,
                log_odds,
                points,
            }),
        );
        workspace.log_odds = log_odds;
    }

    /// The interaction value of two inputs for a row, in log-odds of default: [`Scorer::interaction`], calibrated.
    ///
    /// # Panics
    /// When the row has not one value for each input, or the pair is not two inputs.
    pub fn interaction(&self, row: &[f32], pair: [usize; 2]) -> f64 {
        self.calibration.slope * self.scorer.interaction(row, pair)
    }

    /// The names of the inputs, in the order of a row.
    pub fn inputs(&self) -> &[String] {
        self.scorer.inputs()
    }

    /// The inputs as the catalogue declares them, in the order of a row.
    pub fn features(&self) -> &[&'static Feature] {
        &self.features
    }

    /// The position of the input that is this feature, where the model has one.
    pub fn input(&self, id: FeatureId) -> Option<usize> {
        self.features.iter().position(|feature| feature.id == id.name())
    }

    /// What is usual of an input among granted clients, where the release says so.
    pub fn usual(&self, input: usize) -> Option<&Usual> {
        self.usual.get(input)?.as_ref()
    }

    /// The ensemble.
    pub fn scorer(&self) -> &Scorer {
        &self.scorer
    }

    /// From margin to log-odds.
    pub fn calibration(&self) -> Calibration {
        self.calibration
    }

    /// From log-odds to points.
    pub fn scale(&self) -> PointsScale {
        self.scale
    }

    /// From points to a decision.
    pub fn rule(&self) -> DecisionRule {
        self.rule
    }

    /// The highest log-odds of default with which a score still reaches the rule's threshold.
    pub fn threshold_log_odds(&self) -> LogOdds {
        self.threshold
    }
}

/// The calibration is bounded, and so is the margin of every scorer.
fn calibrate(calibration: Calibration, margin: f64) -> LogOdds {
    calibration.log_odds(margin).expect("a bounded margin has finite log-odds")
}

fn usable(input: &str) -> Result<&'static Feature, ModelError> {
    let feature = input.parse::<FeatureId>()?.feature();
    match feature.protection {
        Protection::AuditOnly => Err(ModelError::ProtectedInput(input.to_owned())),
        Protection::None | Protection::UsedNeverAReason => Ok(feature),
    }
}
