//! The keys of OpenAPI 3.1 without an equivalent in 3.0.

/// Keys that restrict values, or that nothing is generated from. They do not describe the type of a value.
const RESTRICTIONS: [&str; 18] = [
    "$anchor",
    "$id",
    "contains",
    "contentMediaType",
    "contentSchema",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "if",
    "jsonSchemaDialect",
    "maxContains",
    "minContains",
    "pathItems",
    "patternProperties",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// Keys that describe types, values or operations.
const DESCRIPTIONS: [&str; 9] = [
    "$defs",
    "$dynamicAnchor",
    "$dynamicRef",
    "$vocabulary",
    "additionalItems",
    "const",
    "contentEncoding",
    "prefixItems",
    "webhooks",
];

/// Returns `true` for a key of OpenAPI 3.1 without an equivalent in 3.0.
pub fn is_newer(key: &str) -> bool {
    is_restriction(key) || DESCRIPTIONS.contains(&key)
}

/// Returns `true` for such a key that only restricts values.
pub fn is_restriction(key: &str) -> bool {
    RESTRICTIONS.contains(&key)
}
