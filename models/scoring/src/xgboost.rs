//! Reads models in `XGBoost`'s JSON format (`save_model("model.json")`), as versions 1.6 to 3.2 write it.
//!
//! Read are boosted trees (`gbtree`) with numeric splits for `binary:logistic`. Everything else is refused by
//! name: other boosters and objectives, several classes or targets, categorical splits, dropped trees (DART).
//!
//! What the fields mean: `split_conditions` is the threshold of a split and the value of a leaf; a value below
//! the threshold goes left, compared in 32 bits; a missing value goes left where `default_left` says so;
//! `sum_hessian` is the cover; `base_score` is a probability, of which the logit enters the margin.

use serde::Deserialize;
use serde::de::{Deserializer, Error as _};

use crate::scorer::{MOST_INPUTS, Scorer, ScorerError};
use crate::tree::{Node, NodeKind, Split, Tree, TreeError};
use crate::units::Probability;

/// Why bytes are not a model that can be read.
#[derive(Debug, thiserror::Error)]
pub enum XgboostError {
    /// Not JSON, or not with `XGBoost`'s fields.
    #[error("not a model in XGBoost's JSON format: {0}")]
    Json(#[from] serde_json::Error),
    /// A model of a kind that is not read.
    #[error("{field} is {found:?}; only {supported} is read")]
    Unsupported {
        /// The field that says so, as a path.
        field: &'static str,
        /// What it holds.
        found: String,
        /// What is read.
        supported: &'static str,
    },
    /// Two fields contradict each other.
    #[error("{field} has {found} entries, not {expected}")]
    Count {
        /// The field, as a path.
        field: &'static str,
        /// Its number of entries.
        found: usize,
        /// The number that another field implies.
        expected: usize,
    },
    /// A field of a tree is of the wrong length.
    #[error("tree {tree}: {field} has {found} entries for {expected} nodes")]
    NodeCount {
        /// The tree's position.
        tree: usize,
        /// The field.
        field: &'static str,
        /// Its number of entries.
        found: usize,
        /// The number of nodes.
        expected: usize,
    },
    /// A field of a node holds what it cannot.
    #[error("tree {tree}, node {node}: {field} is {found}; expected {expected}")]
    Node {
        /// The tree's position.
        tree: usize,
        /// The node's position.
        node: usize,
        /// The field.
        field: &'static str,
        /// What it holds.
        found: i64,
        /// What it may hold.
        expected: &'static str,
    },
    /// The nodes of a tree do not make a tree.
    #[error("tree {tree}: {source}")]
    Tree {
        /// The tree's position.
        tree: usize,
        /// What is wrong.
        source: TreeError,
    },
    /// The trees do not make a scorer.
    #[error(transparent)]
    Scorer(#[from] ScorerError),
}

#[derive(Deserialize)]
struct Document {
    learner: Learner,
}

#[derive(Deserialize)]
struct Learner {
    #[serde(default)]
    feature_names: Vec<String>,
    gradient_booster: Booster,
    learner_model_param: LearnerParameters,
    objective: Objective,
}

#[derive(Deserialize)]
struct LearnerParameters {
    base_score: String,
    #[serde(default)]
    num_class: Option<String>,
    num_feature: String,
    #[serde(default)]
    num_target: Option<String>,
}

#[derive(Deserialize)]
struct Objective {
    name: String,
}

#[derive(Deserialize)]
struct Booster {
    name: String,
    // Another booster has other fields: its name is looked at before they are missed.
    model: Option<Model>,
}

#[derive(Deserialize)]
struct Model {
    tree_info: Vec<i64>,
    trees: Vec<TreeArrays>,
    #[serde(default)]
    weight_drop: Vec<f64>,
}

/// The arrays of a tree, one entry a node.
#[derive(Deserialize)]
struct TreeArrays {
    left_children: Vec<i64>,
    right_children: Vec<i64>,
    split_indices: Vec<i64>,
    split_conditions: Vec<f32>,
    default_left: Vec<Flag>,
    sum_hessian: Vec<f32>,
    #[serde(default)]
    split_type: Vec<i64>,
    #[serde(default)]
    tree_param: TreeParameters,
}

#[derive(Deserialize, Default)]
struct TreeParameters {
    size_leaf_vector: Option<String>,
}

/// A truth value, written as a number or as a word.
struct Flag(bool);

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match serde_json::Value::deserialize(deserializer)? {
            serde_json::Value::Bool(flag) => Ok(Self(flag)),
            number if number == 0 => Ok(Self(false)),
            number if number == 1 => Ok(Self(true)),
            other => Err(D::Error::custom(format!("default_left holds {other}, neither 0 nor 1"))),
        }
    }
}

pub(crate) fn read(json: &[u8]) -> Result<Scorer, XgboostError> {
    let Learner { feature_names, gradient_booster, learner_model_param, objective } =
        serde_json::from_slice::<Document>(json)?.learner;
    only("learner.objective.name", &objective.name, "binary:logistic", |name| name == "binary:logistic")?;
    only("learner.gradient_booster.name", &gradient_booster.name, "gbtree", |name| name == "gbtree")?;
    let model = gradient_booster.model.ok_or_else(|| serde_json::Error::custom("missing field `model`"))?;
    let LearnerParameters { base_score, num_class, num_feature, num_target } = learner_model_param;
    let one = |number: &str| matches!(number, "0" | "1");
    only("learner.learner_model_param.num_class", &num_class.unwrap_or_default(), "one class", |n| {
        n.is_empty() || one(n)
    })?;
    only("learner.learner_model_param.num_target", &num_target.unwrap_or_default(), "one target", |n| {
        n.is_empty() || one(n)
    })?;
    if let Some(weight) = model.weight_drop.iter().find(|&&weight| weight != 1.0) {
        let field = "learner.gradient_booster.model.weight_drop";
        return Err(XgboostError::Unsupported {
            field,
            found: weight.to_string(),
            supported: "weight 1 (no DART)",
        });
    }
    if let Some(group) = model.tree_info.iter().find(|&&group| group != 0) {
        let field = "learner.gradient_booster.model.tree_info";
        return Err(XgboostError::Unsupported { field, found: group.to_string(), supported: "output 0" });
    }
    if model.tree_info.len() != model.trees.len() {
        return Err(XgboostError::Count {
            field: "learner.gradient_booster.model.tree_info",
            found: model.tree_info.len(),
            expected: model.trees.len(),
        });
    }

    let inputs = inputs(feature_names, &num_feature)?;
    let trees = model.trees.iter().enumerate().map(|(tree, arrays)| arrays.tree(tree, inputs.len()));
    let trees = trees.collect::<Result<_, _>>()?;
    Ok(Scorer::new(inputs, margin_of(&base_score)?, trees)?)
}

fn only(
    field: &'static str,
    found: &str,
    supported: &'static str,
    is_supported: impl Fn(&str) -> bool,
) -> Result<(), XgboostError> {
    if is_supported(found) {
        Ok(())
    } else {
        Err(XgboostError::Unsupported { field, found: found.to_owned(), supported })
    }
}

/// The names of the inputs; `XGBoost` calls those of a model without names f0, f1 and so on.
fn inputs(names: Vec<String>, count: &str) -> Result<Vec<String>, XgboostError> {
    let expected = count.parse::<usize>().ok().filter(|&count| count <= MOST_INPUTS);
    let expected = expected.ok_or_else(|| XgboostError::Unsupported {
        field: "learner.learner_model_param.num_feature",
        found: count.to_owned(),
        supported: "a number of inputs up to 65536",
    })?;
    if names.is_empty() {
        Ok((0..expected).map(|index| format!("f{index}")).collect())
    } else if names.len() == expected {
        Ok(names)
    } else {
        Err(XgboostError::Count { field: "learner.feature_names", found: names.len(), expected })
    }
}

/// The logit of `base_score`, which is written `5E-1`, or from version 3.1 on `[5E-1]`.
fn margin_of(base_score: &str) -> Result<f64, XgboostError> {
    let inner = base_score.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).unwrap_or(base_score);
    let probability = inner.trim().parse().ok().and_then(|number| Probability::new(number).ok());
    let probability = probability.ok_or_else(|| XgboostError::Unsupported {
        field: "learner.learner_model_param.base_score",
        found: base_score.to_owned(),
        supported: "one probability between 0 and 1",
    })?;
    Ok(probability.log_odds().get())
}

impl TreeArrays {
    fn tree(&self, tree: usize, inputs: usize) -> Result<Tree, XgboostError> {
        let expected = self.left_children.len();
        let lengths = [
            ("right_children", self.right_children.len()),
            ("split_indices", self.split_indices.len()),
            ("split_conditions", self.split_conditions.len()),
            ("default_left", self.default_left.len()),
            ("sum_hessian", self.sum_hessian.len()),
            // Versions without categories write no split_type.
            ("split_type", if self.split_type.is_empty() { expected } else { self.split_type.len() }),
        ];
        if let Some((field, found)) = lengths.into_iter().find(|&(_, found)| found != expected) {
            return Err(XgboostError::NodeCount { tree, field, found, expected });
        }
        let width = self.tree_param.size_leaf_vector.as_deref().unwrap_or("0");
        only("tree_param.size_leaf_vector", width, "one value a leaf", |width| matches!(width, "0" | "1"))?;
        let nodes = (0..expected).map(|node| self.node(tree, node)).collect::<Result<Vec<_>, _>>()?;
        Tree::new(&nodes, inputs).map_err(|source| XgboostError::Tree { tree, source })
    }

    fn node(&self, tree: usize, node: usize) -> Result<Node, XgboostError> {
        let wrong = |field, found, expected| XgboostError::Node { tree, node, field, found, expected };
        let cover = f64::from(self.sum_hessian[node]);
        let (left, right) = (self.left_children[node], self.right_children[node]);
        if (left, right) == (-1, -1) {
            return Ok(Node { cover, kind: NodeKind::Leaf(f64::from(self.split_conditions[node])) });
        }
        let child = |field, position: i64| {
            u32::try_from(position).map_err(|_| wrong(field, position, "a node, or -1 on both sides"))
        };
        let (left, right) = (child("left_children", left)?, child("right_children", right)?);
        if let Some(&kind) = self.split_type.get(node).filter(|&&kind| kind != 0) {
            return Err(wrong("split_type", kind, "0, a numeric split: categories are not read"));
        }
        let feature = self.split_indices[node];
        let feature = u32::try_from(feature).map_err(|_| wrong("split_indices", feature, "an input"))?;
        let split = Split {
            feature,
            threshold: self.split_conditions[node],
            default_left: self.default_left[node].0,
        };
        Ok(Node { cover, kind: NodeKind::Split { split, left, right } })
    }
}
