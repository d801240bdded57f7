//! Support for the tests of the generated crate: the examples of the bundled spec, documents that keep every digit,
//! random documents, transformations of documents, a model of how the client must decode them, random changes of specs,
//! and commands of cargo.

pub mod cargo;
pub mod document;
pub mod instance;
pub mod model;
pub mod mutate;
pub mod random;
pub mod shape;
pub mod spec;
pub mod transform;

/// The programs of the README, compiled.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
