//! Fourth pass: checks that need the whole document.
//!
//! Each rule is one module with a function `check`, which returns diagnostics and changes nothing. [`RULES`] has
//! their names: those of a well-known linter where one checks the same, as `path-params` and `typed-enum` of Spectral,
//! `no-unused-components` and `security-defined` of Redocly, and `oas3-missing-example` of vacuum.

mod account;
mod all_of;
mod bulk;
mod components;
mod constraint_examples;
mod constraints;
mod delegate;
mod description;
mod distinct;
mod encodings;
mod enums;
mod exact;
mod example;
mod filters;
mod formats;
mod group;
mod headers;
mod ids;
mod jobs;
mod keywords;
mod limits;
mod media;
mod missing_example;
mod missing_keys;
mod names;
mod operation_id;
mod page_members;
mod page_numbers;
mod paging;
mod parameters;
mod paths;
mod patterns;
mod polled_types;
mod presets;
mod quota;
mod references;
mod required;
mod responses;
mod retry_safety;
mod root_headers;
mod root_values;
mod rule;
mod security;
mod status_lists;
mod suppress;
mod undeclared;
mod unused;
mod validate;
mod validate_union;
mod variants;
mod window_order;
mod windows;

pub use rule::Rule;

use crate::context::{Context, Dialect};
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::parallel;
use crate::spec::Document;

/// What descriptions of others need not have, and operations that only the generated methods distinguish.
const COMPLETENESS: [Code; 5] = [
    Code::MissingDescription,
    Code::MissingExample,
    Code::MissingKey,
    Code::UnusedComponent,
    Code::DuplicatePath,
];

/// The rules that find nothing else.
const COMPLETENESS_RULES: [&str; 3] =
    ["missing-description", "oas3-missing-example", "no-unused-components"];

/// Runs all rules, and reports what they find.
pub fn check(ctx: &mut Context, document: &Document) -> Result<(), Diagnostics> {
    find(ctx.dialect, document).into_iter().for_each(|diagnostic| ctx.report(diagnostic));
    Ok(())
}

/// Runs all rules, and returns what they find without the warnings that the spec allows.
pub fn find(dialect: Dialect, document: &Document) -> Vec<Diagnostic> {
    let elements = document.elements();
    // a suppression is unused if its rule finds nothing
    let runs_all = !dialect.is_foreign || !elements.suppressing.is_empty();
    let rules = RULES.iter().filter(|rule| runs_all || !COMPLETENESS_RULES.contains(&rule.name));
    let found = parallel::map(rules.collect(), |rule: &Rule| rule.run(&elements));
    let mut found = suppress::apply(&elements, found.into_iter().flatten().collect());
    found.retain(|it| !dialect.is_foreign || !COMPLETENESS.contains(&it.code));
    found
}

/// The rules, in the order in which their subjects appear in a spec.
pub const RULES: &[Rule] = &[
    Rule::new(
        "root-values",
        root_values::check,
        "URLs, headers and states of the root file are valid",
    ),
    Rule::new(
        "account-defined",
        account::check,
        "the account parameter and the example account are not misspelled",
    ),
    Rule::new(
        "root-headers",
        root_headers::check,
        "names in `x-rate-limits` and `x-errors` are valid and unique",
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
        "retry-safety-consistent",
        retry_safety::check,
        "`x-retry-safety` agrees with the method, the name and the keys of an operation",
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
    Rule::new(
        "quotas-defined",
        quota::check,
        "`x-quota` names a declared quota, and quotas permit requests",
    ),
    Rule::new(
        "paging-defined",
        paging::check,
        "`x-page` agrees with the paging style, the parameters and the response",
    ),
    Rule::new(
        "page-members-defined",
        page_members::check,
        "`members` of a paging style names members of responses, each with one meaning",
    ),
    Rule::new(
        "page-numbers-valid",
        page_numbers::check,
        "numbers and sizes of pages are values of their parameters",
    ),
    Rule::new(
        "jobs-defined",
        jobs::check,
        "jobs and queues name operations and members of their responses",
    ),
    Rule::new(
        "jobs-typed",
        polled_types::check,
        "members of jobs and queues have the types of their meanings, and one meaning each",
    ),
    Rule::new(
        "paging-and-jobs-declared",
        missing_keys::check,
        "operations with the parameters of pages, or the response of a job, have the keys for these",
    ),
    Rule::new(
        "windows-defined",
        windows::check,
        "`x-windows` names query parameters of its operation",
    ),
    Rule::new(
        "windows-in-order",
        window_order::check,
        "the start and the end of a window are not swapped",
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
        "keywords and styles apply to the type of their schema",
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
    Rule::new("bulk-defined", bulk::check, "`x-bulk` names members of the elements, each once"),
    Rule::new(
        "status-lists-defined",
        status_lists::check,
        "`list` of a queue names operations, and members of statuses and of writes",
    ),
    Rule::new(
        "no-misspelled-members",
        undeclared::check,
        "undeclared members of queues and errors are no misspellings of properties",
    ),
    Rule::new("no-unused-components", unused::check, "every component is used by an operation"),
];
