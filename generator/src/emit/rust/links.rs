//! Links from wire names in prose to the setters and fields that have them.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;

use super::docs;
use crate::ir::{Content, Field, Operation};
use crate::markdown;

/// Replacements of wire names in backticks.
#[derive(Debug, Default)]
pub struct Links(BTreeMap<String, String>);

impl Links {
    /// Returns links to the setters of a request builder.
    pub fn of_request(operation: &Operation) -> Self {
        let mut links = Self::default();
        let owner = &operation.request;
        for parameter in operation.parameters.iter().filter(|parameter| !parameter.required) {
            links.add_item(&parameter.wire, owner, &parameter.name.ident);
        }
        if let Some(Content::Members(members)) = operation.body.as_ref().map(|body| &body.content) {
            for member in members.iter().filter(|member| member.has_request_setter()) {
                links.add_item(&member.wire, owner, &member.setter);
            }
        }
        links
    }

    /// Returns links to the fields of a type.
    pub fn of_fields(owner: &str, fields: &[Field]) -> Self {
        let mut links = Self::default();
        for field in fields {
            links.add_item(&field.wire, owner, &field.name.ident);
        }
        links
    }

    /// Adds the replacement of a wire name, unless it has one.
    pub fn add(&mut self, wire: &str, replacement: String) {
        self.0.entry(wire.to_owned()).or_insert(replacement);
    }

    /// Adds a link that keeps the wire name as its text, because a sentence can be about the spelling.
    fn add_item(&mut self, wire: &str, owner: &str, name: &str) {
        self.add(wire, format!("[`{wire}`]({owner}::{name})"));
    }

    /// Renders the doc attribute of the item with the wire name `own`, which is not replaced.
    pub fn attributes(&self, text: &str, own: &str) -> TokenStream {
        docs::link_attributes(&self.apply(&markdown::escape(text), own))
    }

    /// Replaces the wire names in escaped text, except for `own`.
    pub fn apply(&self, text: &str, own: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find('`') {
            let (before, code) = rest.split_at(start);
            let after = code.trim_start_matches('`');
            let marks = code.get(..code.len() - after.len()).unwrap_or_default();
            out.push_str(before);
            rest = match after.split_once('`') {
                Some((wire, after)) if marks == "`" && !after.starts_with('`') => {
                    match self.0.get(wire).filter(|_| wire != own) {
                        Some(replacement) => out.push_str(replacement),
                        None => out.push_str(&format!("`{wire}`")),
                    }
                    after
                }
                _ => {
                    let end = after.find(marks).map_or(0, |end| end + marks.len());
                    out.push_str(marks);
                    out.push_str(after.get(..end).unwrap_or_default());
                    after.get(end..).unwrap_or_default()
                }
            };
        }
        out.push_str(rest);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_names_in_code_are_replaced() {
        let mut links = Links::default();
        links.add_item("StartDate", "ListNotes", "start_date");
        links.add_item("EndDate", "ListNotes", "end_date");
        links.add("EndDate", "another".to_owned());
        let text = "Not EndDate: `EndDate`, `StartDate` or `EndDates`, `EndDate";
        assert_eq!(
            links.apply(text, "StartDate"),
            "Not EndDate: [`EndDate`](ListNotes::end_date), `StartDate` or `EndDates`, `EndDate"
        );
        assert_eq!(links.apply("``a`EndDate`b``", ""), "``a`EndDate`b``");
    }
}
