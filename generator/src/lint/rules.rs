//! The names of the rules.
//!
//! A rule is named like that of a well-known linter where one checks the same: `path-params` and `typed-enum`
//! as in Spectral, `no-unused-components` and `security-defined` as in Redocly, `oas3-missing-example` as in vacuum.

use super::{
    all_of, bulk, components, constraints, delegate, description, encodings, enums, example,
    filters, formats, group, headers, ids, jobs, keywords, limits, media, missing_example, names,
    operation_id, paging, parameters, paths, patterns, presets, quota, references, required,
    responses, root_values, security, unused, variants, windows,
};
use crate::diagnostics::Diagnostic;
use crate::spec::Elements;

/// A check of the whole document, which changes nothing.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The name, by which a warning of the rule is suppressed.
    pub name: &'static str,
    /// What the rule requires.
    pub summary: &'static str,
    check: fn(&Elements<'_>) -> Vec<Diagnostic>,
}

impl Rule {
    const fn new(
        name: &'static str,
        check: fn(&Elements<'_>) -> Vec<Diagnostic>,
        summary: &'static str,
    ) -> Self {
        Self { name, summary, check }
    }

    /// Returns the diagnostics of the rule, with its name.
    pub(super) fn run(&self, spec: &Elements<'_>) -> Vec<Diagnostic> {
        let mut found = (self.check)(spec);
        for diagnostic in &mut found {
            diagnostic.rule = Some(self.name);
        }
        found
    }
}

/// The rules, in the order in which their subjects appear in a spec.
pub const RULES: &[Rule] = &[
    Rule::new(
        "root-values",
        root_values::check,
        "URLs, headers and states of the root file are valid",
    ),
    Rule::new(
        "valid-names",
        names::check,
        "names of the crate, of groups and of methods are valid in Rust",
    ),
    Rule::new(
        "spec-components-invalid-map-name",
        components::check,
        "names of components consist of the characters that OpenAPI allows",
    ),
    Rule::new(
        "operation-group",
        group::check,
        "operations belong to a group and have a method and a retry safety",
    ),
    Rule::new(
        "operation-operationId-unique",
        operation_id::check,
        "operations have a unique `operationId`",
    ),
    Rule::new(
        "path-params",
        paths::check,
        "paths are well formed and unique, and match their parameters",
    ),
    Rule::new(
        "operation-parameters-unique",
        parameters::check,
        "parameters of an operation are unique",
    ),
    Rule::new(
        "valid-headers",
        headers::check,
        "names of headers are valid and unique, and headers of requests can be sent",
    ),
    Rule::new(
        "operation-2xx-response",
        responses::check,
        "operations declare a successful response",
    ),
    Rule::new(
        "missing-description",
        description::check,
        "operations, responses, parameters, schemas and properties are described",
    ),
    Rule::new(
        "oas3-missing-example",
        missing_example::check,
        "request bodies, JSON responses and parameters have examples",
    ),
    Rule::new("oas3-valid-media-example", example::check, "examples match their schemas"),
    Rule::new(
        "id-types-defined",
        ids::check,
        "`x-id` names a declared id type, and every id type is used",
    ),
    Rule::new("quotas-defined", quota::check, "`x-quota` names a declared quota"),
    Rule::new(
        "paging-defined",
        paging::check,
        "`x-page` agrees with the paging style, the parameters and the response",
    ),
    Rule::new(
        "jobs-defined",
        jobs::check,
        "jobs and queues name operations and members of their responses",
    ),
    Rule::new(
        "windows-defined",
        windows::check,
        "`x-windows` names query parameters of its operation",
    ),
    Rule::new(
        "filters-defined",
        filters::check,
        "`x-filters` names an operation and members of its response",
    ),
    Rule::new("security-defined", security::check, "security schemes and servers are declared"),
    Rule::new(
        "delegate-defined",
        delegate::check,
        "`delegate` has one placeholder and names a server",
    ),
    Rule::new(
        "typed-enum",
        enums::check,
        "enum values are unique and have the type of their schema",
    ),
    Rule::new(
        "valid-formats",
        formats::check,
        "formats are defined for their type, and defaults match their schema",
    ),
    Rule::new("valid-limits", limits::check, "ranges are not empty"),
    Rule::new("valid-patterns", patterns::check, "patterns are regular expressions"),
    Rule::new(
        "no-required-schema-properties-undefined",
        required::check,
        "`required` names existing properties, each once",
    ),
    Rule::new(
        "no-conflicting-all-of",
        all_of::check,
        "parts of an `allOf` declare a property with one type",
    ),
    Rule::new(
        "no-duplicate-variants",
        variants::check,
        "alternatives are listed once, and declare their discriminator",
    ),
    Rule::new(
        "no-schema-type-mismatch",
        keywords::check,
        "keywords apply to the type of their schema",
    ),
    Rule::new(
        "constraints-defined",
        constraints::check,
        "`x-constraints` is well formed and names existing members",
    ),
    Rule::new(
        "valid-media-types",
        media::check,
        "media types are spelled correctly, and their keys apply",
    ),
    Rule::new(
        "valid-encodings",
        encodings::check,
        "`encoding` names properties of the body, with values that are sent",
    ),
    Rule::new(
        "references-defined",
        references::check,
        "`x-reference` names a declared reference, whose members the body has",
    ),
    Rule::new(
        "presets-defined",
        presets::check,
        "`x-presets` names members of the request body, with valid values",
    ),
    Rule::new("bulk-defined", bulk::check, "`x-bulk` names members of the elements"),
    Rule::new("no-unused-components", unused::check, "every component is used by an operation"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_are_unique_and_in_kebab_case() {
        let names: BTreeSet<&str> = RULES.iter().map(|rule| rule.name).collect();
        assert_eq!(names.len(), RULES.len());
        for name in names {
            let is_word = |word: &str| !word.is_empty() && word.chars().all(char::is_alphanumeric);
            assert!(name.split('-').all(is_word), "{name}");
        }
    }

    /// Every module with a function `check` is a rule.
    #[test]
    fn every_lint_is_registered() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lint");
        let table = std::fs::read_to_string(folder.join("rules.rs")).unwrap();
        let mut count = 0;
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(&path).unwrap();
            if text.contains("\npub fn check(spec: &Elements<'_>) -> Vec<Diagnostic>") {
                assert!(table.contains(&format!("{name}::check,")), "{name} is not in `RULES`");
                count += 1;
            }
        }
        assert_eq!(count, RULES.len());
    }
}
