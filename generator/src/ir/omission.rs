//! Elements of the spec that nothing is generated from.

use std::collections::BTreeMap;

use crate::location::Origin;

/// Why nothing is generated from an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It describes the page that contains the items.
    PageEnvelope,
    /// It describes an error body.
    ErrorBody,
    /// The client fills it in.
    AccountParameter,
    /// It repeats the name of an argument.
    ArgumentName,
    /// It describes a successful response as such.
    ResponseDescription,
    /// It is an example of a media type that is not sent.
    OtherEncoding,
    /// It has neither members nor enum values and makes no type.
    PlainSchema,
    /// Its members are those of other schemas.
    Inherited,
    /// No operation uses it.
    Unused,
    /// No pass has recorded a reason.
    Unmapped,
}

impl Reason {
    /// All reasons, in the order of the report.
    pub const ALL: [Reason; 10] = [
        Reason::PageEnvelope,
        Reason::ErrorBody,
        Reason::AccountParameter,
        Reason::ArgumentName,
        Reason::ResponseDescription,
        Reason::OtherEncoding,
        Reason::PlainSchema,
        Reason::Inherited,
        Reason::Unused,
        Reason::Unmapped,
    ];

    /// Returns the code.
    pub fn code(self) -> &'static str {
        match self {
            Reason::PageEnvelope => "page-envelope",
            Reason::ErrorBody => "error-body",
            Reason::AccountParameter => "account-parameter",
            Reason::ArgumentName => "argument-name",
            Reason::ResponseDescription => "response-description",
            Reason::OtherEncoding => "other-encoding",
            Reason::PlainSchema => "plain-schema",
            Reason::Inherited => "inherited",
            Reason::Unused => "unused",
            Reason::Unmapped => "unmapped",
        }
    }

    /// Returns the meaning.
    pub fn meaning(self) -> &'static str {
        match self {
            Reason::PageEnvelope => "read by the runtime type `Page`",
            Reason::ErrorBody => "read by the runtime type `Error`",
            Reason::AccountParameter => "set by the client from its credentials",
            Reason::ArgumentName => "repeats the name of the argument",
            Reason::ResponseDescription => {
                "describes success; the documentation of the method describes the operation"
            }
            Reason::OtherEncoding => "example of a media type that is not sent",
            Reason::PlainSchema => {
                "has neither members nor enum values, so it makes no type of its own"
            }
            Reason::Inherited => "part of other schemas, whose types have its members",
            Reason::Unused => "not used by any operation",
            Reason::Unmapped => "a gap: the element is not used",
        }
    }
}

/// The elements that a pass has decided to omit, with the reasons.
///
/// An element that an item is generated from elsewhere is not omitted: a component may be a part of an error body and of a
/// response.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Omissions {
    /// The reasons for elements with everything in them.
    whole: BTreeMap<Origin, Reason>,
    /// The reasons for elements without those in them.
    own: BTreeMap<Origin, Reason>,
}

impl Omissions {
    /// Records why nothing is generated from an element and from those in it. Of several reasons, the first of
    /// [`Reason::ALL`] is kept.
    pub fn record(&mut self, origin: &Origin, reason: Reason) {
        insert(&mut self.whole, origin, reason);
    }

    /// Records why nothing is generated from an element and its description.
    pub fn record_own(&mut self, origin: &Origin, reason: Reason) {
        insert(&mut self.own, origin, reason);
    }

    /// Returns the reason that is recorded for an element.
    pub fn find(&self, origin: &Origin) -> Option<Reason> {
        let reasons = [&self.own, &self.whole];
        reasons.into_iter().filter_map(|reasons| reasons.get(origin)).min().copied()
    }

    /// Returns the reason that is recorded for an element and those in it.
    pub fn find_whole(&self, origin: &Origin) -> Option<Reason> {
        self.whole.get(origin).copied()
    }
}

fn insert(reasons: &mut BTreeMap<Origin, Reason>, origin: &Origin, reason: Reason) {
    let known = reasons.entry(origin.clone()).or_insert(reason);
    *known = reason.min(*known);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::location::FileId;

    #[test]
    fn the_first_reason_is_kept() {
        let origin = Origin::root(FileId(0)).child("components");
        let mut omissions = Omissions::default();
        for reason in [Reason::Inherited, Reason::ErrorBody, Reason::Unused] {
            omissions.record(&origin, reason);
        }
        omissions.record_own(&origin, Reason::PlainSchema);
        assert_eq!(omissions.find(&origin), Some(Reason::ErrorBody));
        omissions.record_own(&origin, Reason::PageEnvelope);
        assert_eq!(omissions.find(&origin), Some(Reason::PageEnvelope));
        assert_eq!(omissions.find_whole(&origin), Some(Reason::ErrorBody));
    }
}
