//! Runs functions on all cores. Results are in the order of the input.

use std::sync::{Mutex, PoisonError};
use std::thread;

/// The size of the stack of a thread in bytes. Schemas are lowered recursively, in as many levels as `lower` permits, each
/// of which takes up to 8 KiB without optimization.
pub const STACK: usize = 64 << 20;

/// Returns the results of two functions, which run at the same time.
pub fn join<T: Send, U>(first: impl Fn() -> T + Sync, second: impl FnOnce() -> U) -> (T, U) {
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, &first);
        let second = second();
        let first = match thread {
            Ok(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            // without another thread, this one runs both
            Err(_) => first(),
        };
        (first, second)
    })
}

/// Returns the results of a function for each item. This thread handles the first one, so that a large one can use the
/// memory that this thread has freed.
pub fn map<I: Send, T: Send>(items: Vec<I>, run: impl Fn(I) -> T + Sync) -> Vec<T> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(items.len());
    let mut items = items.into_iter().enumerate();
    let first = items.next();
    let open = Mutex::new(items);
    let next = || open.lock().unwrap_or_else(PoisonError::into_inner).next();
    let work = |first: Option<(usize, I)>| {
        let rest = std::iter::from_fn(next);
        let all = first.into_iter().chain(rest);
        all.map(|(index, item)| (index, run(item))).collect::<Vec<_>>()
    };
    let mut done = thread::scope(|scope| {
        let spawn =
            |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || work(None)).ok();
        // without another thread, this one runs everything
        let others: Vec<_> = (1..threads).filter_map(spawn).collect();
        let mut done = work(first);
        for other in others {
            done.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        done
    });
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Drops a value on another thread: dropping a large tree takes about as long as building it.
pub fn drop_later<T: Send + 'static>(value: T) {
    // without another thread, the closure and its value are dropped here
    drop(thread::Builder::new().stack_size(STACK).spawn(move || drop(value)));
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::{join, map};

    #[test]
    fn both_functions_run() {
        let mut calls = 0;
        assert_eq!(join(|| 1, || calls += 1), (1, ()));
        assert_eq!(calls, 1);
    }

    #[test]
    fn results_are_in_order() {
        assert_eq!(
            map((0..100).collect(), |i: u32| i * 2),
            (0..100).map(|i| i * 2).collect::<Vec<_>>()
        );
        assert!(map(Vec::new(), |i: u32| i).is_empty());
    }

    #[test]
    fn this_thread_handles_the_first_item() {
        let own = thread::current().id();
        let threads = map((0..10).collect(), |_: u32| thread::current().id());
        assert_eq!(threads[0], own);
    }
}
