//! Blocks of rows on all cores: the same numbers as row by row, at any number of threads.

use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::Mutex;
use std::thread;

use crate::scorer::Scorer;
use crate::workspace::Workspace;

/// Rows that are worked on in one go: enough that taking the next block costs nothing, few enough that no thread
/// is left waiting for another's last one.
pub const BLOCK: usize = 1024;

/// Answers with what `work` makes of each block of the numbers from 0 to `count`, in their order.
///
/// The blocks are the same at any number of threads, so that sums that are taken block by block are too. A thread
/// that is held up takes fewer blocks.
///
/// ```
/// use std::num::NonZeroUsize;
/// let threads = NonZeroUsize::new(2).expect("two");
/// let sums = scoring::blocks::map(3000, threads, |block, _workspace| block.sum::<usize>());
/// assert_eq!(sums.len(), 3);
/// assert_eq!(sums.iter().sum::<usize>(), 2999 * 3000 / 2);
/// ```
///
/// # Panics
/// When `work` does.
pub fn map<T: Send>(
    count: usize,
    threads: NonZeroUsize,
    work: impl Fn(Range<usize>, &mut Workspace) -> T + Sync,
) -> Vec<T> {
    let blocks = count.div_ceil(BLOCK);
    let mut results: Vec<Option<T>> = std::iter::repeat_with(|| None).take(blocks).collect();
    let tasks = (0..).step_by(BLOCK).map(|start| start..count.min(start + BLOCK)).zip(&mut results);
    share_out(tasks, threads, |(block, result), workspace| *result = Some(work(block, workspace)));
    results.into_iter().map(|result| result.expect("every block was worked on")).collect()
}

/// Does `work` on each task, on so many threads, of which this is one; each has a workspace.
fn share_out<T>(
    tasks: impl Iterator<Item = T> + Send,
    threads: NonZeroUsize,
    work: impl Fn(T, &mut Workspace) + Sync,
) {
    let tasks = Mutex::new(tasks);
    let next = || tasks.lock().expect("taking a task does not panic").next();
    let worker = || {
        let mut workspace = Workspace::default();
        while let Some(task) = next() {
            work(task, &mut workspace);
        }
    };
    thread::scope(|scope| {
        (1..threads.get()).for_each(|_| drop(scope.spawn(worker)));
        worker();
    });
}

impl Scorer {
    /// The margins of rows that stand one after the other, into `out`: bit for bit those of [`Scorer::margin`].
    ///
    /// # Panics
    /// When there is not one value for each input of each row of `out`.
    pub fn margins_of(&self, rows: &[f32], out: &mut [f64], threads: NonZeroUsize) {
        let inputs = self.inputs().len();
        assert_eq!(rows.len(), out.len() * inputs, "each row has one value for each input");
        let tasks = out.chunks_mut(BLOCK).enumerate();
        share_out(tasks, threads, |(block, out), workspace| {
            for (row, margin) in (block * BLOCK..).zip(out) {
                *margin = self.margin_with(&rows[row * inputs..(row + 1) * inputs], workspace);
            }
        });
    }

    /// The Shapley values of rows that stand one after the other, into `out`, where each row has as many as there
    /// are inputs: bit for bit those of [`Scorer::contributions`]. Returns [`Scorer::base_margin`].
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
    /// let scorer = Scorer::new(vec!["AMT_INCOME_TOTAL".to_owned()], -2.0, vec![Tree::new(&nodes, 1)?])?;
    /// let mut contributions = [0.0; 3];
    /// scorer.contributions_of(&[50.0, 100.0, f32::NAN], &mut contributions, std::thread::available_parallelism()?);
    /// assert_eq!(contributions, [1.0, -1.0, 1.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Panics
    /// When `rows` are no whole rows, or `out` has not one value for each of theirs.
    pub fn contributions_of(&self, rows: &[f32], out: &mut [f64], threads: NonZeroUsize) -> f64 {
        let inputs = self.inputs().len();
        assert_eq!(rows.len(), out.len(), "there is one contribution for each value");
        assert!(inputs == 0 || rows.len().is_multiple_of(inputs), "each row has one value for each input");
        // Without inputs there is nothing to share out, but chunks cannot be empty.
        let block = (BLOCK * inputs).max(1);
        share_out(rows.chunks(block).zip(out.chunks_mut(block)), threads, |(rows, out), workspace| {
            for (row, out) in rows.chunks_exact(inputs).zip(out.chunks_exact_mut(inputs)) {
                self.contributions_with(row, out, workspace);
            }
        });
        self.base_margin()
    }
}
