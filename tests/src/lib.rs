//! What the tests of the generated crate need: the examples of the bundled spec, documents that keep
//! every digit, changes of documents, and a model of what a client must make of them.

pub mod document;
pub mod model;
pub mod shape;
pub mod spec;
pub mod transform;
