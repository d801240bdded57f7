//! Keys about lists in pages.

use serde::Deserialize;

use super::spellings::{PAGING_MEMBERS, Spellings};
use crate::schema::ValueSchema;
use crate::schema::declare::{keys, keywords};

keys! {
    /// An entry of `x-paging`.
    #[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
    #[object("a paging style")]
    pub struct PagingExtension {
        /// How the next page is requested.
        #[key("follow")]
        pub follow: FollowStyle,
        /// The query parameter with the page number.
        #[key("page")]
        pub page: String,
        /// The query parameter with the page size.
        #[key("size")]
        pub size: String,
        /// The number of the first page. If the parameter has a `default`, it is the same.
        #[key("first")]
        pub first: u64,
        /// The spellings of the members of a page, by meaning. Each spelling is a property of a response or a member of an
        /// example.
        #[key("members")]
        #[example("{ page: ['@page'], total: ['@total'] }")]
        #[values(ValueSchema::Object(&PAGING_MEMBERS))]
        pub members: Spellings,
    }
}

keywords! {
    /// How the next page is requested.
    pub enum FollowStyle {
        /// By the link in the response.
        #[key("link")]
        Link,
        /// By the page number.
        #[key("number")]
        Number,
    }
}

keys! {
    /// The list in a response, one page at a time.
    #[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
    #[object("`x-page`")]
    pub struct PageExtension {
        /// A key of `x-paging`.
        #[key("style")]
        #[example("standard")]
        pub style: String,
        /// The member with the items.
        #[key("items")]
        #[example("Orders")]
        pub items: String,
        /// Other spellings of that member. Each spelling is a property of a response or a member of an example.
        #[key("also", default)]
        #[example("[Results]")]
        pub also: Vec<String>,
        /// The maximum number of pages. The service refuses a list that has more.
        #[key("max-pages", default)]
        #[example("10")]
        pub max_pages: Option<u32>,
        /// The maximum number of items. The service returns no items beyond them.
        #[key("max-items", default)]
        #[example("20000")]
        pub max_items: Option<u32>,
    }
}
