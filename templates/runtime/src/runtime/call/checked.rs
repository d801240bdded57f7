//! Checking the names of filters before a request is sent.

use std::borrow::Cow;

use super::driver::drive;
use super::from_response::decode_struct_response;
use super::future::{CallFuture, ResponseMapper};
use super::response::RawResponse;
use crate::runtime::api::FilterSpec;
use crate::runtime::codec::{DecodeStruct, EncodeStruct, ValueRef, member};
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::request::Request;

impl<M: Send + 'static> Request<M> {
    /// Fetches the names of the filters, and returns the request in its builder if it has no other filters.
    ///
    /// `S` is the object that contains them.
    pub fn checked<S: EncodeStruct + DecodeStruct, B: 'static>(
        self,
        spec: &'static FilterSpec,
        builder: fn(Self) -> B,
    ) -> CallFuture<B> {
        let metadata = match self.metadata_request(spec) {
            Ok(request) => request,
            Err(error) => return CallFuture::failed(error),
        };
        let mapper = move |response: RawResponse| {
            let mut metadata = S::empty();
            decode_struct_response(&response, &mut metadata)?;
            self.check_filters(spec, &metadata)?;
            Ok(builder(self))
        };
        CallFuture::new(drive(metadata, false), ResponseMapper::Closure(Box::new(mapper)))
    }

    /// Returns the request for the names of the filters.
    fn metadata_request(&self, spec: &FilterSpec) -> Result<Request, Error> {
        let path = &self.parts.path;
        let Some((_, id)) = path.iter().rfind(|(name, _)| *name == spec.parameter) else {
            let message = format!("`{}`: expected a value", spec.parameter);
            let error = Error::with_message(ErrorKind::Request, message);
            return Err(error.with_operation(self.operation()));
        };
        let request = Request::new(&self.parts.core, spec.operation);
        Ok(request.path::<&str>(spec.target, id.as_str()))
    }

    /// Fails if the request has a filter that is not listed.
    fn check_filters(&self, spec: &FilterSpec, metadata: &dyn EncodeStruct) -> Result<(), Error> {
        let known = names(metadata, spec);
        // declared parameters have names that are known when the program is compiled
        let filters = self.parts.query.iter().filter_map(|(name, _)| match name {
            Cow::Owned(name) => Some(name.as_str()),
            Cow::Borrowed(_) => None,
        });
        let mut unknown = Vec::new();
        for name in filters {
            let is_known = known.iter().any(|known| simplified(known) == simplified(name));
            if !is_known && !unknown.contains(&name) {
                unknown.push(name);
            }
        }
        if unknown.is_empty() {
            return Ok(());
        }
        let messages: Vec<String> = unknown.iter().map(|name| describe(name, &known)).collect();
        let listed = match known.is_empty() {
            true => "no filters are listed".to_owned(),
            false => format!("the listed filters are `{}`", known.join("`, `")),
        };
        let message = format!("{}; {listed}", messages.join("; "));
        let error = Error::with_message(ErrorKind::Request, message);
        Err(error.with_operation(self.operation()))
    }
}

/// Returns the names of the listed filters.
fn names(metadata: &dyn EncodeStruct, spec: &FilterSpec) -> Vec<String> {
    let ValueRef::List(filters) = member(metadata, spec.list) else { return Vec::new() };
    let mut names = Vec::new();
    for filter in filters.values() {
        if let ValueRef::Struct(filter) = filter.revealed() {
            names.extend(member(filter, spec.name).scalar().map(Cow::into_owned));
        }
    }
    names
}

/// Returns a name without what differs between spellings: `START_DATE`, `StartDate` and `Start Date` are the same.
fn simplified(name: &str) -> String {
    let letters: String = name.chars().filter(|letter| letter.is_alphanumeric()).collect();
    letters.to_lowercase()
}

fn describe(name: &str, known: &[String]) -> String {
    let simple = simplified(name);
    let similar = known.iter().map(|known| (distance(&simple, &simplified(known)), known));
    // a third of the letters may differ
    let limit = simple.chars().count() / 3 + 1;
    match similar.min_by_key(|(distance, _)| *distance).filter(|(distance, _)| *distance <= limit) {
        Some((_, known)) => format!("unknown filter `{name}`, did you mean `{known}`?"),
        None => format!("unknown filter `{name}`"),
    }
}

/// Returns the number of letters to insert, remove or replace between two names.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut line: Vec<usize> = (0..=right.len()).collect();
    for (row, letter) in left.chars().enumerate() {
        let mut next = vec![row + 1];
        for ((other, pair), inserted) in right.iter().zip(line.windows(2)).zip(0..) {
            let replaced =
                pair.first().copied().unwrap_or_default() + usize::from(letter != *other);
            let removed = pair.last().copied().unwrap_or_default() + 1;
            let added = next.get(inserted).copied().unwrap_or_default() + 1;
            next.push(replaced.min(removed).min(added));
        }
        line = next;
    }
    line.last().copied().unwrap_or_default()
}
