//! The methods that send the requests of a blocking client that no macro adds.

use super::{Fetch, RawCall};
use crate::runtime::call::complete;
use crate::runtime::codec::FromJson;
use crate::runtime::error::Error;
use crate::runtime::mode::Blocking;

impl Fetch<Blocking> {
    /// Sends the request and decodes the response as a model, a list of models, or
    /// [`Json`](crate::wire::Json). Blocks the thread.
    pub fn json<T: FromJson + Send + 'static>(self) -> Result<T, Error> {
        complete(self.into_async().json())
    }
}

impl RawCall<Blocking> {
    /// Sends the request and decodes the response as a model, or as a list of models. Blocks the thread.
    pub fn json<T: FromJson + Send + 'static>(self) -> Result<T, Error> {
        complete(self.into_async().json())
    }
}
