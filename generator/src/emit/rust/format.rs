//! Formats tokens as a source file, item by item, with a header.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::LINE_END;
use super::names;
use crate::context::Context;
use crate::diagnostics::{Code, Diagnostic};
use crate::location::{FileId, Origin};
use crate::markdown;

/// A builder of a Rust file.
#[derive(Debug, Default)]
pub struct Source {
    head: String,
    items: Vec<String>,
    names: BTreeSet<String>,
}

impl Source {
    /// Creates a file that begins with this module documentation.
    pub fn new(docs: &str) -> Self {
        let mut head = String::new();
        for line in markdown::wrap(docs, 96) {
            head.push_str(if line.is_empty() { "//!" } else { "//! " });
            head.push_str(&line);
            head.push('\n');
        }
        Self { head, ..Self::default() }
    }

    /// Adds lines that belong together, such as a block of `use` or `mod`.
    pub fn block(&mut self, lines: &[String]) {
        if !lines.is_empty() {
            self.items.push(lines.join("\n") + "\n");
        }
    }

    /// Adds an item as text, such as a macro call, which is not formatted.
    pub fn text(&mut self, text: String) {
        names::collect(&text, &mut self.names);
        self.items.push(text);
    }

    /// Adds one or more items as tokens.
    pub fn item(&mut self, ctx: &mut Context, what: &str, tokens: TokenStream) {
        match syn::parse2::<syn::File>(tokens) {
            Ok(file) => {
                for item in file.items {
                    let single = syn::File {
                        shebang: None,
                        frontmatter: None,
                        attrs: Vec::new(),
                        items: vec![item],
                    };
                    let text = prettyplease::unparse(&single);
                    names::collect(&text, &mut self.names);
                    self.items.push(spaced(&text));
                }
            }
            Err(error) => {
                let message = format!("rendered invalid Rust for {what}: {error}");
                ctx.report(
                    Diagnostic::new(Code::Internal, &Origin::root(FileId(0)), message)
                        .help("this is a bug of the generator; report it"),
                );
            }
        }
    }

    /// Adds the items of another file.
    pub fn append(&mut self, other: Source) {
        self.items.extend(other.items);
        self.names.extend(other.names);
    }

    /// Returns the names that the items use and that must be in scope.
    pub fn names(&self) -> &BTreeSet<String> {
        &self.names
    }

    /// Returns the text of the file, which begins with `header`.
    pub fn finish(self, header: &str) -> String {
        let mut parts = vec![header.to_owned(), self.head];
        parts.extend(self.items);
        parts.retain(|part| !part.is_empty());
        parts.join("\n")
    }
}

/// Separates the lines of doc comments, and adds a blank line after every method, which the formatter omits.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut lines = text.split_terminator('\n').peekable();
    while let Some(line) = lines.next() {
        let code = line.trim_start();
        let indent = line.strip_suffix(code).unwrap_or_default();
        match code.strip_prefix("///") {
            Some(docs) => {
                for line in docs.split(LINE_END) {
                    out.push_str(indent);
                    out.push_str("///");
                    out.push_str(line);
                    out.push('\n');
                }
            }
            None => {
                out.push_str(line);
                out.push('\n');
            }
        }
        let ends_method = line == "    }";
        if ends_method && lines.peek().is_some_and(|next| next.starts_with("    ")) {
            out.push('\n');
        }
    }
    out
}

/// Returns `use` lines for the names among `known` (name, module path) that code uses, one per module.
pub fn imports(used: &BTreeSet<String>, known: &[(String, String)]) -> Vec<String> {
    imports_within(used, known, 100)
}

/// Returns the `use` lines like [`imports`], with at most `width` columns if possible.
pub fn imports_within(
    used: &BTreeSet<String>,
    known: &[(String, String)],
    width: usize,
) -> Vec<String> {
    let mut modules: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, module) in known {
        if used.contains(name) {
            modules.entry(module).or_default().push(name.trim_end_matches('!'));
        }
    }
    modules.into_iter().map(|(module, names)| import(module, names, width)).collect()
}

fn import(module: &str, mut names: Vec<&str>, width: usize) -> String {
    names.sort_unstable();
    names.dedup();
    if let [only] = names.as_slice() {
        return format!("use {module}::{only};");
    }
    let one_line = format!("use {module}::{{{}}};", names.join(", "));
    if one_line.len() <= width {
        return one_line;
    }
    let mut text = format!("use {module}::{{\n");
    for line in markdown::wrap(&(names.join(", ") + ","), width - 6) {
        text.push_str(&format!("    {line}\n"));
    }
    text + "};"
}

/// Creates the token of an identifier, which may be raw.
pub fn ident(name: &str) -> proc_macro2::Ident {
    let span = proc_macro2::Span::call_site();
    match name.strip_prefix("r#") {
        Some(raw) => proc_macro2::Ident::new_raw(raw, span),
        None => proc_macro2::Ident::new(name, span),
    }
}

/// Renders a list of strings: `&["a", "b"]`.
pub fn texts(texts: &[String]) -> TokenStream {
    quote! { &[#(#texts),*] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_docs_are_separated() {
        let docs = super::super::docs::attributes("One.\n\n- two");
        let mut source = Source::default();
        source.item(&mut Context::default(), "a test", quote! { mod a { #docs pub fn b() {} } });
        assert_eq!(
            source.finish(""),
            "mod a {\n    /// One.\n    ///\n    /// - two\n    pub fn b() {}\n}\n"
        );
    }
}
