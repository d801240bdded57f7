//! The elements of a bulk write, as they come from the input.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::key::Key;
use super::spec::BulkSpec;
use crate::runtime::request::{BodyValue, RequestParts};

/// The input of a bulk write: any iterator of its elements, or a stream of them in [`from_stream`].
///
/// Elements are taken one by one when they are needed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an iterator of `{T}` that can be sent between threads",
    note = "wrap a stream in `bulk::from_stream`"
)]
pub trait Elements<'a, T>: sealed::Sealed<T> {
    /// Returns the elements as a stream.
    #[doc(hidden)]
    fn into_elements(self) -> Pin<Box<dyn Stream<Item = T> + Send + 'a>>;
}

mod sealed {
    use futures_core::Stream;

    use super::FromStream;

    pub trait Sealed<T> {}

    impl<T, I: IntoIterator<Item = T>> Sealed<T> for I {}
    impl<T, S: Stream<Item = T>> Sealed<T> for FromStream<S> {}
}

impl<'a, T, I> Elements<'a, T> for I
where
    I: IntoIterator<Item = T>,
    I::IntoIter: Send + 'a,
{
    fn into_elements(self) -> Pin<Box<dyn Stream<Item = T> + Send + 'a>> {
        Box::pin(FromIterator(self.into_iter()))
    }
}

impl<'a, T, S: Stream<Item = T> + Send + 'a> Elements<'a, T> for FromStream<S> {
    fn into_elements(self) -> Pin<Box<dyn Stream<Item = T> + Send + 'a>> {
        Box::pin(self.0)
    }
}

/// A stream as the input of a bulk write; see [`from_stream`].
#[derive(Clone, Debug)]
pub struct FromStream<S>(S);

/// Makes a stream the input of a bulk write.
pub fn from_stream<S: Stream>(stream: S) -> FromStream<S> {
    FromStream(stream)
}

struct FromIterator<I>(I);

impl<I> Unpin for FromIterator<I> {}

impl<I: Iterator> Stream for FromIterator<I> {
    type Item = I::Item;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<I::Item>> {
        Poll::Ready(self.0.next())
    }
}

/// An element before it is sent.
pub(crate) enum Prepared {
    /// A request of its own.
    Request(Box<RequestParts>),
    /// An element of the list that is the body of a request; `None` if it is absent.
    Part(Option<BodyValue>),
}

impl Prepared {
    /// Returns the key of the element.
    pub(crate) fn key(&self, spec: &BulkSpec) -> Option<Key> {
        let members = match self {
            Self::Request(parts) => parts.members.as_slice(),
            Self::Part(Some(BodyValue::Object(object))) => object.members.as_slice(),
            Self::Part(_) => return None,
        };
        Key::new(spec.key, spec.qualifiers, |name| {
            members.iter().find(|(known, _)| known == name).and_then(|(_, value)| value.text())
        })
    }
}
