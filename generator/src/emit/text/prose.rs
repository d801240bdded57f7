//! The documents of the crate that people write most of: templates with the API filled in.

use tera::{Context as Values, Tera};

use super::view::ApiView;
use crate::context::Context;
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::Api;
use crate::location::{FileId, Origin};

/// Renders every template (name without `.tera`, text).
pub fn render(
    ctx: &mut Context,
    api: &Api,
    templates: &[(String, String)],
) -> Vec<(String, String)> {
    let mut values = Values::new();
    values.insert("api", &ApiView::of(api));
    let mut files = Vec::new();
    for (name, template) in templates {
        match one(template, &values) {
            Ok(text) => files.push((name.clone(), text)),
            Err(error) => ctx.report(
                Diagnostic::new(
                    Code::Internal,
                    &Origin::root(FileId(0)),
                    format!("the template of {name} does not render: {error}"),
                )
                .help("edit it under templates/text/"),
            ),
        }
    }
    files
}

fn one(template: &str, values: &Values) -> Result<String, String> {
    let mut tera = Tera::new();
    tera.add_raw_template("text", template).map_err(|error| chain(&error))?;
    tera.render("text", values).map_err(|error| chain(&error))
}

/// An error with its causes, which say what is wrong.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(&format!(": {cause}"));
        source = cause.source();
    }
    text
}
