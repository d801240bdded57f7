//! Keys of a parameter and of a server.

use serde::Deserialize;

use crate::schema::declare::keys;

keys! {
    /// A parameter.
    #[derive(Clone, Debug, Default, Deserialize)]
    #[keys(default)]
    pub struct ParameterExtensions {
        /// The Rust name, where the name derived from the wire name is unsuitable or collides.
        #[key("x-rust-name", default)]
        #[example("updated_before")]
        pub rust_name: Option<String>,
    }
}

keys! {
    /// A server.
    #[derive(Clone, Debug, Default, Deserialize)]
    #[keys(default)]
    pub struct ServerExtensions {
        /// The name of the server, to which `host` of `delegate` refers.
        #[key("x-name", default)]
        #[example("tracking")]
        pub name: Option<String>,
    }
}
