//! Pages without the type of their items, so that the loading of pages is compiled once for all types.

use std::any::Any;

use bytes::Bytes;

use super::counts::Counts;
use super::cursor::PageInfo;
use super::page::Page;
use crate::runtime::call::RawResponse;
use crate::runtime::codec::Decode;
use crate::runtime::error::Error;

/// A [`Page`] of any type.
pub(super) type ErasedPage = Box<dyn Any + Send>;

/// A page, what determines the next one, and the hashes of its items if they are needed.
pub(super) struct Received {
    pub(super) page: ErasedPage,
    pub(super) info: PageInfo,
    pub(super) hashes: Vec<u64>,
}

/// Decodes a page. The hashes of its items are kept on request.
pub(super) type DecodePage = fn(&RawResponse, bool) -> Result<Received, Error>;

/// Decodes a page with items of this type.
pub(super) fn decode_page<T: Decode + Send + 'static>(
    response: &RawResponse,
    keeps_hashes: bool,
) -> Result<Received, Error> {
    let mut hashes = Vec::new();
    let page = Page::<T>::decode(response, keeps_hashes.then_some(&mut hashes))?;
    let counts = response.operation.paging.map(|(paging, names)| Counts::of(&page, paging, names));
    let counts = counts.unwrap_or_default();
    let info = PageInfo {
        number: page.number,
        page_size: page.page_size,
        start: page.start,
        end: page.end,
        this: page.links.this.clone(),
        next: page.links.next.clone(),
        counts,
        body: Bytes::new(),
    };
    Ok(Received { page: Box::new(page), info, hashes })
}

/// Returns a page with items of this type, without the items at these positions.
pub(super) fn page_of<T: 'static>(page: ErasedPage, dropped: &[usize]) -> Option<Page<T>> {
    let mut page = page.downcast::<Page<T>>().ok()?;
    if !dropped.is_empty() {
        let mut index = 0;
        page.items.retain(|_| {
            let is_kept = dropped.binary_search(&index).is_err();
            index += 1;
            is_kept
        });
    }
    Some(*page)
}
