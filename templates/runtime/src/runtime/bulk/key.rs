//! Keys, by which the elements of a bulk write are recognized.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use percent_encoding::percent_decode_str;

use crate::runtime::http::url;

/// The key of an element: the names and values of the members that identify it, as a form.
///
/// The form has neither spaces nor line breaks, so it is a field of a line in a ledger.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key(Arc<str>);

impl Key {
    /// Creates the key of an element whose members are found by a function. Returns `None` if it has none of the first
    /// names; those of qualifiers alone do not identify it.
    pub(crate) fn new<'a>(
        names: &[&'a str],
        qualifiers: &[&'a str],
        mut value: impl FnMut(&str) -> Option<Cow<'a, str>>,
    ) -> Option<Self> {
        let mut pairs = Vec::new();
        for name in names.iter().chain(qualifiers) {
            let found = value(name).map(|text| text.trim().to_owned());
            pairs.extend(found.filter(|text| !text.is_empty()).map(|text| (*name, text)));
        }
        let has_name = pairs.first().is_some_and(|(name, _)| names.contains(name));
        let form = url::encode_pairs(pairs.iter().map(|(name, text)| (*name, text.as_str())));
        has_name.then(|| Self(form.into()))
    }

    /// Parses a key as it is written in a ledger.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let is_form = text.split('&').all(|pair| pair.split_once('=').is_some());
        (!text.is_empty() && is_form).then(|| Self(text.into()))
    }

    /// Returns the form.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the names and values.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
        form_pairs(&self.0)
    }

    /// Returns the most important value, such as an order id.
    pub(crate) fn value(&self) -> String {
        self.pairs().next().map(|(_, text)| text.into_owned()).unwrap_or_default()
    }

    /// Returns the names and values as strings.
    pub(crate) fn members(&self) -> Vec<(String, String)> {
        self.pairs().map(|(name, text)| (name.into_owned(), text.into_owned())).collect()
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Returns the names and values of a form.
pub(crate) fn form_pairs(form: &str) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
    let decode = |text| percent_decode_str(text).decode_utf8_lossy();
    form.split('&').filter_map(move |pair| {
        let (name, text) = pair.split_once('=')?;
        Some((decode(name), decode(text)))
    })
}
