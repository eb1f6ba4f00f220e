//! A single decision tree, by `linfa-trees`: what can be drawn on a page, for comparison.
//!
//! The library answers with a class, and joins leaves that answer alike: with one default in twelve, nearly all would.
//! So both classes weigh as much while the tree grows, and the probability of a leaf is the share of its learning
//! clients who defaulted, drawn towards the share of all by [`PRIOR`] clients. Inputs are encoded as for the logistic
//! regression.

use linfa::DatasetBase;
use linfa::traits::Fit;
use linfa_trees::{DecisionTree, SplitQuality, TreeNode};
use ndarray::{Array1, ArrayView1};
use progress::Progress;

use crate::error::FitError;
use crate::folds::Fold;
use crate::logistic::{encode, encoding};
use crate::sample::Sample;

/// The name of the candidate.
pub const NAME: &str = "decision tree";

/// Levels: a tree of 64 leaves.
const LEVELS: usize = 6;
/// Least share of the clients in a leaf, both classes weighing as much.
const LEAST_SHARE: f32 = 0.005;
/// A leaf's share of defaults is that of its clients and of so many of all.
const PRIOR: f64 = 20.0;

/// The margins of each client, by the tree of the fold that holds them out.
///
/// # Panics
/// When there is no fold.
pub fn out_of_fold(folds: &[(&Sample, &Fold)], progress: &dyn Progress) -> Result<Vec<f64>, FitError> {
    progress.begin(NAME, folds.len() as u64);
    let mut margins = vec![f64::NAN; folds[0].0.len()];
    for (number, &(sample, fold)) in folds.iter().enumerate() {
        for (&row, margin) in fold.held_out.iter().zip(margins_of(sample, fold)?) {
            margins[row] = margin;
        }
        progress.advance(number as u64 + 1);
    }
    progress.end(&format!("{NAME}: {} folds", folds.len()));
    Ok(margins)
}

fn margins_of(sample: &Sample, fold: &Fold) -> Result<Vec<f64>, FitError> {
    let columns = encoding(sample, &fold.learn);
    let records = encode(&columns, sample, &fold.learn);
    let labels = sample.labels_of(&fold.learn);
    let clients = labels.len() as f32;
    let defaults = labels.iter().filter(|&&label| label).count() as f32;
    let weight =
        |&label: &bool| if label { clients / 2.0 / defaults } else { clients / 2.0 / (clients - defaults) };
    let weights = Array1::from(labels.iter().map(weight).collect::<Vec<f32>>());
    let dataset = DatasetBase::new(records, Array1::from(labels.clone())).with_weights(weights);
    let tree = DecisionTree::params()
        .split_quality(SplitQuality::Entropy)
        .max_depth(Some(LEVELS))
        .min_weight_leaf(LEAST_SHARE * clients)
        .fit(&dataset)
        .map_err(FitError::DecisionTree)?;

    let base = f64::from(defaults / clients);
    let mut leaves = Leaves { ends: Vec::new(), counts: Vec::new() };
    for (row, &label) in dataset.records.rows().into_iter().zip(&labels) {
        let leaf = leaves.of(tree.root_node(), row);
        leaves.counts[leaf][usize::from(label)] += 1.0;
    }
    let held_out = encode(&columns, sample, &fold.held_out);
    let mut margin = |row: ArrayView1<'_, f64>| {
        let leaf = leaves.of(tree.root_node(), row);
        let [repaid, defaulted] = leaves.counts[leaf];
        ((defaulted + PRIOR * base) / (repaid + PRIOR * (1.0 - base))).ln()
    };
    Ok(held_out.rows().into_iter().map(&mut margin).collect())
}

/// The leaves that a client was seen in, and how many repaid and defaulted there.
struct Leaves<'a> {
    ends: Vec<&'a TreeNode<f64, bool>>,
    counts: Vec<[f64; 2]>,
}

impl<'a> Leaves<'a> {
    /// The number of the leaf that a row ends in.
    fn of(&mut self, root: &'a TreeNode<f64, bool>, row: ArrayView1<'_, f64>) -> usize {
        let mut node = root;
        while !node.is_leaf() {
            let (feature, threshold, _) = node.split();
            let side = usize::from(row[feature] >= threshold);
            // A node that is no leaf has both children.
            let Some(child) = node.children()[side].as_deref() else { break };
            node = child;
        }
        let known = self.ends.iter().position(|end| std::ptr::eq(*end, node));
        known.unwrap_or_else(|| {
            self.ends.push(node);
            self.counts.push([0.0; 2]);
            self.ends.len() - 1
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use progress::Silent;

    use super::*;
    use crate::folds::stratified;
    use crate::input::Input;
    use crate::metrics;

    #[test]
    fn its_leaves_tell_clients_apart_though_defaults_are_rare() {
        let uniform = |client: usize, factor: usize| (client * factor % 1_009) as f32 / 1_009.0;
        let values = (0..4_000).flat_map(|client| [uniform(client, 7_919), uniform(client, 3_571)]).collect();
        let label = |client: usize| uniform(client, 104_729) < 0.02 + 0.2 * uniform(client, 7_919);
        let sample = Sample {
            inputs: ["EXT_SOURCE_2", "AMT_CREDIT"].map(Input::named).to_vec(),
            columns: vec![0, 1],
            values: Arc::new(values),
            labels: (0..4_000).map(label).collect(),
        };
        let folds = stratified(&sample.labels, 3, 1);
        let parts: Vec<_> = folds.iter().map(|fold| (&sample, fold)).collect();
        let margins = out_of_fold(&parts, &Silent).unwrap();
        let auc = metrics::auc(&margins, &sample.labels);
        assert!(auc > 0.6, "{auc}");
        let mean = margins.iter().map(|margin| 1.0 / (1.0 + (-margin).exp())).sum::<f64>() / 4_000.0;
        let share = sample.defaults() as f64 / 4_000.0;
        assert!((mean - share).abs() < 0.01, "{mean}, not {share}");
    }
}
