//! `x-quota` names a quota declared in the root, and quotas permit requests.

use std::collections::BTreeSet;

use crate::diagnostics::{Code, Diagnostic, did_you_mean};
use crate::source::Scalar;
use crate::spec::{Cursor, Elements, Operation};

/// Reports unknown and unused quotas, a missing default quota, and quotas without requests.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for operation in &spec.operations {
        if let Some(cursor) = operation.cursor.get("x-quota") {
            found.extend(check_key(spec, &cursor, "x-quotas", Code::UnknownQuota));
        }
    }
    check_used(spec, "x-quota", "x-quotas", &mut found);
    found.extend(check_default(spec));
    let root = spec.document.root_file();
    let quotas = root.iter().flat_map(|root| root.get_members("x-quotas"));
    for (name, quota) in quotas {
        found.extend(check_limit(name, &quota).or_else(|| check_period(spec, &quota)));
    }
    found
}

/// Reports a quota that permits no request: none of its operations could be called.
fn check_limit(name: &str, quota: &Cursor<'_>) -> Option<Diagnostic> {
    let limit = quota.get("limit").filter(|own| own.node.scalar() == Some(Scalar::Integer(0)))?;
    let message = format!("quota `{name}` permits no requests");
    Some(
        Diagnostic::new(Code::BadExtensionValue, &limit.origin, message)
            .help("write the number of requests; omit `limit` and `per` if no limit is documented"),
    )
}

/// Reports a period without a number of requests.
fn check_period(spec: &Elements<'_>, quota: &Cursor<'_>) -> Option<Diagnostic> {
    let per = quota.get("per").filter(|_| !quota.has("limit"))?;
    let diagnostic =
        Diagnostic::new(Code::BadExtensionValue, &per.origin, "`per` requires `limit`");
    let span = spec.document.key_span(&per.origin);
    Some(diagnostic.span(span).help("add the `limit`, or remove `per` if none is documented"))
}

/// Checks that there is a default quota if quotas are declared and an operation names none.
fn check_default(spec: &Elements<'_>) -> Option<Diagnostic> {
    let root = spec.document.root_file()?;
    let operation = spec.operations.iter().find(|operation| !operation.cursor.has("x-quota"))?;
    if root.get("x-quotas")?.has("default") {
        return None;
    }
    let at = root.origin.child("x-quotas");
    Some(
        Diagnostic::new(Code::UnknownQuota, &at, "`x-quotas` has no `default`")
            .label(&operation.cursor.origin, "this operation has no `x-quota`")
            .help("add `default: { limit: …, per: hour, description: … }`; omit `limit` and `per` if no limit is documented"),
    )
}

/// Reports the keys of the mapping `table` of the root that no operation names with `key`. The default quota needs no name.
pub fn check_used(spec: &Elements<'_>, key: &str, table: &str, found: &mut Vec<Diagnostic>) {
    let named = |operation: &Operation<'_>| {
        let Some(value) = operation.cursor.get(key) else {
            return (key == "x-quota").then(|| "default".to_owned());
        };
        value.node.as_str().or_else(|| value.get_str("style")).map(str::to_owned)
    };
    let mut used: BTreeSet<String> = spec.operations.iter().filter_map(named).collect();
    let root = spec.document.root_file();
    let entries: Vec<_> = root.iter().flat_map(|root| root.get_members(table)).collect();
    let is_known = |name: &&str| entries.iter().any(|(known, _)| known == name);
    // a name that is reported as unknown may be a misspelling of one that is not used
    let is_misspelled = used.iter().any(|name| !is_known(&name.as_str()));
    used.insert("default".to_owned());
    for (name, entry) in entries.iter().filter(|_| !is_misspelled) {
        if !used.contains(*name) {
            let message = format!("key `{name}` of `{table}` is never used");
            let span = spec.document.key_span(&entry.origin);
            let help = format!("remove it, or refer to it with `{key}`");
            let diagnostic = Diagnostic::new(Code::UnusedElement, &entry.origin, message);
            found.push(diagnostic.span(span).help(help));
        }
    }
}

/// Checks that the string at `cursor` is a key of the mapping `table` of the root.
pub fn check_key(
    spec: &Elements<'_>,
    cursor: &Cursor<'_>,
    table: &str,
    code: Code,
) -> Option<Diagnostic> {
    let name = cursor.node.as_str()?;
    let root = spec.document.root_file()?;
    let known: Vec<&str> = root.get_members(table).map(|(name, _)| name).collect();
    if known.contains(&name) {
        return None;
    }
    let mut diagnostic =
        Diagnostic::new(code, &cursor.origin, format!("unknown key `{name}` of `{table}`"));
    diagnostic.help = did_you_mean(name, known)
        .or_else(|| Some(format!("declare it in `{table}` of the root file")));
    Some(diagnostic)
}
