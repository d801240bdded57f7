//! `lib.rs` and `ids.rs`.

use super::format::Source;
use super::{crate_attributes, enums, operations};
use crate::emit::text::{GuidePage, guide_declaration, guide_links};
use crate::ir::Api;

/// The badges of features.
const BADGES: &str = "#![cfg_attr(docsrs, feature(doc_cfg))]\n";

/// The README. Its programs use several groups, so they are compiled with all features only.
const README: &str = r#"// the programs of the README use several groups, so they are compiled with all of them only
#![cfg_attr(any(not(doctest), feature = "default"), doc = include_str!("../README.md"))]
"#;

/// The runtime, which is public for the tests and tools of the repository only, and what it exports.
const RUNTIME: &str = r#"#[cfg(feature = "internals")]
pub mod runtime;
#[cfg(not(feature = "internals"))]
#[allow(dead_code, unused_imports, unused_macros, reason = "the runtime supports more than one API needs")]
mod runtime;

#[doc(inline)]
pub use runtime::exports::*;
"#;

/// Renders the root of the crate, with attributes that depend on the API.
pub fn library(api: &Api, guide: &[GuidePage], attributes: &str, header: &str) -> String {
    let mut source = Source::default();
    let nested = nested_models(api);
    let links = guide_links(guide);
    let head = [BADGES, attributes, &nested, &links, README, &operations_table(api)].concat();
    source.text(head);
    let mut modules = vec![
        "mod api;".to_owned(),
        "#[cfg(feature = \"blocking\")]\nmod blocking_client;".to_owned(),
        "mod client;".to_owned(),
    ];
    if !api.ids.is_empty() {
        modules.push("pub mod ids;".to_owned());
    }
    modules.push("#[cfg(feature = \"internals\")]\npub mod inspect;".to_owned());
    if super::has_shared(api) {
        modules.push("pub mod types;".to_owned());
    }
    for group in &api.groups {
        let (name, feature) = (&group.name.ident, group.name.plain());
        modules.push(format!("#[cfg(feature = \"{feature}\")]\npub mod {name};"));
    }
    modules.extend(guide_declaration(guide));
    source.block(&modules);
    source.text(RUNTIME.to_owned());
    source.finish(header)
}

/// Renders the attribute and the documentation of models that are nested more deeply than the compiler expects.
fn nested_models(api: &Api) -> String {
    let Some(limit) = crate_attributes::recursion_limit(api) else { return String::new() };
    format!(
        "#![doc(test(attr(recursion_limit = \"{limit}\")))]\n\
         //! The models are deeply nested. A crate that sends them to other threads may need the attribute\n\
         //! `#![recursion_limit = \"{limit}\"]`.\n//!\n"
    )
}

/// Renders the table of all operations at the end of the documentation of the crate, a row for each group that is
/// enabled.
fn operations_table(api: &Api) -> String {
    let mut text =
        String::from("//!\n//! # Operations\n//!\n//! | group | operations |\n//! |---|---|\n");
    for group in &api.groups {
        let (name, feature) = (&group.name.ident, group.name.plain());
        let ty = operations::group_type(group);
        let link = |method: &crate::ir::Name| {
            format!("[`{}`]({name}::{ty}::{})", method.plain(), method.ident)
        };
        let methods = group.operations.iter().flat_map(operations::method_names);
        let links: Vec<String> = methods.map(link).collect();
        let row = format!("| [`{feature}`](mod@{name}) | {} |", links.join(", "));
        text.push_str(&format!("#![cfg_attr(feature = {feature:?}, doc = {row:?})]\n"));
    }
    text
}

/// Renders the id types.
pub fn ids(api: &Api, header: &str) -> String {
    let mut source = Source::new(
        "The id types: one for each kind of object. An id is a string as the service sent it, so leading zeros \
         are kept, and an id of one kind is not accepted for another.",
    );
    source.block(&["use crate::runtime::macros::ids;".to_owned()]);
    source.text(enums::ids(api));
    source.finish(header)
}
