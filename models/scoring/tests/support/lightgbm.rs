//! Random models in LightGBM's text format, and what the format says of a row, split by split.

use super::{Random, names};

/// A split, or a leaf.
pub enum Node {
    Leaf { value: f64, rows: u32 },
    Split { split: Split, rows: u32, left: Box<Self>, right: Box<Self> },
}

pub struct Split {
    pub input: usize,
    pub threshold: f64,
    pub decision_type: u8,
    /// The categories that go left; none of a numerical split.
    pub set: Vec<u32>,
}

const THRESHOLDS: [f64; 9] = [
    -1.0,
    -0.5,
    -1.000_000_018_002_509_5e-35,
    1.000_000_018_002_509_5e-35,
    0.3,
    0.5,
    f64::INFINITY,
    1e300,
    -1e300,
];
const CATEGORIES: usize = 70;

impl Split {
    fn random(random: &mut Random, inputs: usize) -> Self {
        let input = random.below(inputs);
        if random.below(3) == 0 {
            let set = (0..CATEGORIES as u32).filter(|_| random.below(3) == 0).collect();
            return Self { input, threshold: 0.0, decision_type: 1 | (random.below(3) << 2) as u8, set };
        }
        let threshold = THRESHOLDS[random.below(THRESHOLDS.len())];
        let decision_type = (random.below(2) << 1 | random.below(3) << 2) as u8;
        Self { input, threshold, decision_type, set: Vec::new() }
    }

    /// LightGBM's decision in 64 bits, as its source has it (`include/LightGBM/tree.h`), on a value that its
    /// predictor has taken in (`src/application/predictor.hpp`).
    pub fn goes_left(&self, row: &[f32]) -> bool {
        const ZERO: f64 = 1e-35_f32 as f64;
        let given = f64::from(row[self.input]);
        let mut value = if given.abs() > ZERO || given.is_nan() { given } else { 0.0 };
        if self.decision_type & 1 != 0 {
            return value > -1.0 && value < 1e9 && self.set.contains(&(value as u32));
        }
        let (missing, default_left) = (self.decision_type >> 2, self.decision_type & 2 != 0);
        if value.is_nan() && missing != 2 {
            value = 0.0;
        }
        if (missing == 1 && value.abs() <= ZERO) || (missing == 2 && value.is_nan()) {
            default_left
        } else {
            value <= self.threshold
        }
    }
}

impl Node {
    /// A tree of at most `depth` levels.
    pub fn random(random: &mut Random, depth: usize, inputs: usize) -> Self {
        if depth == 0 || random.below(6) == 0 {
            return Self::Leaf { value: f64::from(random.unit()) * 0.1, rows: random.below(50) as u32 };
        }
        let split = Split::random(random, inputs);
        let [left, right] = [(); 2].map(|()| Box::new(Self::random(random, depth - 1, inputs)));
        Self::Split { split, rows: left.rows() + right.rows(), left, right }
    }

    pub fn rows(&self) -> u32 {
        match self {
            Self::Leaf { rows, .. } | Self::Split { rows, .. } => *rows,
        }
    }

    /// The value of the leaf that a row comes to.
    pub fn value(&self, row: &[f32]) -> f64 {
        match self {
            Self::Leaf { value, .. } => *value,
            Self::Split { split, left, right, .. } => {
                if split.goes_left(row) { left } else { right }.value(row)
            }
        }
    }
}

/// A row of values that such models tell apart.
pub fn row(random: &mut Random, inputs: usize) -> Vec<f32> {
    let odd =
        [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 0.0, -0.0, 1e-35, -1e-35, -0.5, -7.0, 1e20, f32::MAX];
    let value = |random: &mut Random| match random.below(3) {
        0 => odd[random.below(odd.len())],
        1 => random.below(CATEGORIES + 30) as f32 + [0.0, 0.5][random.below(2)],
        _ => random.unit() * 1.5,
    };
    (0..inputs).map(|_| value(random)).collect()
}

/// The text of a model.
pub fn text(trees: &[Node], inputs: usize) -> String {
    let mut text = format!(
        "tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nlabel_index=0\nmax_feature_idx={}\n\
         objective=binary sigmoid:1\nfeature_names={}\nfeature_infos={}\ntree_sizes={}\n\n",
        inputs - 1,
        names(inputs).join(" "),
        vec!["none"; inputs].join(" "),
        vec!["1"; trees.len()].join(" "),
    );
    for (index, tree) in trees.iter().enumerate() {
        text.push_str(&section(index, tree));
    }
    text + "end of trees\n\nfeature_importances:\n\nparameters:\n[boosting: gbdt]\nend of parameters\n"
}

#[derive(Default)]
struct Fields {
    split_feature: Vec<String>,
    threshold: Vec<String>,
    decision_type: Vec<String>,
    children: [Vec<i64>; 2],
    leaf_value: Vec<String>,
    leaf_count: Vec<String>,
    internal_count: Vec<String>,
    boundaries: Vec<usize>,
    sets: Vec<u32>,
}

impl Fields {
    /// Writes a node and all below; answers with its number.
    fn add(&mut self, node: &Node) -> i64 {
        match node {
            Node::Leaf { value, rows } => {
                self.leaf_value.push(format!("{value:e}"));
                self.leaf_count.push(rows.to_string());
                -(self.leaf_value.len() as i64)
            }
            Node::Split { split, rows, left, right } => {
                let number = self.split_feature.len();
                self.split_feature.push(split.input.to_string());
                self.decision_type.push(split.decision_type.to_string());
                self.internal_count.push(rows.to_string());
                self.threshold.push(if split.decision_type & 1 == 0 {
                    format!("{:e}", split.threshold)
                } else {
                    let words = split.set.iter().max().map_or(0, |&last| last as usize / 32 + 1);
                    let word = |word: usize| {
                        split.set.iter().filter(|&&c| c as usize / 32 == word).map(|c| 1 << (c % 32)).sum()
                    };
                    self.boundaries.push(self.sets.len());
                    self.sets.extend((0..words).map(word).collect::<Vec<u32>>());
                    (self.boundaries.len() - 1).to_string()
                });
                self.children.iter_mut().for_each(|children| children.push(0));
                self.children[0][number] = self.add(left);
                self.children[1][number] = self.add(right);
                number as i64
            }
        }
    }
}

fn section(index: usize, tree: &Node) -> String {
    let mut fields = Fields::default();
    fields.add(tree);
    let join = |numbers: &[i64]| numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(" ");
    let sets = fields.boundaries.len();
    let categories = if sets == 0 {
        String::new()
    } else {
        let boundaries: Vec<i64> =
            fields.boundaries.iter().chain([&fields.sets.len()]).map(|&at| at as i64).collect();
        let words: Vec<i64> = fields.sets.iter().map(|&word| i64::from(word)).collect();
        format!("cat_boundaries={}\ncat_threshold={}\n", join(&boundaries), join(&words))
    };
    format!(
        "Tree={index}\nnum_leaves={}\nnum_cat={sets}\nsplit_feature={}\nthreshold={}\ndecision_type={}\n\
         left_child={}\nright_child={}\nleaf_value={}\nleaf_count={}\ninternal_count={}\n{categories}is_linear=0\n\
         shrinkage=0.1\n\n\n",
        fields.leaf_value.len(),
        fields.split_feature.join(" "),
        fields.threshold.join(" "),
        fields.decision_type.join(" "),
        join(&fields.children[0]),
        join(&fields.children[1]),
        fields.leaf_value.join(" "),
        fields.leaf_count.join(" "),
        fields.internal_count.join(" "),
    )
}
