//! Renders diagnostics as SARIF 2.1.0, the format of code scanning services.

use serde_json::{Value, json};

use super::files::{Region, sort};
use super::{Code, Diagnostic, Files};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// Renders diagnostics as one SARIF log with the rules they refer to.
pub fn render_sarif(files: &impl Files, diagnostics: &[Diagnostic]) -> String {
    let sorted = sort(files, diagnostics);
    let mut codes: Vec<Code> = sorted.iter().map(|diagnostic| diagnostic.code).collect();
    codes.sort();
    codes.dedup();
    let results: Vec<Value> = sorted.iter().map(|d| result(files, &codes, d)).collect();
    let driver = json!({
        "name": "xtask",
        "version": env!("CARGO_PKG_VERSION"),
        "rules": codes.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
    });
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": driver },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

/// Returns the description of a code.
fn rule(code: Code) -> Value {
    let page = code.page();
    json!({
        "id": code.number(),
        "name": code.name(),
        "shortDescription": { "text": code.summary() },
        "help": { "text": page, "markdown": page },
        "defaultConfiguration": { "level": code.severity().name() },
    })
}

fn result(files: &impl Files, codes: &[Code], diagnostic: &Diagnostic) -> Value {
    let text = match &diagnostic.help {
        Some(help) => format!("{}\nhelp: {help}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    let location = match &diagnostic.output {
        Some(path) => Some(json!({ "physicalLocation": { "artifactLocation": artifact(path) } })),
        None => Region::of_diagnostic(files, diagnostic).map(|region| {
            json!({
                "physicalLocation": physical_location(files, &region),
                "logicalLocations": [{ "fullyQualifiedName": diagnostic.origin.pointer }],
            })
        }),
    };
    let related = diagnostic.labels.iter().enumerate().filter_map(|(id, label)| {
        let region = Region::of(files, &label.origin, label.span)?;
        Some(json!({
            "id": id,
            "physicalLocation": physical_location(files, &region),
            "message": { "text": label.text },
        }))
    });
    let mut result = json!({
        "ruleId": diagnostic.code.number(),
        "ruleIndex": codes.binary_search(&diagnostic.code).unwrap_or_default(),
        "level": diagnostic.severity.name(),
        "message": { "text": text },
        "locations": location.into_iter().collect::<Vec<_>>(),
        "relatedLocations": related.collect::<Vec<_>>(),
    });
    if let (Some(fix), Some(members)) = (fix(files, diagnostic), result.as_object_mut()) {
        members.insert("fixes".to_owned(), json!([fix]));
    }
    result
}

/// Returns the replacements, or `None` if there are none.
fn fix(files: &impl Files, diagnostic: &Diagnostic) -> Option<Value> {
    let changes = diagnostic.edits.iter().filter_map(|edit| {
        let region = Region::of(files, &edit.origin, edit.span)?;
        Some(json!({
            "artifactLocation": artifact(&region.full_path(files)),
            "replacements": [{
                "deletedRegion": region_value(&region),
                "insertedContent": { "text": edit.text },
            }],
        }))
    });
    let changes: Vec<Value> = changes.collect();
    let description = diagnostic.help.as_deref().unwrap_or("replace it");
    (!changes.is_empty())
        .then(|| json!({ "description": { "text": description }, "artifactChanges": changes }))
}

fn physical_location(files: &impl Files, region: &Region) -> Value {
    json!({
        "artifactLocation": artifact(&region.full_path(files)),
        "region": region_value(region),
    })
}

fn region_value(region: &Region) -> Value {
    json!({
        "startLine": region.start.line,
        "startColumn": region.start.column,
        "endLine": region.end.line,
        "endColumn": region.end.column,
    })
}

/// Returns a location as a URI. Bytes that a path of a URI must not contain are percent-encoded.
fn artifact(path: &str) -> Value {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    json!({ "uri": uri })
}
