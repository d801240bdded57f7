//! The modes of a client, which distinguish the types of its requests and results.

/// The mode of a [`Client`](crate::Client): calls are awaited.
#[derive(Clone, Copy, Debug)]
pub enum Async {}

/// The mode of a blocking client: calls block the thread.
#[derive(Clone, Copy, Debug)]
pub enum Blocking {}
