//! Leaf-wise boosted trees by `forust-ml`: the second library behind [`Trainer`].
//!
//! The library grows all its trees in one go. So an ensemble is grown to a horizon, and its rounds are told one after
//! the other; where more are asked for, it is grown again to twice the horizon: with the same seed, its first trees
//! are the same.

use catalogue::Direction;
use forust_ml::constraints::{Constraint, ConstraintMap};
use forust_ml::gradientbooster::GrowPolicy;
use forust_ml::objective::ObjectiveType;
use forust_ml::sampler::SampleMethod;
use forust_ml::tree::Tree;
use forust_ml::{GradientBooster, Matrix};
use serde_json::{Value, json};

use crate::boosted::{Shape, TreeSettings};
use crate::error::FitError;
use crate::metrics;
use crate::sample::Sample;
use crate::trainer::{Ensemble, Trainer};

/// The name of the candidate.
pub const NAME: &str = "leaf-wise boosted trees of forust";

/// Rounds that are grown in one go at first.
const HORIZON: usize = 256;
/// Leaves and levels where the settings ask for symmetric trees, which this library does not grow.
const LEAVES_AND_LEVELS: (usize, usize) = (31, 8);
/// What `XGBoost` has for the parent of a root.
const NO_PARENT: i64 = 2_147_483_647;

/// Grows trees on one sample.
#[derive(Debug)]
pub struct ForustTrees {
    sample: Sample,
    settings: TreeSettings,
}

impl ForustTrees {
    /// Makes the sample ready for growing.
    ///
    /// # Errors
    /// When there are more bins than the library counts.
    pub fn new(sample: &Sample, settings: &TreeSettings) -> Result<Self, FitError> {
        u16::try_from(settings.max_bin)
            .map_err(|_| FitError::Forust(format!("{} bins", settings.max_bin)))?;
        Ok(Self { sample: sample.clone(), settings: *settings })
    }

    /// A booster of so many rounds on some of the inputs.
    fn booster(&self, rounds: usize, columns: &[usize]) -> GradientBooster {
        let settings = &self.settings;
        let (leaves, levels) = match settings.shape {
            Shape::LeafWise { leaves } => (leaves, settings.depth),
            Shape::Symmetric => LEAVES_AND_LEVELS,
        };
        let mut booster = GradientBooster::default()
            .set_objective_type(ObjectiveType::LogLoss)
            .set_initialize_base_score(true)
            .set_iterations(rounds)
            .set_learning_rate(settings.eta as f32)
            .set_max_depth(levels)
            .set_max_leaves(leaves)
            .set_l2(settings.lambda as f32)
            .set_min_leaf_weight(settings.min_child_weight as f32)
            .set_nbins(settings.max_bin as u16)
            .set_sample_method(SampleMethod::Random)
            .set_subsample(settings.subsample as f32)
            .set_colsample_bytree(settings.share_of(columns.len()))
            .set_parallel(settings.threads > 1)
            .set_num_threads(Some(settings.threads))
            .set_seed(settings.seed);
        if settings.monotone {
            booster = booster.set_monotone_constraints(Some(self.constraints(columns)));
        }
        booster.grow_policy = GrowPolicy::LossGuide;
        booster
    }

    fn constraints(&self, columns: &[usize]) -> ConstraintMap {
        let of_column = |(at, &column): (usize, &usize)| {
            let constraint = match self.sample.inputs[column].direction()? {
                Direction::RaisesRisk => Constraint::Positive,
                Direction::LowersRisk => Constraint::Negative,
            };
            Some((at, constraint))
        };
        columns.iter().enumerate().filter_map(of_column).collect()
    }

    /// The inputs that tell some of these clients apart: the library refuses the others.
    fn telling(&self, rows: &[usize]) -> Vec<usize> {
        let tells = |&column: &usize| {
            let mut present =
                rows.iter().map(|&row| self.sample.row(row)[column]).filter(|value| !value.is_nan());
            let first = present.next();
            first.is_some_and(|first| present.any(|value| value != first))
        };
        (0..self.sample.inputs.len()).filter(tells).collect()
    }
}

impl Trainer for ForustTrees {
    fn name(&self) -> &'static str {
        NAME
    }

    fn start<'a>(&'a self, learn: &[usize], held_out: &[usize]) -> Result<Box<dyn Ensemble + 'a>, FitError> {
        let columns = self.telling(learn);
        if columns.is_empty() {
            return Err(FitError::NoInput);
        }
        let values = columns
            .iter()
            .flat_map(|&column| learn.iter().map(move |&row| f64::from(self.sample.row(row)[column])))
            .collect();
        Ok(Box::new(Growing {
            trainer: self,
            labels: self.sample.labels_of(learn),
            held_out: held_out.to_vec(),
            columns,
            values,
            booster: None,
            grown: 0,
        }))
    }
}

struct Growing<'a> {
    trainer: &'a ForustTrees,
    labels: Vec<bool>,
    held_out: Vec<usize>,
    /// The sample's inputs that the library was given, in its order.
    columns: Vec<usize>,
    /// Column-major.
    values: Vec<f64>,
    booster: Option<GradientBooster>,
    /// The rounds that were asked for; the booster may have more.
    grown: usize,
}

impl Growing<'_> {
    /// Grows to a horizon at or beyond so many rounds, unless there are as many already.
    fn reach(&mut self, rounds: usize) -> Result<(), FitError> {
        let mut horizon = self.booster.as_ref().map_or(0, |booster| booster.iterations);
        if horizon >= rounds {
            return Ok(());
        }
        horizon = horizon.max(HORIZON);
        while horizon < rounds {
            horizon *= 2;
        }
        let outcomes: Vec<f64> = self.labels.iter().map(|&label| f64::from(u8::from(label))).collect();
        let weight = |&label: &bool| if label { self.trainer.settings.default_weight } else { 1.0 };
        let weights: Vec<f64> = self.labels.iter().map(weight).collect();
        let matrix = Matrix::new(&self.values, self.labels.len(), self.columns.len());
        let mut booster = self.trainer.booster(horizon, &self.columns);
        booster
            .fit(&matrix, &outcomes, &weights, None)
            .map_err(|error| FitError::Forust(error.to_string()))?;
        self.booster = Some(booster);
        Ok(())
    }

    fn grown(&self) -> Result<&GradientBooster, FitError> {
        self.booster.as_ref().ok_or_else(|| FitError::Forust("no round was grown yet".to_owned()))
    }

    /// What one tree adds to the margin of a row of the sample's inputs.
    fn value(&self, tree: &Tree, row: &[f32]) -> f64 {
        let mut at = 0;
        loop {
            let node = &tree.nodes[at];
            if node.is_leaf {
                return f64::from(node.weight_value);
            }
            let value = f64::from(row[self.columns[node.split_feature]]);
            at = node.get_child_idx(&value, &f64::NAN);
        }
    }

    fn tree_json(&self, number: usize, tree: &Tree) -> Value {
        let nodes = &tree.nodes;
        let mut parents = vec![NO_PARENT; nodes.len()];
        for (at, node) in nodes.iter().enumerate().filter(|(_, node)| !node.is_leaf) {
            (parents[node.left_child], parents[node.right_child]) = (at as i64, at as i64);
        }
        // Inputs are 32-bit floats: below a threshold of 64 bits is below the next float from it on.
        let condition = |at: usize| {
            let node = &nodes[at];
            if node.is_leaf { node.weight_value } else { at_least(node.split_value) }
        };
        let to_left = |at: usize| !nodes[at].is_leaf && nodes[at].missing_node == nodes[at].left_child;
        let all = |of: &dyn Fn(usize) -> Value| (0..nodes.len()).map(of).collect::<Vec<Value>>();
        let child = |at: usize, child: usize| if nodes[at].is_leaf { -1 } else { child as i64 };
        json!({
            "base_weights": all(&|at| json!(nodes[at].weight_value)),
            "categories": [],
            "categories_nodes": [],
            "categories_segments": [],
            "categories_sizes": [],
            "default_left": all(&|at| json!(u8::from(to_left(at)))),
            "id": number,
            "left_children": all(&|at| json!(child(at, nodes[at].left_child))),
            "loss_changes": all(&|at| json!(if nodes[at].is_leaf { 0.0 } else { nodes[at].split_gain })),
            "parents": parents,
            "right_children": all(&|at| json!(child(at, nodes[at].right_child))),
            "split_conditions": all(&|at| json!(condition(at))),
            "split_indices": all(&|at| json!(if nodes[at].is_leaf { 0 } else { self.columns[nodes[at].split_feature] })),
            "split_type": vec![0; nodes.len()],
            "sum_hessian": all(&|at| json!(nodes[at].hessian_sum)),
            "tree_param": {
                "num_deleted": "0",
                "num_feature": self.trainer.sample.inputs.len().to_string(),
                "num_nodes": nodes.len().to_string(),
                "size_leaf_vector": "1",
            },
        })
    }
}

/// The least 32-bit float that is not below a number.
fn at_least(number: f64) -> f32 {
    let near = number as f32;
    if f64::from(near) < number { near.next_up() } else { near }
}

impl Ensemble for Growing<'_> {
    fn grow(&mut self, rounds: usize) -> Result<Vec<f64>, FitError> {
        let from = self.grown;
        self.grown += rounds;
        self.reach(self.grown)?;
        if self.held_out.is_empty() {
            return Ok(Vec::new());
        }
        let (booster, sample) = (self.grown()?, &self.trainer.sample);
        let labels = sample.labels_of(&self.held_out);
        let rows: Vec<f32> = self.held_out.iter().flat_map(|&row| sample.row(row)).copied().collect();
        let mut margins = self.margins(&rows, from)?;
        let losses = (from..self.grown).map(|round| {
            // A round without a tree changes nothing.
            if let Some(tree) = booster.trees.get(round) {
                let rows = rows.chunks_exact(sample.inputs.len());
                margins.iter_mut().zip(rows).for_each(|(margin, row)| *margin += self.value(tree, row));
            }
            metrics::log_loss(&margins, &labels)
        });
        Ok(losses.collect())
    }

    fn margins(&self, rows: &[f32], rounds: usize) -> Result<Vec<f64>, FitError> {
        let booster = self.grown()?;
        let trees = &booster.trees[..rounds.min(booster.trees.len())];
        let margin =
            |row: &[f32]| booster.base_score + trees.iter().map(|tree| self.value(tree, row)).sum::<f64>();
        Ok(rows.chunks_exact(self.trainer.sample.inputs.len()).map(margin).collect())
    }

    fn xgboost_json(&self) -> Result<Vec<u8>, FitError> {
        let booster = self.grown()?;
        let trees = &booster.trees[..self.grown.min(booster.trees.len())];
        let inputs = &self.trainer.sample.inputs;
        let base = 1.0 / (1.0 + (-booster.base_score).exp());
        let model = json!({
            "learner": {
                "attributes": {},
                "feature_names": self.trainer.sample.names(),
                "feature_types": vec!["float"; inputs.len()],
                "gradient_booster": {
                    "model": {
                        "gbtree_model_param": {
                            "num_parallel_tree": "1",
                            "num_trees": trees.len().to_string(),
                        },
                        "iteration_indptr": (0..=trees.len()).collect::<Vec<_>>(),
                        "tree_info": vec![0; trees.len()],
                        "trees": trees.iter().enumerate().map(|(at, tree)| self.tree_json(at, tree)).collect::<Vec<_>>(),
                    },
                    "name": "gbtree",
                },
                "learner_model_param": {
                    "base_score": format!("{base:e}").to_uppercase(),
                    "boost_from_average": "1",
                    "num_class": "0",
                    "num_feature": inputs.len().to_string(),
                    "num_target": "1",
                },
                "objective": {"name": "binary:logistic", "reg_loss_param": {"scale_pos_weight": "1"}},
            },
            "version": [2, 1, 0],
        });
        serde_json::to_vec(&model).map_err(|source| FitError::Json { name: "model.json", source })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use scoring::Scorer;

    use super::*;
    use crate::boosted::BoostedTrees;
    use crate::input::Input;

    /// Clients whose risk rises with the first input; the second is noise with gaps, the third a constant.
    fn sample() -> Sample {
        let uniform = |client: usize, factor: usize| (client * factor % 1_009) as f32 / 1_009.0;
        let mut values = Vec::new();
        let mut labels = Vec::new();
        for client in 0..2_000 {
            let (signal, noise) = (uniform(client, 7_919), uniform(client, 3_571));
            values.extend([signal, if client % 4 == 0 { f32::NAN } else { noise }, 1.0]);
            labels.push(uniform(client, 104_729) < 0.05 + 0.5 * signal * signal);
        }
        Sample {
            inputs: ["EXT_SOURCE_2", "AMT_CREDIT", "FLAG_MOBIL"].map(Input::named).to_vec(),
            columns: vec![0, 1, 2],
            values: Arc::new(values),
            labels,
        }
    }

    #[test]
    fn it_learns_and_its_json_is_read_by_scoring() {
        let sample = sample();
        let (learn, held_out): (Vec<usize>, Vec<usize>) = (0..2_000).partition(|row| row % 4 != 1);
        let rows: Vec<f32> = held_out.iter().flat_map(|&row| sample.row(row)).copied().collect();
        let labels = sample.labels_of(&held_out);
        let mut aucs = Vec::new();
        // Held back little: there are few clients and rounds.
        let settings = TreeSettings {
            shape: Shape::LeafWise { leaves: 8 },
            depth: 6,
            colsample: 0.5,
            least_inputs: 0,
            lambda: 5.0,
            min_child_weight: 8.0,
            ..TreeSettings::default()
        };
        for forust in [true, false] {
            let trainer: Box<dyn Trainer> = if forust {
                Box::new(ForustTrees::new(&sample, &settings).unwrap())
            } else {
                Box::new(BoostedTrees::new(&sample, &settings).unwrap())
            };
            let mut ensemble = trainer.start(&learn, &held_out).unwrap();
            let mut losses = ensemble.grow(20).unwrap();
            losses.extend(ensemble.grow(20).unwrap());
            let margins = ensemble.margins(&rows, 40).unwrap();
            assert!((losses[39] - metrics::log_loss(&margins, &labels)).abs() < 1e-5, "{}", trainer.name());
            assert!(losses[39] < losses[0]);
            let scorer = Scorer::from_xgboost(&ensemble.xgboost_json().unwrap()).unwrap();
            for (row, margin) in rows.chunks_exact(3).zip(&margins) {
                let read = scorer.margin(row);
                assert!((read - margin).abs() < 1e-5, "{}: {read}, not {margin}", trainer.name());
            }
            aucs.push(metrics::auc(&margins, &labels));
        }
        assert!(aucs[0] > 0.58 && (aucs[0] - aucs[1]).abs() < 0.03, "{aucs:?}");
    }

    #[test]
    fn more_rounds_than_the_horizon_go_on_where_it_ended() {
        let sample = sample();
        let rows: Vec<usize> = (0..2_000).collect();
        let settings = TreeSettings { eta: 0.01, ..TreeSettings::default() };
        let trainer = ForustTrees::new(&sample, &settings).unwrap();
        let mut ensemble = trainer.start(&rows[500..], &rows[..500]).unwrap();
        let first = ensemble.grow(HORIZON).unwrap();
        let margins = ensemble.margins(sample.row(3), HORIZON).unwrap();
        let more = ensemble.grow(10).unwrap();
        assert_eq!((first.len(), more.len()), (HORIZON, 10));
        assert_eq!(ensemble.margins(sample.row(3), HORIZON).unwrap(), margins);
        assert!((more[0] - first[HORIZON - 1]).abs() < 1e-3);
    }

    #[test]
    fn thresholds_round_up() {
        assert_eq!(at_least(0.5), 0.5);
        assert_eq!(at_least(0.1), 0.1_f32.next_down().next_up());
        assert!(f64::from(at_least(0.3)) >= 0.3 && f64::from(at_least(0.3).next_down()) < 0.3);
    }
}
