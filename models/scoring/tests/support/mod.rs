//! Random trees and rows from a seed, and XGBoost's JSON for them. Used by the tests and the benchmark.
#![allow(dead_code, unreachable_pub)] // each test is a crate of its own, and uses its part

pub mod applicants;
pub mod game;
pub mod lightgbm;

use scoring::tree::{Node, NodeKind, Split, Tree};
use serde_json::{Value, json};

/// A small generator of random numbers (`SplitMix64`), so that a seed names a case.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    /// From -1 to 1.
    pub fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1 << 23) as f32 - 1.0
    }

    /// One of a few thresholds, so that rows often meet one exactly.
    fn threshold(&mut self) -> f32 {
        [-1.0, -0.5, 0.0, 0.25, 0.5, 1.0][self.below(6)]
    }

    fn split(&mut self, inputs: usize) -> Split {
        Split {
            feature: self.below(inputs) as u32,
            threshold: self.threshold(),
            default_left: self.below(2) == 0,
        }
    }

    /// The share of a cover that goes left: now and then nothing, or all.
    fn share(&mut self) -> f32 {
        match self.below(12) {
            0 => 0.0,
            1 => 1.0,
            _ => f32::midpoint(self.unit(), 1.0),
        }
    }

    /// Values on and off the thresholds, missing, infinite and negative zero.
    pub fn row(&mut self, inputs: usize) -> Vec<f32> {
        (0..inputs)
            .map(|_| match self.below(10) {
                0 | 1 => f32::NAN,
                2 => self.threshold(),
                3 => [f32::INFINITY, f32::NEG_INFINITY, -0.0, f32::MAX][self.below(4)],
                _ => self.unit() * 1.5,
            })
            .collect()
    }

    /// A symmetric tree of `depth` levels; where `early`, some branches end above the last.
    pub fn symmetric(&mut self, depth: usize, inputs: usize, early: bool) -> Tree {
        let levels: Vec<Split> = (0..depth).map(|_| self.split(inputs)).collect();
        self.grow(inputs, depth, &|random, level| (!(early && random.below(5) == 0)).then(|| levels[level]))
    }

    /// A tree of any shape of at most `depth` levels.
    pub fn general(&mut self, depth: usize, inputs: usize) -> Tree {
        self.grow(inputs, depth, &|random, _| (random.below(6) != 0).then(|| random.split(inputs)))
    }

    fn grow(
        &mut self,
        inputs: usize,
        depth: usize,
        split: &dyn Fn(&mut Self, usize) -> Option<Split>,
    ) -> Tree {
        let mut nodes = vec![Node { cover: 100.0, kind: NodeKind::Leaf(0.0) }];
        let mut open = vec![(0, 0)];
        while let Some((position, level)) = open.pop() {
            let chosen = if level < depth { split(self, level) } else { None };
            // As XGBoost has it, in 32 bits.
            let cover = nodes[position].cover as f32;
            nodes[position].kind = match chosen {
                None => NodeKind::Leaf(f64::from(self.unit())),
                Some(split) => {
                    let left = nodes.len();
                    let share = self.share();
                    for cover in [cover * share, cover * (1.0 - share)] {
                        open.push((nodes.len(), level + 1));
                        nodes.push(Node { cover: f64::from(cover), kind: NodeKind::Leaf(0.0) });
                    }
                    NodeKind::Split { split, left: left as u32, right: left as u32 + 1 }
                }
            };
        }
        Tree::new(&nodes, inputs).expect("a grown tree is a tree")
    }
}

/// Names for so many inputs.
pub fn names(inputs: usize) -> Vec<String> {
    (0..inputs).map(|index| format!("input_{index}")).collect()
}

/// XGBoost's JSON for an ensemble, as version 3.2 writes it.
pub fn xgboost(trees: &[Tree], inputs: usize, base_score: &str) -> Value {
    let trees: Vec<Value> = trees.iter().enumerate().map(|(id, tree)| arrays(id, tree, inputs)).collect();
    json!({
        "learner": {
            "attributes": {},
            "feature_names": names(inputs),
            "feature_types": vec!["float"; inputs],
            "gradient_booster": {
                "model": {
                    "gbtree_model_param": {"num_parallel_tree": "1", "num_trees": trees.len().to_string()},
                    "iteration_indptr": (0..=trees.len()).collect::<Vec<_>>(),
                    "tree_info": vec![0; trees.len()],
                    "trees": trees,
                },
                "name": "gbtree",
            },
            "learner_model_param": {
                "base_score": base_score,
                "boost_from_average": "1",
                "num_class": "0",
                "num_feature": inputs.to_string(),
                "num_target": "1",
            },
            "objective": {"name": "binary:logistic", "reg_loss_param": {"scale_pos_weight": "1"}},
        },
        "version": [3, 2, 0],
    })
}

fn arrays(id: usize, tree: &Tree, inputs: usize) -> Value {
    let nodes = tree.nodes();
    let column = |of: &dyn Fn(&Node) -> Value| nodes.iter().map(of).collect::<Vec<_>>();
    let split = |of: &dyn Fn(Split, u32, u32) -> Value, leaf: Value| {
        column(&|node| match node.kind {
            NodeKind::Leaf(_) => leaf.clone(),
            NodeKind::Split { split, left, right } => of(split, left, right),
        })
    };
    json!({
        "base_weights": column(&|_| json!(0.0)),
        "categories": [], "categories_nodes": [], "categories_segments": [], "categories_sizes": [],
        "default_left": split(&|split, _, _| json!(u8::from(split.default_left)), json!(0)),
        "id": id,
        "left_children": split(&|_, left, _| json!(left), json!(-1)),
        "loss_changes": column(&|_| json!(0.0)),
        "parents": column(&|_| json!(i32::MAX)),
        "right_children": split(&|_, _, right| json!(right), json!(-1)),
        "split_conditions": column(&|node| match node.kind {
            NodeKind::Leaf(value) => json!(value),
            NodeKind::Split { split, .. } => json!(split.threshold),
        }),
        "split_indices": split(&|split, _, _| json!(split.feature), json!(0)),
        "split_type": column(&|_| json!(0)),
        "sum_hessian": column(&|node| json!(node.cover)),
        "tree_param": {
            "num_deleted": "0",
            "num_feature": inputs.to_string(),
            "num_nodes": nodes.len().to_string(),
            "size_leaf_vector": "1",
        },
    })
}
