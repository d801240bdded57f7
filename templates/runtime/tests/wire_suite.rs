//! The wire types: what they take, what they refuse, what they write.

mod wire;
