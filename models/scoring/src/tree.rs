//! A regression tree, checked: what every reader builds, and every evaluator rests on.

/// A leaf lies no deeper than this below the root. Boosted trees have 6 to 40 levels.
pub const MAX_DEPTH: usize = 256;

/// A numeric split. A value below the threshold goes left, in 32-bit floats, as in `XGBoost`; NaN is missing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Split {
    /// The position of the input that is compared.
    pub feature: u32,
    /// Not NaN.
    pub threshold: f32,
    /// Whether a missing value goes left.
    pub default_left: bool,
}

impl Split {
    /// Whether a row goes right here.
    #[inline]
    pub fn goes_right(self, row: &[f32]) -> bool {
        let value = row[self.feature as usize];
        (value >= self.threshold) | (value.is_nan() & !self.default_left)
    }
}

/// A node and its cover: what its training rows weigh, as the library that grew the tree weighs them. In `XGBoost`
/// that is the sum of their Hessians, in `LightGBM` their number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Node {
    /// Finite and not negative.
    pub cover: f64,
    /// A leaf or a split.
    pub kind: NodeKind,
}

/// What a node does with a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NodeKind {
    /// The row ends here and adds this to the margin.
    Leaf(f64),
    /// The row goes on to one of two nodes.
    Split {
        /// The comparison.
        split: Split,
        /// The position of the node for values below the threshold.
        left: u32,
        /// The position of the other.
        right: u32,
    },
}

/// Why nodes are not a tree.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum TreeError {
    /// There is no root.
    #[error("the tree has no node")]
    Empty,
    /// A child does not exist.
    #[error("node {node} has child {child}, which does not exist")]
    NoSuchChild {
        /// The parent.
        node: u32,
        /// The child's position.
        child: u32,
    },
    /// There is a cycle, or a node has two parents.
    #[error("node {node} is reached by two ways")]
    ReachedTwice {
        /// The node.
        node: u32,
    },
    /// A split compares an input that the model has not.
    #[error("node {node} splits on input {feature} of {inputs}")]
    NoSuchFeature {
        /// The node.
        node: u32,
        /// The input's position.
        feature: u32,
        /// The number of inputs.
        inputs: usize,
    },
    /// A threshold is NaN.
    #[error("node {node} has no threshold")]
    Threshold {
        /// The node.
        node: u32,
    },
    /// A leaf is not finite.
    #[error("leaf {node} holds {value}, which is not finite")]
    Leaf {
        /// The node.
        node: u32,
        /// Its value.
        value: f64,
    },
    /// A cover is negative or not finite.
    #[error("node {node} has cover {cover}, which is not a number from 0 on")]
    Cover {
        /// The node.
        node: u32,
        /// Its cover.
        cover: f64,
    },
    /// The tree is deeper than [`MAX_DEPTH`].
    #[error("node {node} lies deeper than {MAX_DEPTH} levels")]
    TooDeep {
        /// The node.
        node: u32,
    },
}

/// A tree: its root is node 0, its nodes stand breadth-first, the right child after the left, and each is reached
/// by one way.
///
/// ```
/// use scoring::tree::{Node, NodeKind, Split, Tree};
/// let split = Split { feature: 0, threshold: 0.5, default_left: true };
/// let tree = Tree::new(
///     &[
///         Node { cover: 4.0, kind: NodeKind::Split { split, left: 1, right: 2 } },
///         Node { cover: 1.0, kind: NodeKind::Leaf(-1.0) },
///         Node { cover: 3.0, kind: NodeKind::Leaf(2.0) },
///     ],
///     1,
/// )?;
/// assert_eq!(tree.value(&[0.7]), 2.0);
/// assert_eq!(tree.value(&[f32::NAN]), -1.0);
/// assert_eq!(tree.left_share(0), 0.25);
/// # Ok::<(), scoring::tree::TreeError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Tree {
    nodes: Vec<Node>,
}

impl Tree {
    /// A tree of those `nodes` that are reached from node 0, on `inputs` inputs. The others are left out:
    /// `XGBoost` leaves pruned nodes behind.
    pub fn new(nodes: &[Node], inputs: usize) -> Result<Self, TreeError> {
        let mut tree = Self { nodes: Vec::new() };
        let mut reached = vec![false; nodes.len()];
        // Breadth-first: the level that is being read, by old positions.
        let mut level = vec![0_u32];
        if nodes.is_empty() {
            return Err(TreeError::Empty);
        }
        reached[0] = true;
        let mut placed = 1;
        for depth in 0.. {
            let mut below = Vec::new();
            for &position in &level {
                let node = nodes[position as usize];
                check(position, node, inputs)?;
                let kind = match node.kind {
                    NodeKind::Leaf(value) => NodeKind::Leaf(value),
                    NodeKind::Split { split, left, right } => {
                        for child in [left, right] {
                            let seen = reached
                                .get_mut(child as usize)
                                .ok_or(TreeError::NoSuchChild { node: position, child })?;
                            if std::mem::replace(seen, true) {
                                return Err(TreeError::ReachedTwice { node: child });
                            }
                        }
                        if depth == MAX_DEPTH {
                            return Err(TreeError::TooDeep { node: left });
                        }
                        below.extend([left, right]);
                        placed += 2;
                        NodeKind::Split { split, left: placed - 2, right: placed - 1 }
                    }
                };
                tree.nodes.push(Node { kind, ..node });
            }
            if below.is_empty() {
                break;
            }
            level = below;
        }
        Ok(tree)
    }

    /// The nodes, the root first and every child after its parent.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// What the tree adds to the margin of a row.
    pub fn value(&self, row: &[f32]) -> f64 {
        let mut position = 0;
        loop {
            match self.nodes[position as usize].kind {
                NodeKind::Leaf(value) => return value,
                // Right follows left: a sum in place of a branch, which could not be foretold.
                NodeKind::Split { split, left, .. } => position = left + u32::from(split.goes_right(row)),
            }
        }
    }

    /// The greatest absolute value of a leaf.
    pub fn bound(&self) -> f64 {
        let leaf = |node: &Node| match node.kind {
            NodeKind::Leaf(value) => value.abs(),
            NodeKind::Split { .. } => 0.0,
        };
        self.nodes.iter().map(leaf).fold(0.0, f64::max)
    }

    /// Whether every leaf is a 32-bit number, as `XGBoost`'s are.
    pub fn has_short_leaves(&self) -> bool {
        self.nodes.iter().all(|node| match node.kind {
            NodeKind::Leaf(value) => f64::from(value as f32) == value,
            NodeKind::Split { .. } => true,
        })
    }

    /// The share of a split's cover that goes left; one half where nothing was covered.
    ///
    /// The shares of both sides add up to 1 even where rounded covers do not add up to their parent's.
    ///
    /// # Panics
    /// When `node` is not a split.
    pub fn left_share(&self, node: u32) -> f64 {
        let NodeKind::Split { left, right, .. } = self.nodes[node as usize].kind else {
            panic!("node {node} is a leaf, which shares nothing out");
        };
        let [left, right] = [left, right].map(|child| self.nodes[child as usize].cover);
        if left + right > 0.0 { left / (left + right) } else { 0.5 }
    }

    /// The splits by level where the tree is symmetric: all splits of a level are the same, and there are at
    /// most `most` levels. Branches may end early. `None` for any other tree.
    pub fn levels(&self, most: usize) -> Option<Vec<Split>> {
        let mut levels: Vec<Split> = Vec::new();
        let mut depths = vec![0; self.nodes.len()];
        for (position, node) in self.nodes.iter().enumerate() {
            if let NodeKind::Split { split, left, right } = node.kind {
                let depth = depths[position];
                match levels.get(depth) {
                    Some(&level) if level != split => return None,
                    Some(_) => {}
                    // Breadth-first, so that the first split of a level comes when all above are known.
                    None if depth == most => return None,
                    None => levels.push(split),
                }
                depths[left as usize] = depth + 1;
                depths[right as usize] = depth + 1;
            }
        }
        Some(levels)
    }
}

fn check(position: u32, node: Node, inputs: usize) -> Result<(), TreeError> {
    if !(node.cover.is_finite() && node.cover >= 0.0) {
        return Err(TreeError::Cover { node: position, cover: node.cover });
    }
    match node.kind {
        NodeKind::Leaf(value) if !value.is_finite() => Err(TreeError::Leaf { node: position, value }),
        NodeKind::Split { split, .. } if split.feature as usize >= inputs => {
            Err(TreeError::NoSuchFeature { node: position, feature: split.feature, inputs })
        }
        NodeKind::Split { split, .. } if split.threshold.is_nan() => {
            Err(TreeError::Threshold { node: position })
        }
        NodeKind::Leaf(_) | NodeKind::Split { .. } => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(value: f64) -> Node {
        Node { cover: 1.0, kind: NodeKind::Leaf(value) }
    }

    fn split(feature: u32, threshold: f32, left: u32, right: u32) -> Node {
        let split = Split { feature, threshold, default_left: false };
        Node { cover: 2.0, kind: NodeKind::Split { split, left, right } }
    }

    #[test]
    fn a_split_compares_as_xgboost_does() {
        let cases: [(f32, f32, bool); 10] = [
            (0.5, 0.5, true),
            (0.499_999_97, 0.5, false),
            (-0.0, 0.0, true),
            (0.0, -0.0, true),
            (f32::MIN_POSITIVE, 0.0, true),
            (f32::INFINITY, 1e38, true),
            (f32::NEG_INFINITY, -1e38, false),
            (f32::INFINITY, f32::INFINITY, true),
            (f32::MAX, f32::INFINITY, false),
            (f32::NEG_INFINITY, f32::NEG_INFINITY, true),
        ];
        for (value, threshold, right) in cases {
            for default_left in [false, true] {
                let split = Split { feature: 0, threshold, default_left };
                assert_eq!(split.goes_right(&[value]), right, "{value} at {threshold}");
                assert_eq!(split.goes_right(&[f32::NAN]), !default_left);
            }
        }
    }

    #[test]
    fn pruned_nodes_are_left_out_and_the_rest_is_put_in_order() {
        let nodes = [split(0, 1.0, 4, 2), leaf(9.0), leaf(2.0), leaf(3.0), split(1, 5.0, 5, 3), leaf(1.0)];
        let tree = Tree::new(&nodes, 2).unwrap();
        assert_eq!(tree.nodes().len(), 5);
        assert_eq!(tree.value(&[0.0, 0.0]), 1.0);
        assert_eq!(tree.value(&[0.0, 5.0]), 3.0);
        assert_eq!(tree.value(&[1.0, 0.0]), 2.0);
        assert_eq!(tree.bound(), 3.0);
        assert_eq!(Tree::new(tree.nodes(), 2), Ok(tree.clone()));
    }

    #[test]
    fn what_is_no_tree_is_refused() {
        let dear = Node { cover: f64::NAN, ..leaf(1.0) };
        let cases = [
            (vec![], TreeError::Empty),
            (vec![split(0, 1.0, 1, 3), leaf(1.0), leaf(1.0)], TreeError::NoSuchChild { node: 0, child: 3 }),
            (vec![split(0, 1.0, 0, 1), leaf(1.0)], TreeError::ReachedTwice { node: 0 }),
            (vec![split(0, 1.0, 1, 1), leaf(1.0)], TreeError::ReachedTwice { node: 1 }),
            (
                vec![split(2, 1.0, 1, 2), leaf(1.0), leaf(1.0)],
                TreeError::NoSuchFeature { node: 0, feature: 2, inputs: 2 },
            ),
            (vec![split(0, f32::NAN, 1, 2), leaf(1.0), leaf(1.0)], TreeError::Threshold { node: 0 }),
            (vec![leaf(f64::INFINITY)], TreeError::Leaf { node: 0, value: f64::INFINITY }),
            (vec![Node { cover: -1.0, ..leaf(1.0) }], TreeError::Cover { node: 0, cover: -1.0 }),
        ];
        for (nodes, expected) in cases {
            assert_eq!(Tree::new(&nodes, 2), Err(expected));
        }
        assert!(matches!(Tree::new(&[dear], 1), Err(TreeError::Cover { .. })));
    }

    #[test]
    fn a_chain_may_be_as_deep_as_is_said() {
        let chain = |depth: u32| {
            let mut nodes: Vec<Node> =
                (0..depth).flat_map(|i| [split(0, 1.0, 2 * i + 1, 2 * i + 2), leaf(1.0)]).collect();
            // Each split's right child is the next split.
            nodes.push(leaf(2.0));
            nodes
        };
        assert!(Tree::new(&chain(MAX_DEPTH as u32), 1).is_ok());
        assert!(matches!(Tree::new(&chain(MAX_DEPTH as u32 + 1), 1), Err(TreeError::TooDeep { .. })));
    }

    #[test]
    fn symmetric_trees_are_recognised_even_when_branches_end_early() {
        // Level 0 on input 0; level 1 on input 1, on the left only; level 2 on input 0 again.
        let mut nodes = vec![
            split(0, 1.0, 1, 2),
            split(1, 2.0, 3, 4),
            leaf(7.0),
            split(0, 0.5, 5, 6),
            leaf(1.0),
            leaf(2.0),
            leaf(3.0),
        ];
        let levels = Tree::new(&nodes, 2).unwrap().levels(8).unwrap();
        assert_eq!(levels.iter().map(|split| split.feature).collect::<Vec<_>>(), [0, 1, 0]);
        assert_eq!(Tree::new(&nodes, 2).unwrap().levels(2), None, "too many levels");
        assert_eq!(Tree::new(&[leaf(1.0)], 0).unwrap().levels(8), Some(vec![]));

        nodes[2] = split(1, 2.5, 7, 8);
        nodes.extend([leaf(4.0), leaf(5.0)]);
        assert_eq!(Tree::new(&nodes, 2).unwrap().levels(8), None, "two thresholds on a level");
    }

    #[test]
    fn shares_add_up_and_survive_covers_of_zero() {
        let tree = |left, right| {
            Tree::new(
                &[split(0, 1.0, 1, 2), Node { cover: left, ..leaf(1.0) }, Node { cover: right, ..leaf(1.0) }],
                1,
            )
            .unwrap()
            .left_share(0)
        };
        assert_eq!(tree(1.0, 3.0), 0.25);
        assert_eq!(tree(0.0, 0.0), 0.5);
        assert_eq!(tree(0.0, 1.0), 0.0);
    }
}
