//! Lists in pages: one page, streams of pages and items, and items of several lists or since the last run.

mod concatenation;
mod counts;
mod cursor;
mod duplicates;
mod erased;
mod extent;
mod items;
mod link;
mod loader;
mod page;
mod pages;
mod part_pages;
mod repeated;
mod sync;
mod windows;

pub use concatenation::{Concat, concat};
pub use items::Items;
pub use page::{Page, PageLinks};
pub use pages::Pages;
pub use sync::{InvalidSyncState, SyncItems, SyncState};
