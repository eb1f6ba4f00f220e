//! The same work on many things, several at a time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

/// Does `work` on each number below `count`, on so many threads, and hands the results to `take` on this thread, in the
/// order in which they come. After an error of `take` no more work is begun.
pub(crate) fn each<T: Send, E>(
    count: usize,
    threads: usize,
    work: impl Fn(usize) -> T + Sync,
    mut take: impl FnMut(usize, T) -> Result<(), E>,
) -> Result<(), E> {
    let next = AtomicUsize::new(0);
    let (sender, results) = mpsc::sync_channel(threads);
    thread::scope(|scope| {
        for _ in 0..threads {
            let (sender, next, work) = (sender.clone(), &next, &work);
            scope.spawn(move || {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    // Nobody takes a result after an error.
                    if number >= count || sender.send((number, work(number))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        results.into_iter().try_for_each(|(number, result)| take(number, result))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_worked_on_once() {
        for (count, threads) in [(0, 2), (1, 4), (1_000, 3)] {
            let mut squares = vec![None; count];
            let taken = each(
                count,
                threads,
                |number| number * number,
                |number, square| {
                    if squares[number].replace(square).is_some() { Err(number) } else { Ok(()) }
                },
            );
            assert_eq!(taken, Ok(()));
            assert!((0..count).all(|number| squares[number] == Some(number * number)));
        }
    }

    #[test]
    fn an_error_ends_the_work() {
        let begun = AtomicUsize::new(0);
        let work = |number| {
            begun.fetch_add(1, Ordering::Relaxed);
            number
        };
        let taken = each(1_000_000, 2, work, |number, _| if number < 5 { Ok(()) } else { Err(number) });
        assert!(taken.is_err());
        assert!(begun.into_inner() < 1_000, "it goes on after an error");
    }
}
