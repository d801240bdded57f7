//! Prose, manifests and indexes, from [`crate::ir`].

mod guide;
mod index;
mod manifest;
mod prose;
mod view;

pub use guide::{
    FOLDER as GUIDE, GuidePage, declaration as guide_declaration, link_targets as guide_links,
    module as guide_module,
};
pub use index::render as index;
pub use manifest::render as manifest;
pub use prose::render as prose;
