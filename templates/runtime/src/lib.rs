//! The hand-written heart of the generated client, compiled, linted and tested where it lies.
//!
//! The files under `src/runtime/` are copied into the generated crate as they are, so they name each
//! other through `crate::runtime::…` in both places. Nothing in them names any particular API: what
//! differs between APIs reaches them as one static [`runtime::description::Api`].

pub mod runtime;
