//! The rules: each kind of change, whether it is breaking, and why. This is the only place that decides it.
//!
//! A change of the wire is breaking if a client that was built before sends requests that the service may refuse or
//! understand differently, or if it cannot read a value any more that it could read. Clients are lenient readers: every
//! member of a response may be missing, enums and unions are open, and members that are not declared are kept.
//!
//! A change of an item is breaking if a program that compiles with the old version may not compile with the new one.

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Requests and responses.
    Wire,
    /// The items of the crate.
    Rust,
}

#[derive(PartialEq, Eq)]
enum Compatibility {
    Breaking,
    Compatible,
}

macro_rules! rules {
    ($($variant:ident $id:literal $scope:ident $effect:ident $reason:literal)*) => {
        /// A kind of change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Rule {
            $(#[doc = $reason] $variant,)*
        }

        impl Rule {
            /// All rules.
            pub const ALL: &[Rule] = &[$(Rule::$variant),*];

            /// Returns the stable name, as in `operation-removed`.
            pub fn id(self) -> &'static str {
                match self { $(Rule::$variant => $id,)* }
            }

            /// Returns what the rule is about.
            pub fn scope(self) -> Scope {
                match self { $(Rule::$variant => Scope::$scope,)* }
            }

            /// Returns `true` if the change is breaking.
            pub fn is_breaking(self) -> bool {
                let effect = match self { $(Rule::$variant => Compatibility::$effect,)* };
                effect == Compatibility::Breaking
            }

            /// Returns the reason why the change is breaking or not.
            pub fn reason(self) -> &'static str {
                match self { $(Rule::$variant => $reason,)* }
            }
        }
    };
}

rules! {
    // the API
    ServerAdded "server-added" Wire Compatible "No existing operation uses the server."
    ServerRemoved "server-removed" Wire Breaking "Requests may be sent to the server."
    ServerUrlChanged "server-url-changed" Wire Breaking "Requests are sent to the old URL."
    SchemeAdded "security-scheme-added" Wire Compatible "No existing operation requires the scheme, unless a change of the operation is listed."
    SchemeRemoved "security-scheme-removed" Wire Breaking "Requests are authenticated by the scheme."
    SchemeChanged "security-scheme-changed" Wire Breaking "Credentials are sent in the old way."
    HeadersChanged "headers-changed" Wire Breaking "Requests contain the old headers, which may select another version of the API."
    QuotaChanged "quota-changed" Wire Compatible "A request beyond the quota is refused with a delay, and is repeated."
    PagingChanged "paging-style-changed" Wire Breaking "Pages are requested and found by the old names."
    PollingChanged "polling-changed" Wire Breaking "The id or the state is not found, or a state is misunderstood."
    PollingExtended "polling-extended" Wire Compatible "States and members that were not listed were not recognized before."
    ErrorFormatChanged "error-format-changed" Wire Compatible "The status classifies an error; the members are details."
    // operations
    OperationAdded "operation-added" Wire Compatible "No existing client sends the request."
    OperationRemoved "operation-removed" Wire Breaking "The request is refused."
    OperationMoved "operation-path-changed" Wire Breaking "The request is sent to the old path or with the old method."
    OperationServerChanged "operation-server-changed" Wire Breaking "The request is sent to the old server."
    OperationIdChanged "operation-id-changed" Wire Compatible "The id is not sent."
    SecurityAdded "security-alternative-added" Wire Compatible "The old credentials are still accepted."
    SecurityRemoved "security-alternative-removed" Wire Breaking "The credentials are refused."
    RetrySafetyChanged "retry-safety-changed" Wire Compatible "The request is the same; only its repetition changes."
    RedirectChanged "redirect-changed" Wire Compatible "The target of a redirect is fetched without credentials in either case."
    ItemsMemberRenamed "items-member-renamed" Wire Breaking "The items of a page are not found."
    PageLimitChanged "page-limit-changed" Wire Compatible "The service refuses or ends the list; clients only predict it."
    DateRangeWidened "date-range-widened" Wire Compatible "Every range that was accepted is accepted."
    DateRangeNarrowed "date-range-narrowed" Wire Breaking "A range that was accepted may be refused."
    DeprecationChanged "deprecation-changed" Wire Compatible "A deprecated element still works."
    ConstraintAdded "constraint-added" Wire Breaking "A request that was accepted may be refused."
    ConstraintRemoved "constraint-removed" Wire Compatible "Every request that was accepted is accepted."
    // parameters
    ParameterAdded "parameter-added" Wire Compatible "The parameter is optional."
    ParameterAddedRequired "required-parameter-added" Wire Breaking "Requests do not contain the parameter."
    ParameterRemoved "parameter-removed" Wire Breaking "The service may refuse the parameter or ignore it, which changes the result."
    ParameterRenamed "parameter-renamed" Wire Breaking "Requests contain the old name."
    PathParameterRenamed "path-parameter-renamed" Wire Compatible "The name of a path parameter is not sent."
    ParameterMoved "parameter-moved" Wire Breaking "Requests contain the parameter in the old location."
    ParameterRequired "parameter-required" Wire Breaking "Requests without the parameter are refused."
    ParameterOptional "parameter-optional" Wire Compatible "Requests with the parameter are still accepted."
    ParameterStyleChanged "parameter-style-changed" Wire Breaking "Lists and objects are sent in the old style."
    // bodies
    BodyAdded "body-added" Wire Compatible "The body is optional."
    BodyAddedRequired "required-body-added" Wire Breaking "Requests do not have a body."
    BodyRemoved "body-removed" Wire Breaking "The service may refuse the body or ignore it."
    BodyRequired "body-required" Wire Breaking "Requests without the body are refused."
    BodyOptional "body-optional" Wire Compatible "Requests with the body are still accepted."
    BodyEncodingChanged "body-encoding-changed" Wire Breaking "The body is sent in the old encoding."
    // responses
    ResponseAdded "response-added" Wire Compatible "Clients that expect nothing ignore the content."
    ResponseRemoved "response-removed" Wire Breaking "The content that clients read is missing."
    ResponseContentChanged "response-content-changed" Wire Breaking "The content is read in the old form."
    MediaTypeAdded "response-media-type-added" Wire Compatible "The old media types are still sent on request."
    MediaTypeRemoved "response-media-type-removed" Wire Breaking "The media type that clients accept is not sent."
    ErrorAdded "error-response-added" Wire Compatible "Any status of an error is handled."
    ErrorRemoved "error-response-removed" Wire Compatible "Any status of an error is handled."
    // values that are sent
    RequestMemberAdded "request-member-added" Wire Compatible "The member is optional."
    RequestMemberAddedRequired "required-request-member-added" Wire Breaking "Requests do not contain the member."
    RequestMemberRemoved "request-member-removed" Wire Breaking "The service may refuse the member or ignore it."
    RequestMemberRenamed "request-member-renamed" Wire Breaking "Requests contain the old name."
    RequestMemberRequired "request-member-required" Wire Breaking "Requests without the member are refused."
    RequestMemberOptional "request-member-optional" Wire Compatible "Requests with the member are still accepted."
    RequestTypeWidened "request-type-widened" Wire Compatible "Every value that was accepted is accepted."
    RequestTypeNarrowed "request-type-narrowed" Wire Breaking "A value that was accepted may be refused."
    RequestTypeChanged "request-type-changed" Wire Breaking "Values of the old type are refused."
    RequestLimitWidened "request-limit-widened" Wire Compatible "Every value that was accepted is accepted."
    RequestLimitNarrowed "request-limit-narrowed" Wire Breaking "A value that was accepted may be refused."
    RequestEnumValueAdded "request-enum-value-added" Wire Compatible "The other values are still accepted."
    RequestEnumValueRemoved "request-enum-value-removed" Wire Breaking "The value may be refused."
    RequestEnumValueRenamed "request-enum-value-renamed" Wire Breaking "Requests contain the old value."
    RequestAlternativeAdded "request-alternative-added" Wire Compatible "The other alternatives are still accepted."
    RequestAlternativeRemoved "request-alternative-removed" Wire Breaking "The alternative may be refused."
    DefaultAdded "default-added" Wire Compatible "The meaning of a missing value was not documented."
    DefaultChanged "default-changed" Wire Breaking "A request without the value has another meaning."
    // values that are received
    ResponseMemberAdded "response-member-added" Wire Compatible "Members that are not declared are kept."
    ResponseMemberRemoved "response-member-removed" Wire Breaking "A value that programs read is missing."
    ResponseMemberRenamed "response-member-renamed" Wire Breaking "The value is not found under the old name."
    ResponseMemberRequired "response-member-required" Wire Compatible "Any member of a response may be missing, so it is optional in the client."
    ResponseMemberOptional "response-member-optional" Wire Compatible "Any member of a response may be missing, so it is optional in the client."
    ResponseTypeWidened "response-type-widened" Wire Breaking "Values of the wider type are not readable as the old type."
    ResponseStringWidened "response-string-widened" Wire Compatible "Enums and ids keep any string."
    ResponseTypeNarrowed "response-type-narrowed" Wire Compatible "Every value of the narrower type can be read as the old type."
    ResponseTypeChanged "response-type-changed" Wire Breaking "Values are not readable as the old type."
    ResponseLimitChanged "response-limit-changed" Wire Compatible "Limits are not checked in responses."
    ResponseEnumValueAdded "response-enum-value-added" Wire Compatible "Enums are open: values that are not listed are kept."
    ResponseEnumValueRemoved "response-enum-value-removed" Wire Compatible "The value does not occur any more."
    ResponseEnumValueRenamed "response-enum-value-renamed" Wire Compatible "Enums are open: the new value is kept."
    ResponseAlternativeAdded "response-alternative-added" Wire Compatible "Unions are open: other objects are kept."
    ResponseAlternativeRemoved "response-alternative-removed" Wire Compatible "The alternative does not occur any more."
    DiscriminatorChanged "discriminator-changed" Wire Breaking "The alternative is identified by the old member."
    // names and other keys without an effect on the wire
    NameChanged "name-changed" Wire Compatible "The name is not sent; the changed items decide about programs."
    GroupChanged "group-changed" Wire Compatible "Groups are not sent; the changed items decide about programs."
    RustTypeChanged "rust-type-changed" Wire Compatible "The values are the same; the changed items decide about programs."
    MethodsChanged "methods-changed" Wire Compatible "The requests are the same; the changed items decide about programs."
    // items of the crate
    ItemAdded "item-added" Rust Compatible "No program uses the item."
    ItemAddedExhaustive "exhaustive-item-extended" Rust Breaking "Programs match, construct or implement the item in full."
    ItemRemoved "item-removed" Rust Breaking "Programs may use the item."
    ItemChanged "item-changed" Rust Breaking "Programs may use the old signature."
    ImplAdded "impl-added" Rust Compatible "Programs cannot implement traits of other crates for the type."
    ImplRemoved "impl-removed" Rust Breaking "Programs may require the implementation."
    ArgumentRenamed "argument-renamed" Rust Compatible "Arguments have no names in calls."
    ItemDeprecated "item-deprecation-changed" Rust Compatible "The use of a deprecated item is a warning."
    FeatureAdded "feature-required" Rust Breaking "Programs may not have the feature."
    FeatureRemoved "feature-not-required" Rust Compatible "Programs with the feature compile as before."
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Rule;

    #[test]
    fn ids_are_unique_and_reasons_are_sentences() {
        let ids: BTreeSet<&str> = Rule::ALL.iter().map(|rule| rule.id()).collect();
        assert_eq!(ids.len(), Rule::ALL.len());
        for rule in Rule::ALL {
            assert!(rule.reason().ends_with('.'), "{}", rule.id());
            assert!(rule.id().chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", rule.id());
        }
    }
}
