//! Room to work in, kept from one client to the next, so that explaining allocates nothing.

use std::cell::RefCell;

use crate::general::Scratch;
use crate::points::Rounding;

/// What explaining a client needs beside its answer. It grows with the first client and is then used again.
///
/// Each thread has one of its own, which [`crate::Scorer::contributions`] and [`crate::ScoringModel::explain`] use.
/// A caller that keeps one says where it lives and when it is freed.
///
/// ```
/// use scoring::tree::{Node, NodeKind, Tree};
/// use scoring::{Scorer, Workspace};
/// let tree = Tree::new(&[Node { cover: 1.0, kind: NodeKind::Leaf(0.5) }], 1)?;
/// let scorer = Scorer::new(vec!["AMT_CREDIT".to_owned()], -2.0, vec![tree])?;
/// let (mut workspace, mut contributions) = (Workspace::default(), [0.0]);
/// for row in [[1000.0], [f32::NAN]] {
///     assert_eq!(scorer.contributions_with(&row, &mut contributions, &mut workspace), -1.5);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Workspace {
    pub(crate) scratch: Scratch,
    /// A row with the readings behind its inputs.
    pub(crate) row: Vec<f32>,
    pub(crate) log_odds: Vec<f64>,
    pub(crate) rounding: Rounding,
}

thread_local! {
    static OF_THE_THREAD: RefCell<Workspace> = RefCell::default();
}

/// Does work in the thread's own workspace.
pub(crate) fn with<T>(work: impl FnOnce(&mut Workspace) -> T) -> T {
    OF_THE_THREAD.with_borrow_mut(work)
}
