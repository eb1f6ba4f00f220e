//! Boosted trees by `hessboost`, symmetric or leaf-wise.

use catalogue::Direction;
use hessboost::config::{GrowPolicy, Monotone, TrainingParams, TreeMethod};
use hessboost::data::DMatrix;
use hessboost::metric::EvalMetric;
use hessboost::model::{BoostedModel, ModelFormat};
use hessboost::objective::{Objective, RegLoss};
use serde_json::Value;

use crate::error::FitError;
use crate::input::Input;
use crate::sample::Sample;
use crate::trainer::{Ensemble, Trainer};

/// What trees look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One split for all nodes of a level: what `scoring` tabulates.
    Symmetric,
    /// The leaf that gains most is split next, until there are so many leaves.
    LeafWise {
        /// At most so many.
        leaves: usize,
    },
}

impl Shape {
    /// Its name in a report.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Symmetric => "symmetric",
            Self::LeafWise { .. } => "leaf-wise",
        }
    }
}

/// The settings of the trees. The defaults were chosen by measurement: see the crate's `README.md`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TreeSettings {
    /// What they look like.
    pub shape: Shape,
    /// How much of each tree's correction is kept.
    pub eta: f64,
    /// Levels of a tree at most; `scoring` tabulates symmetric ones of up to 8.
    pub depth: usize,
    /// Share of the clients that each tree sees.
    pub subsample: f64,
    /// Share of the inputs that each tree sees.
    pub colsample: f64,
    /// Each tree sees so many inputs at least, or all where there are fewer: a small share of a short list would leave
    /// most trees without the few that tell most.
    pub least_inputs: usize,
    /// L2 penalty on the leaves.
    pub lambda: f64,
    /// Least sum of Hessians in a leaf.
    pub min_child_weight: f64,
    /// Most histogram bins an input.
    pub max_bin: usize,
    /// How much the loss of a client who defaulted counts; anything but 1 ruins the calibration before Platt's.
    pub default_weight: f64,
    /// Whether inputs that declare a direction may move the risk in that direction only.
    pub monotone: bool,
    /// Worker threads. The trees do not depend on it.
    pub threads: usize,
    /// Of the draws of clients and inputs.
    pub seed: u64,
}

impl Default for TreeSettings {
    fn default() -> Self {
        Self {
            shape: Shape::Symmetric,
            eta: 0.05,
            depth: 4,
            subsample: 0.85,
            colsample: 0.2,
            least_inputs: 12,
            lambda: 30.0,
            min_child_weight: 15.0,
            max_bin: 256,
            default_weight: 1.0,
            monotone: false,
            threads: 1,
            seed: 42,
        }
    }
}

impl TreeSettings {
    /// The share of so many inputs that each tree sees.
    pub fn share_of(&self, inputs: usize) -> f64 {
        // The libraries cut to whole inputs: half a one more keeps rounding from taking one.
        let least = (self.least_inputs as f64 + 0.5) / inputs as f64;
        if self.least_inputs == 0 { self.colsample } else { self.colsample.max(least).min(1.0) }
    }
}

/// The name of the candidate with symmetric trees.
pub const SYMMETRIC: &str = "symmetric boosted trees";
/// The name of the candidate with leaf-wise trees.
pub const LEAF_WISE: &str = "leaf-wise boosted trees";

/// Grows trees on one sample.
#[derive(Debug)]
pub struct BoostedTrees {
    shape: Shape,
    data: DMatrix,
    names: Vec<String>,
    parameters: TrainingParams,
}

impl BoostedTrees {
    /// Makes the sample ready for growing.
    pub fn new(sample: &Sample, settings: &TreeSettings) -> Result<Self, FitError> {
        let labels: Vec<f32> =
            sample.labels.iter().map(|&defaulted| f32::from(u8::from(defaulted))).collect();
        // The values stay the sample's own: at full size a copy would be most of the memory.
        let (values, missing) = (sample.values.clone(), f32::NAN);
        let data = DMatrix::from_dense_shared(values, sample.len(), sample.inputs.len(), missing)?
            .with_labels(&labels)?;
        let mut builder = TrainingParams::builder()
            .objective(Objective::BinaryLogistic(RegLoss::new(settings.default_weight)?))
            .eval_metric(EvalMetric::LogLoss)
            .tree_method(TreeMethod::Hist)
            .max_depth(settings.depth)
            .eta(settings.eta)
            .subsample(settings.subsample)
            .colsample_bytree(settings.share_of(sample.inputs.len()))
            .lambda(settings.lambda)
            .min_child_weight(settings.min_child_weight)
            .max_bin(settings.max_bin)
            .nthread(settings.threads)
            .seed(settings.seed);
        builder = match settings.shape {
            Shape::Symmetric => builder.grow_policy(GrowPolicy::Symmetric),
            Shape::LeafWise { leaves } => builder.grow_policy(GrowPolicy::LossGuide).max_leaves(leaves),
        };
        if settings.monotone {
            let directions = sample.inputs.iter().map(constraint);
            builder = builder.monotone_constraints(directions.collect());
        }
        Ok(Self { shape: settings.shape, data, names: sample.names(), parameters: builder.build()? })
    }
}

fn constraint(input: &Input) -> Monotone {
    match input.direction() {
        None => Monotone::None,
        Some(Direction::RaisesRisk) => Monotone::Increasing,
        Some(Direction::LowersRisk) => Monotone::Decreasing,
    }
}

impl Trainer for BoostedTrees {
    fn name(&self) -> &'static str {
        match self.shape {
            Shape::Symmetric => SYMMETRIC,
            Shape::LeafWise { .. } => LEAF_WISE,
        }
    }

    fn start<'a>(&'a self, learn: &[usize], held_out: &[usize]) -> Result<Box<dyn Ensemble + 'a>, FitError> {
        let watched = if held_out.is_empty() { None } else { Some(self.data.select_rows(held_out)?) };
        Ok(Box::new(Growing { trainer: self, learn: self.data.select_rows(learn)?, watched, model: None }))
    }
}

struct Growing<'a> {
    trainer: &'a BoostedTrees,
    learn: DMatrix,
    watched: Option<DMatrix>,
    model: Option<BoostedModel>,
}

const WATCHED: &str = "held out";

impl Ensemble for Growing<'_> {
    fn grow(&mut self, rounds: usize) -> Result<Vec<f64>, FitError> {
        // Rounds are numbered across calls, so that the trees are those of one uninterrupted run.
        let mut run = hessboost::training::Trainer::new(&self.trainer.parameters, &self.learn, rounds);
        if let Some(watched) = &self.watched {
            run = run.eval(watched, WATCHED);
        }
        if let Some(model) = &self.model {
            run = run.init_model(model);
        }
        let result = run.train()?;
        self.model = Some(result.model);
        let losses = result.history.series(WATCHED, EvalMetric::LogLoss.name().as_ref());
        Ok(losses.map(Iterator::collect).unwrap_or_default())
    }

    fn margins(&self, rows: &[f32], rounds: usize) -> Result<Vec<f64>, FitError> {
        let margins = self.grown()?.predict_margin_rows(rows, ..rounds)?;
        Ok(margins.as_slice().iter().map(|&margin| f64::from(margin)).collect())
    }

    fn xgboost_json(&self) -> Result<Vec<u8>, FitError> {
        let json = |source| FitError::Json { name: "model.json", source };
        let bytes = self.grown()?.encode(ModelFormat::XgboostJson)?;
        // The library keeps no names; XGBoost checks them when a model is used on a table.
        let mut model: Value = serde_json::from_slice(&bytes).map_err(json)?;
        model["learner"]["feature_names"] = Value::from(self.trainer.names.clone());
        model["learner"]["feature_types"] = Value::from(vec!["float"; self.trainer.names.len()]);
        serde_json::to_vec(&model).map_err(json)
    }
}

impl Growing<'_> {
    fn grown(&self) -> Result<&BoostedModel, FitError> {
        let ungrown = || hessboost::error::HessboostError::EmptyDataset("no round was grown yet");
        Ok(self.model.as_ref().ok_or_else(ungrown)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_list_is_not_shared_out_too_thinly() {
        let seen = |trees: TreeSettings, inputs: usize| (trees.share_of(inputs) * inputs as f64) as usize;
        let trees = TreeSettings { colsample: 0.2, least_inputs: 12, ..TreeSettings::default() };
        for (inputs, expected) in
            [(1, 1), (7, 7), (12, 12), (13, 12), (40, 12), (60, 12), (65, 13), (500, 100)]
        {
            assert_eq!(seen(trees, inputs), expected, "of {inputs}");
        }
        let none = TreeSettings { colsample: 0.5, least_inputs: 0, ..trees };
        assert_eq!([seen(none, 4), seen(none, 100)], [2, 50]);
    }
}
