//! Formats tokens as a source file, item by item, with a header.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::LINE_END;
use crate::context::Context;
use crate::diagnostics::{Code, Diagnostic};
use crate::location::{FileId, Origin};
use crate::markdown;

/// A builder of a Rust file.
#[derive(Debug, Default)]
pub struct Source {
    head: String,
    items: Vec<String>,
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
        Self { head, items: Vec::new() }
    }

    /// Adds lines that belong together, such as a block of `use` or `mod`.
    pub fn block(&mut self, lines: &[String]) {
        if !lines.is_empty() {
            self.items.push(lines.join("\n") + "\n");
        }
    }

    /// Adds an item as text, such as a macro call, which is not formatted.
    pub fn text(&mut self, text: String) {
        self.items.push(text);
    }

    /// Adds one or more items as tokens.
    pub fn item(&mut self, ctx: &mut Context, what: &str, tokens: TokenStream) {
        match syn::parse2::<syn::File>(tokens.clone()) {
            Ok(file) => {
                for item in file.items {
                    let single = syn::File {
                        shebang: None,
                        frontmatter: None,
                        attrs: Vec::new(),
                        items: vec![item],
                    };
                    self.items.push(spaced(&prettyplease::unparse(&single)));
                }
            }
            Err(error) => {
                let message = format!("rendered invalid Rust for {what}: {error}: {tokens}");
                ctx.report(
                    Diagnostic::new(Code::Internal, &Origin::root(FileId(0)), message)
                        .help("this is a bug of the generator; report it"),
                );
            }
        }
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
        match line.split_once("///") {
            Some((indent, docs)) if indent.trim_start().is_empty() => {
                for line in docs.split(LINE_END) {
                    out.push_str(indent);
                    out.push_str("///");
                    out.push_str(line);
                    out.push('\n');
                }
            }
            _ => {
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

/// Returns the names that Rust code uses and that must be in scope.
///
/// Names in comments and strings, names after `::`, variants of an open enum or union, and limits in the table of a struct
/// are omitted.
pub fn identifiers(text: &str) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    let is_omitted = |line: &str| line.starts_with("//") || is_limit(line);
    for line in text.lines().filter(|line| !is_omitted(line.trim_start())) {
        for (i, code) in without_variant(line).split('"').enumerate() {
            if i % 2 == 0 {
                names(code, &mut found);
            }
        }
    }
    found
}

/// Returns the line without the name of a variant of an enum or a union: `Open,`, `Open = "OPEN",`,
/// `Fixed(Box<FixedReward>),` and `Fixed(FixedReward) = "FIXED",`.
fn without_variant(line: &str) -> &str {
    let code = line.trim();
    let line = match line.split_once(" = \"") {
        Some((variant, _)) if !variant.contains(':') => variant,
        _ if is_variant(code) => code,
        _ => return line,
    };
    line.split_once('(').map(|(_, record)| record).unwrap_or_default()
}

/// Returns `true` for a limit in the table of a struct: `"Text" MaxLength(64),`.
fn is_limit(line: &str) -> bool {
    let rest = line.strip_prefix('"').and_then(|line| line.split_once("\" "));
    rest.is_some_and(|(_, limit)| limit.starts_with(char::is_uppercase))
}

/// Returns `true` for a line that declares a variant.
fn is_variant(code: &str) -> bool {
    let Some(variant) = code.strip_suffix(',') else { return false };
    let name = variant.split_once("(Box<").map_or(variant, |(name, _)| name);
    name.starts_with(char::is_uppercase) && name.chars().all(char::is_alphanumeric)
}

/// Adds the names in a line of code. Characters that are not ASCII are part of names.
fn names<'a>(code: &'a str, found: &mut BTreeSet<&'a str>) {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii();
    let mut start = None;
    for (at, byte) in code.bytes().chain([b' ']).enumerate() {
        match start {
            None if is_letter(byte) => start = Some(at),
            Some(from) if !is_letter(byte) => {
                let is_qualified = code.get(..from).is_some_and(|before| before.ends_with("::"));
                found.extend(code.get(from..at).filter(|_| !is_qualified));
                start = None;
            }
            _ => {}
        }
    }
}

/// Returns `use` lines for the names among `known` (name, module path) that `text` uses, one per module.
pub fn imports(text: &str, known: &[(String, String)]) -> Vec<String> {
    imports_within(text, known, 100)
}

/// Returns the `use` lines like [`imports`], with at most `width` columns if possible.
pub fn imports_within(text: &str, known: &[(String, String)], width: usize) -> Vec<String> {
    let used = identifiers(text);
    let mut modules: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, module) in known {
        if used.contains(name.as_str()) {
            modules.entry(module).or_default().push(name);
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

    #[test]
    fn names_of_code_are_found() {
        let text = "// Comment\nlet a: Vec<Note> = \"text\"; b::C(1, d_2)\n    Open = \"OPEN\",\n\
                    \"Text\" MaxLength(64),\n\"2026\".parse::<Date>()";
        let found: Vec<&str> = identifiers(text).into_iter().collect();
        assert_eq!(found, ["1", "Date", "Note", "Vec", "a", "b", "d_2", "let", "parse"]);
    }
}
