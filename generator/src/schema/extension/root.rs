//! Keys of the root file.

use indexmap::IndexMap;
use serde::Deserialize;

use super::spellings::{ERRORS, RATE_LIMITS, Spellings};
use super::{JobExtension, PagingExtension};
use crate::schema::ValueSchema;
use crate::schema::declare::{keys, keywords};

keys! {
    /// The root file.
    #[derive(Clone, Debug, Default, Deserialize)]
    #[keys(default)]
    pub struct RootExtensions {
        /// The crate and the headers of every request.
        #[key("x-client")]
        pub client: ClientExtension,
        /// The styles of paging.
        #[key("x-paging", default)]
        pub paging: IndexMap<String, PagingExtension>,
        /// The quotas of requests. `default` is that of operations without `x-quota`.
        #[key("x-quotas", default)]
        #[example("{ default: { limit: 1000, per: hour, description: … } }")]
        pub quotas: IndexMap<String, QuotaExtension>,
        /// The headers with the remaining quota.
        #[key("x-rate-limits", default)]
        #[example("{ limit: [X-RateLimit-Limit], wait: [Retry-After] }")]
        #[values(ValueSchema::Object(&RATE_LIMITS))]
        pub rate_limits: Spellings,
        /// The members of error bodies.
        #[key("x-errors", default)]
        #[example("{ status: [Status], message: [Message] }")]
        #[values(ValueSchema::Object(&ERRORS))]
        pub errors: Spellings,
        /// The kinds of jobs: the response to a request starts a job, which is polled and then downloaded.
        #[key("x-jobs", default)]
        pub jobs: IndexMap<String, JobExtension>,
        /// The kinds of queued writes: the response only confirms that the write is queued, and its outcome is polled.
        #[key("x-queues", default)]
        pub queues: IndexMap<String, JobExtension>,
        /// The other files, in the order of the groups in the crate and its documentation.
        #[key("x-parts", default)]
        #[example("[shared/ids.yaml, groups/notes.yaml]")]
        pub parts: Vec<String>,
    }
}

keys! {
    /// The crate and the headers of every request.
    #[derive(Clone, Debug, Default, Deserialize)]
    #[object("`x-client`")]
    pub struct ClientExtension {
        /// The name of the crate.
        #[key("crate")]
        pub package: String,
        /// The description of the crate, in one line.
        #[key("summary")]
        pub summary: String,
        /// The environment variables of `from_env`.
        #[key("env")]
        pub env: EnvExtension,
        /// The path parameter whose value is that of the client, not an argument.
        #[key("account-parameter", default)]
        #[example("AccountId")]
        pub account_parameter: String,
        /// The account id in the examples of requests and responses.
        #[key("example-account", default)]
        pub example_account: Option<String>,
        /// Headers sent with every request.
        #[key("headers", default)]
        #[example("{ X-Version: '2' }")]
        pub headers: IndexMap<String, String>,
        /// The header that selects the API version.
        #[key("api-version", default)]
        #[example("X-Version")]
        pub api_version: Option<String>,
        /// How an account acts for another one.
        #[key("delegate", default)]
        #[example("{ method: reseller, description: …, prefix: '/Resellers/{Reseller}', host: api }")]
        pub delegate: Option<DelegateExtension>,
        /// The URL of the source code, written to the manifest of the crate.
        #[key("repository", default)]
        pub repository: Option<String>,
        /// The URL of the home page, written to the manifest of the crate.
        #[key("homepage", default)]
        pub homepage: Option<String>,
        /// The URL of the documentation, written to the manifest of the crate.
        #[key("documentation", default)]
        pub documentation: Option<String>,
    }
}

keys! {
    /// How an account acts for another one.
    #[derive(Clone, Debug, Deserialize)]
    #[object("`delegate`")]
    pub struct DelegateExtension {
        /// The method of the client builder that sets the acting account.
        #[key("method")]
        pub method: String,
        /// The documentation of the method.
        #[key("description")]
        pub description: String,
        /// The prefix of all paths, with one placeholder for the acting account.
        #[key("prefix")]
        pub prefix: String,
        /// The `x-name` of the server whose paths have the prefix.
        #[key("host")]
        pub host: String,
    }
}

keys! {
    /// The environment variables of `from_env`.
    #[derive(Clone, Debug, Default, Deserialize)]
    #[object("`env`")]
    pub struct EnvExtension {
        /// The variable with the account id.
        #[key("account")]
        pub account: String,
        /// The variable with the token.
        #[key("token")]
        pub token: String,
        /// The variable with another base URL of all servers, for example of a test server.
        #[key("base-url", default)]
        #[example("NOTES_BASE_URL")]
        pub base_url: Option<String>,
    }
}

keys! {
    /// An entry of `x-quotas`.
    #[derive(Clone, Debug, Deserialize)]
    #[object("a quota")]
    pub struct QuotaExtension {
        /// The number of requests. Without it, no limit is documented.
        #[key("limit", default)]
        pub limit: Option<u32>,
        /// The period; an hour when absent.
        #[key("per", default)]
        pub per: Option<QuotaSpan>,
        /// Which requests the quota is for.
        #[key("description")]
        pub description: String,
    }
}

keywords! {
    /// The span of a quota.
    pub enum QuotaSpan {
        /// 3,600 seconds.
        #[key("hour")]
        Hour,
        /// 86,400 seconds.
        #[key("day")]
        Day,
    }
}
