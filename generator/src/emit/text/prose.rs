//! The documents of the crate, from templates.

use tera::{Context as Values, Tera};

use super::view::ApiView;
use crate::context::Context;
use crate::diagnostics::{Code, Diagnostic};
use crate::emit::Templates;
use crate::emit::rust::first_sentence;
use crate::ir::Api;
use crate::location::{FileId, Origin};

/// Renders the templates. Returns the name and the text of each document.
pub fn render(ctx: &mut Context, api: &Api, templates: &Templates) -> Vec<(String, String)> {
    let mut values = Values::new();
    values.insert("api", &ApiView::new(api));
    values.insert("introduction", templates.introduction.trim());
    values.insert("guide", &templates.guide);
    values.insert("programs", &programs(templates));
    let mut files = Vec::new();
    for (name, template) in &templates.prose {
        match render_template(template, &values) {
            Ok(text) => files.push((name.clone(), text)),
            Err(error) => ctx.report(
                Diagnostic::new(
                    Code::Internal,
                    &Origin::root(FileId(0)),
                    format!("cannot render `{name}`: {error}"),
                )
                .help("edit the template in `templates/text/`"),
            ),
        }
    }
    files
}

/// Returns the names of the example programs, each with the first sentence of its documentation.
fn programs(templates: &Templates) -> Vec<(&str, String)> {
    let summary = |name: &str| {
        let path = format!("examples/{name}.rs");
        let (_, text) = templates.copies.iter().find(|(known, _)| *known == path)?;
        let lines = text.lines().filter_map(|line| line.strip_prefix("//!"));
        let paragraph: Vec<&str> =
            lines.map(str::trim).take_while(|line| !line.is_empty()).collect();
        Some(first_sentence(&paragraph.join(" ")))
    };
    let names = templates.programs.iter();
    names.map(|name| (name.as_str(), summary(name).unwrap_or_default())).collect()
}

fn render_template(template: &str, values: &Values) -> Result<String, String> {
    let mut tera = Tera::new();
    tera.add_raw_template("text", template).map_err(|error| with_sources(&error))?;
    tera.render("text", values).map_err(|error| with_sources(&error))
}

/// Returns the message of an error and those of its sources.
fn with_sources(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(&format!(": {cause}"));
        source = cause.source();
    }
    text
}
