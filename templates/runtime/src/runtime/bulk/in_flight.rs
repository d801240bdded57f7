//! Futures that are polled together, each only when it was woken.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use crate::runtime::clock::BoxFuture;

/// Futures in progress. Dropping them cancels them.
pub(crate) struct InFlight<T> {
    entries: Vec<Entry<T>>,
    parent: Arc<Mutex<Option<Waker>>>,
}

struct Entry<T> {
    future: BoxFuture<T>,
    signal: Arc<Signal>,
}

/// Remembers that a future was woken, and wakes the task that polls all of them.
struct Signal {
    is_woken: AtomicBool,
    parent: Arc<Mutex<Option<Waker>>>,
}

impl Wake for Signal {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.is_woken.store(true, Ordering::Release);
        let parent = self.parent.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(parent) = parent {
            parent.wake();
        }
    }
}

impl<T> InFlight<T> {
    pub(crate) fn new() -> Self {
        Self { entries: Vec::new(), parent: Arc::default() }
    }

    /// Adds a future.
    pub(crate) fn push(&mut self, future: BoxFuture<T>) {
        let (is_woken, parent) = (AtomicBool::new(true), self.parent.clone());
        self.entries.push(Entry { future, signal: Arc::new(Signal { is_woken, parent }) });
    }

    /// Polls the futures that were woken, and returns the result of one that has completed.
    pub(crate) fn poll(&mut self, context: &Context<'_>) -> Poll<T> {
        {
            let mut parent = self.parent.lock().unwrap_or_else(PoisonError::into_inner);
            if !parent.as_ref().is_some_and(|known| known.will_wake(context.waker())) {
                *parent = Some(context.waker().clone());
            }
        }
        for at in 0..self.entries.len() {
            let Some(entry) = self.entries.get_mut(at) else { break };
            if !entry.signal.is_woken.swap(false, Ordering::AcqRel) {
                continue;
            }
            let waker = Waker::from(entry.signal.clone());
            if let Poll::Ready(result) =
                Pin::new(&mut entry.future).poll(&mut Context::from_waker(&waker))
            {
                self.entries.swap_remove(at);
                return Poll::Ready(result);
            }
        }
        Poll::Pending
    }
}
