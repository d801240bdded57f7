//! The rules: each kind of change, whether it is breaking, and why. This is the only place that decides it.
//!
//! A change of the wire is breaking if a client that was built before sends requests that the service may refuse or
//! understand differently, or if it cannot read a value any more that it could read. Clients are lenient readers: every
//! member of a response may be missing, enums and unions are open, and members that are not declared are kept.
//!
//! A change of an item is breaking if a program that compiles with the old version may not compile with the new one.

#[derive(PartialEq, Eq)]
enum Compatibility {
    Breaking,
    Compatible,
}

macro_rules! rules {
    ($($variant:ident $id:literal $effect:ident $reason:literal)*) => {
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
    ServerAdded "server-added" Compatible "No existing operation uses the server."
    ServerRemoved "server-removed" Breaking "Requests may be sent to the server."
    ServerUrlChanged "server-url-changed" Breaking "Requests are sent to the old URL."
    SchemeAdded "security-scheme-added" Compatible "No existing operation requires the scheme, unless a change of the operation is listed."
    SchemeRemoved "security-scheme-removed" Breaking "Requests are authenticated by the scheme."
    SchemeChanged "security-scheme-changed" Breaking "Credentials are sent in the old way."
    HeadersChanged "headers-changed" Breaking "Requests contain the old headers, which may select another version of the API."
    QuotaChanged "quota-changed" Compatible "A request beyond the quota is refused with a delay, and is repeated."
    PagingChanged "paging-style-changed" Breaking "Pages are requested and found by the old names."
    PollingChanged "polling-changed" Breaking "The id or the state is not found, or a state is misunderstood."
    PollingExtended "polling-extended" Compatible "States and members that were not listed were not recognized before."
    ErrorFormatChanged "error-format-changed" Compatible "The status classifies an error; the members are details."
    // operations
    OperationAdded "operation-added" Compatible "No existing client sends the request."
    OperationRemoved "operation-removed" Breaking "The request is refused."
    OperationMoved "operation-path-changed" Breaking "The request is sent to the old path or with the old method."
    OperationServerChanged "operation-server-changed" Breaking "The request is sent to the old server."
    OperationIdChanged "operation-id-changed" Compatible "The id is not sent."
    SecurityAdded "security-alternative-added" Compatible "The old credentials are still accepted."
    SecurityRemoved "security-alternative-removed" Breaking "The credentials are refused."
    RetrySafetyChanged "retry-safety-changed" Compatible "The request is the same; only its repetition changes."
    RedirectChanged "redirect-changed" Compatible "The target of a redirect is fetched without credentials in either case."
    ItemsMemberRenamed "items-member-renamed" Breaking "The items of a page are not found."
    PageLimitChanged "page-limit-changed" Compatible "The service refuses or ends the list; clients only predict it."
    DateRangeWidened "date-range-widened" Compatible "Every range that was accepted is accepted."
    DateRangeNarrowed "date-range-narrowed" Breaking "A range that was accepted may be refused."
    DeprecationChanged "deprecation-changed" Compatible "A deprecated element still works."
    ConstraintAdded "constraint-added" Breaking "A request that was accepted may be refused."
    ConstraintRemoved "constraint-removed" Compatible "Every request that was accepted is accepted."
    // parameters
    ParameterAdded "parameter-added" Compatible "The parameter is optional."
    ParameterAddedRequired "required-parameter-added" Breaking "Requests do not contain the parameter."
    ParameterRemoved "parameter-removed" Breaking "The service may refuse the parameter or ignore it, which changes the result."
    ParameterRenamed "parameter-renamed" Breaking "Requests contain the old name."
    PathParameterRenamed "path-parameter-renamed" Compatible "The name of a path parameter is not sent."
    ParameterMoved "parameter-moved" Breaking "Requests contain the parameter in the old location."
    ParameterRequired "parameter-required" Breaking "Requests without the parameter are refused."
    ParameterOptional "parameter-optional" Compatible "Requests with the parameter are still accepted."
    ParameterStyleChanged "parameter-style-changed" Breaking "Lists and objects are sent in the old style."
    // bodies
    BodyAdded "body-added" Compatible "The body is optional."
    BodyAddedRequired "required-body-added" Breaking "Requests do not have a body."
    BodyRemoved "body-removed" Breaking "The service may refuse the body or ignore it."
    BodyRequired "body-required" Breaking "Requests without the body are refused."
    BodyOptional "body-optional" Compatible "Requests with the body are still accepted."
    BodyEncodingChanged "body-encoding-changed" Breaking "The body is sent in the old encoding."
    // responses
    ResponseAdded "response-added" Compatible "Clients that expect nothing ignore the content."
    ResponseRemoved "response-removed" Breaking "The content that clients read is missing."
    ResponseContentChanged "response-content-changed" Breaking "The content is read in the old form."
    MediaTypeAdded "response-media-type-added" Compatible "The old media types are still sent on request."
    MediaTypeRemoved "response-media-type-removed" Breaking "The media type that clients accept is not sent."
    ErrorAdded "error-response-added" Compatible "Any status of an error is handled."
    ErrorRemoved "error-response-removed" Compatible "Any status of an error is handled."
    // values that are sent
    RequestMemberAdded "request-member-added" Compatible "The member is optional."
    RequestMemberAddedRequired "required-request-member-added" Breaking "Requests do not contain the member."
    RequestMemberRemoved "request-member-removed" Breaking "The service may refuse the member or ignore it."
    RequestMemberRenamed "request-member-renamed" Breaking "Requests contain the old name."
    RequestMemberRequired "request-member-required" Breaking "Requests without the member are refused."
    RequestMemberOptional "request-member-optional" Compatible "Requests with the member are still accepted."
    RequestTypeWidened "request-type-widened" Compatible "Every value that was accepted is accepted."
    RequestTypeNarrowed "request-type-narrowed" Breaking "A value that was accepted may be refused."
    RequestTypeChanged "request-type-changed" Breaking "Values of the old type are refused."
    RequestLimitWidened "request-limit-widened" Compatible "Every value that was accepted is accepted."
    RequestLimitNarrowed "request-limit-narrowed" Breaking "A value that was accepted may be refused."
    RequestEnumValueAdded "request-enum-value-added" Compatible "The other values are still accepted."
    RequestEnumValueRemoved "request-enum-value-removed" Breaking "The value may be refused."
    RequestEnumValueRenamed "request-enum-value-renamed" Breaking "Requests contain the old value."
    RequestAlternativeAdded "request-alternative-added" Compatible "The other alternatives are still accepted."
    RequestAlternativeRemoved "request-alternative-removed" Breaking "The alternative may be refused."
    DefaultAdded "default-added" Compatible "The meaning of a missing value was not documented."
    DefaultChanged "default-changed" Breaking "A request without the value has another meaning."
    // values that are received
    ResponseMemberAdded "response-member-added" Compatible "Members that are not declared are kept."
    ResponseMemberRemoved "response-member-removed" Breaking "A value that programs read is missing."
    ResponseMemberRenamed "response-member-renamed" Breaking "The value is not found under the old name."
    ResponseMemberRequired "response-member-required" Compatible "Any member of a response may be missing, so it is optional in the client."
    ResponseMemberOptional "response-member-optional" Compatible "Any member of a response may be missing, so it is optional in the client."
    ResponseTypeWidened "response-type-widened" Breaking "Values of the wider type are not readable as the old type."
    ResponseStringWidened "response-string-widened" Compatible "Enums and ids keep any string."
    ResponseTypeNarrowed "response-type-narrowed" Compatible "Every value of the narrower type can be read as the old type."
    ResponseTypeChanged "response-type-changed" Breaking "Values are not readable as the old type."
    ResponseLimitChanged "response-limit-changed" Compatible "Limits are not checked in responses."
    ResponseEnumValueAdded "response-enum-value-added" Compatible "Enums are open: values that are not listed are kept."
    ResponseEnumValueRemoved "response-enum-value-removed" Compatible "The value does not occur any more."
    ResponseEnumValueRenamed "response-enum-value-renamed" Compatible "Enums are open: the new value is kept."
    ResponseAlternativeAdded "response-alternative-added" Compatible "Unions are open: other objects are kept."
    ResponseAlternativeRemoved "response-alternative-removed" Compatible "The alternative does not occur any more."
    DiscriminatorChanged "discriminator-changed" Breaking "The alternative is identified by the old member."
    // names and other keys without an effect on the wire
    NameChanged "name-changed" Compatible "The name is not sent; the changed items decide about programs."
    GroupChanged "group-changed" Compatible "Groups are not sent; the changed items decide about programs."
    RustTypeChanged "rust-type-changed" Compatible "The values are the same; the changed items decide about programs."
    MethodsChanged "methods-changed" Compatible "The requests are the same; the changed items decide about programs."
    // items of the crate
    ItemAdded "item-added" Compatible "No program uses the item."
    ItemAddedExhaustive "exhaustive-item-extended" Breaking "Programs match, construct or implement the item in full."
    ItemRemoved "item-removed" Breaking "Programs may use the item."
    ItemChanged "item-changed" Breaking "Programs may use the old signature."
    ImplAdded "impl-added" Compatible "Programs cannot implement traits of other crates for the type."
    ImplRemoved "impl-removed" Breaking "Programs may require the implementation."
    ArgumentRenamed "argument-renamed" Compatible "Arguments have no names in calls."
    ItemDeprecated "item-deprecation-changed" Compatible "The use of a deprecated item is a warning."
    FeatureAdded "feature-required" Breaking "Programs may not have the feature."
    FeatureRemoved "feature-not-required" Compatible "Programs with the feature compile as before."
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
