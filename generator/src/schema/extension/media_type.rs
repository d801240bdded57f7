//! Keys of a media type of a request body.

use serde::Deserialize;

use crate::schema::declare::keys;

keys! {
    /// A media type of a request body.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
    #[keys(default)]
    pub struct MediaTypeExtensions {
        /// A method of its own for the media type. It is used when the media types of the body have different members; media
        /// types with the same members share one method.
        #[key("x-method", default)]
        #[example("upload_items")]
        pub method: Option<String>,
        /// The summary of that method, in place of the one of the operation.
        #[key("x-summary", default)]
        pub summary: Option<String>,
        /// The description of that method, in place of the one of the operation.
        #[key("x-description", default)]
        pub description: Option<String>,
        /// On `application/json`: numbers and booleans are sent as strings.
        #[key("x-quoted", default)]
        #[example("true")]
        pub quoted: bool,
        /// On `multipart/form-data`: a file is sent as the part with the name of the file, and its member has that name as its
        /// value.
        #[key("x-named-files", default)]
        #[example("true")]
        pub named_files: bool,
    }
}
