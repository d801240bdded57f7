//! `x-allow`, which every element may have.

use serde::Deserialize;

use crate::schema::declare::keys;

keys! {
    /// Any element. These are the root, a part, a path, an operation, a parameter, a header, a request body, a media type, a
    /// response and a schema.
    #[derive(Clone, Debug, Default, Deserialize)]
    #[keys(default)]
    pub struct SuppressionExtensions {
        /// Suppresses the warnings of rules about the element and everything in it.
        /// See [suppressing a warning](#suppressing-a-warning).
        #[key("x-allow", default)]
        #[example("[{ rule: missing-description, reason: Each value explains itself. }]")]
        pub allow: Vec<SuppressionExtension>,
    }
}

keys! {
    /// An entry of `x-allow`.
    #[derive(Clone, Debug, Deserialize)]
    #[object("an entry of `x-allow`")]
    pub struct SuppressionExtension {
        /// The name of the rule, as `cargo xtask lint --list` prints it.
        #[key("rule")]
        pub rule: String,
        /// Why the rule does not apply here.
        #[key("reason")]
        pub reason: String,
    }
}
