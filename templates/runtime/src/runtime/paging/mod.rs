//! Lists in pages: one page, the position in a list, and streams of pages and items.

mod cursor;
mod items;
mod page;
mod pages;
mod repeated;

pub use items::Items;
pub use page::{Page, PageLinks};
pub use pages::Pages;
