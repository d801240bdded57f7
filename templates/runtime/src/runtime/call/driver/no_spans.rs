//! The interface of the spans without the feature `tracing`. It costs nothing.

use std::future::Future;

use crate::runtime::api::Operation;
use crate::runtime::call::machine::{Action, CallMachine};

/// No spans.
pub(crate) struct Spans;

impl Spans {
    #[inline]
    pub(crate) fn new(_: &'static Operation) -> Self {
        Self
    }

    #[inline]
    pub(crate) fn call(&self) -> Scope {
        Scope
    }

    #[inline]
    pub(crate) fn attempt(&self) -> Scope {
        Scope
    }

    #[inline]
    pub(crate) fn next_action(&mut self, _: &Action, _: &CallMachine) {}
}

/// No span.
pub(crate) struct Scope;

impl Scope {
    #[inline]
    pub(crate) fn run<F: Future>(self, future: F) -> F {
        future
    }
}
