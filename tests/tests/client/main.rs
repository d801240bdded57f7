//! The generated crate as a whole, as its users have it.

mod answers;
