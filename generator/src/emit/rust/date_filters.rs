//! The methods of a request builder for a range of dates by a named date filter.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::links::Links;
use super::operations::set_parameter;
use super::{docs, values};
use crate::inflect::group_digits;
use crate::ir::{Api, DateFilter, Operation, Parameter, Window};
use crate::markdown;

/// A named date filter with its window and the parameters of both ends.
type Range<'a> = (&'a Window, &'a DateFilter, &'a Parameter, &'a Parameter);

/// Returns the named date filters. Both parameters are optional, which a lint checks.
fn ranges(operation: &Operation) -> impl Iterator<Item = Range<'_>> {
    let parameter = |wire: &str| {
        operation.parameters.iter().find(|parameter| parameter.wire == wire && !parameter.required)
    };
    operation.windows.iter().filter_map(move |window| {
        Some((
            window,
            window.date_filter.as_ref()?,
            parameter(&window.start)?,
            parameter(&window.end)?,
        ))
    })
}

/// Renders the setters of both ends of a range.
pub fn range_setters(api: &Api, operation: &Operation, links: &Links) -> TokenStream {
    ranges(operation).map(|range| range_setter(api, operation, range, links)).collect()
}

fn range_setter(
    api: &Api,
    operation: &Operation,
    (window, filter, start, end): Range<'_>,
    links: &Links,
) -> TokenStream {
    let name = format_ident!("{}_between", filter.name.plain());
    let mut text = links.apply(&markdown::escape(&filter.docs), "");
    let link = |parameter: &Parameter| {
        let name = parameter.name.plain();
        format!("[`{name}`]({}::{name})", operation.request)
    };
    text.push_str(&format!("\n\nSets {} and {}.", link(start), link(end)));
    if let (Some(days), Some(_)) = (window.days, &operation.paged) {
        text.push_str(&format!(
            " [`items`]({0}::items) and [`pages`]({0}::pages) split a range of more than {1} days.",
            operation.request,
            group_digits(window.split_days.unwrap_or(days).into())
        ));
    }
    let docs = docs::link_attributes(&text);
    let start_type = values::parameter_type(api, &start.ty);
    let end_type = values::parameter_type(api, &end.ty);
    let set_start = set_parameter(api, start, &format_ident!("start"));
    let set_end = set_parameter(api, end, &format_ident!("end"));
    // setters that are not generic are compiled only where they are used
    let is_plain = [start, end].iter().all(|own| values::has_exact_parameter(api, &own.ty));
    let inline = is_plain.then(|| quote! { #[inline] });
    quote! {
        #docs
        #inline
        pub fn #name(self, start: #start_type, end: #end_type) -> Self {
            Self(self.0 #set_start #set_end)
        }
    }
}

/// Renders the methods that return the items since the last run.
pub fn sync_methods(api: &Api, operation: &Operation, links: &Links) -> TokenStream {
    let Some(paged) = &operation.paged else { return TokenStream::new() };
    let item = values::plain(api, &paged.item);
    let filters = ranges(operation).filter(|(_, filter, ..)| filter.sync);
    let methods = filters.map(|(window, filter, ..)| {
        let name = format_ident!("{}_since", filter.name.plain());
        let (start, end) = (&window.start, &window.end);
        let docs = docs::link_attributes(&format!(
            "Returns the items since the last run, up to the present.\n\n\
             The first run begins with a time, later ones with the [state](SyncItems::state) of the run before.\n\n{}",
            links.apply(&markdown::escape(&filter.docs), "")
        ));
        quote! {
            #docs
            pub fn #name(self, state: impl Into<SyncState>) -> SyncItems<#item, M> {
                self.0.sync(#start, #end, state.into())
            }
        }
    });
    methods.collect()
}
