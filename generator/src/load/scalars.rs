//! Names of the types of nodes in messages, and what to write instead of a scalar of another type.

use crate::diagnostics::yaml_scalar;
use crate::schema::ValueSchema;
use crate::source::{Node, NodeKind, Scalar, resolve};

/// Returns the type of a node for messages.
pub(super) fn noun(node: &Node) -> &'static str {
    match (&node.kind, node.scalar()) {
        (NodeKind::List(_), _) => "a list",
        (NodeKind::Map(_), _) => "a mapping",
        (_, Some(Scalar::Null)) => "no value",
        (_, Some(Scalar::Bool(_))) => "`true` or `false`",
        (_, Some(Scalar::Integer(number))) if number < 0 => "a negative number",
        (_, Some(Scalar::Integer(_))) => "an integer",
        (_, Some(Scalar::Float(_))) => "a decimal number",
        // larger than any number that is read
        (NodeKind::Scalar { text, plain: true }, _)
            if is_decimal(text) && text.parse().is_ok_and(|number: f64| number.is_infinite()) =>
        {
            "a number that is too large"
        }
        _ => "a string",
    }
}

/// Returns `true` if a text that is parsed as a number is not a word such as `inf`.
fn is_decimal(text: &str) -> bool {
    let begins = text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c));
    begins && text.contains(|c: char| c.is_ascii_digit())
}

/// Returns the text of an integer that is larger than an unsigned number of the schemas.
pub(super) fn too_large(node: &Node) -> Option<String> {
    match node.scalar()? {
        Scalar::Integer(number) if number > i64::from(u32::MAX) => Some(number.to_string()),
        // larger than any integer that is read
        Scalar::Float(_) => {
            let NodeKind::Scalar { text, .. } = &node.kind else { return None };
            text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.clone())
        }
        _ => None,
    }
}

/// Returns a help line and the scalar to write instead: with or without quotes, as a list, or as a boolean.
pub(super) fn suggest_scalar(node: &Node, schema: ValueSchema) -> Option<(String, String)> {
    let NodeKind::Scalar { text, plain } = &node.kind else { return None };
    let matches_unquoted = match (schema, resolve(text)) {
        (ValueSchema::Bool, Scalar::Bool(_)) => true,
        (ValueSchema::Number, Scalar::Integer(_) | Scalar::Float(_)) => true,
        (ValueSchema::Unsigned, Scalar::Integer(number)) => number >= 0,
        _ => false,
    };
    let boolean = match text.to_ascii_lowercase().as_str() {
        "yes" | "on" => "true",
        "no" | "off" => "false",
        _ => "",
    };
    let is_number = matches!(schema, ValueSchema::Number | ValueSchema::Unsigned);
    match (schema, node.scalar()?) {
        (_, Scalar::String(text)) if is_number && *plain => match text.strip_prefix('-') {
            Some(digits) if matches!(schema, ValueSchema::Number) => plain_number("-", digits),
            _ => plain_number("", text),
        },
        (ValueSchema::Unsigned, Scalar::Float(_)) => {
            let (whole, fraction) = text.split_once('.')?;
            plain_number("", whole).filter(|_| fraction.bytes().all(|digit| digit == b'0'))
        }
        (ValueSchema::String, Scalar::Bool(_) | Scalar::Integer(_) | Scalar::Float(_)) => {
            Some((format!("write `'{text}'`"), format!("'{text}'")))
        }
        _ if matches_unquoted && !plain => {
            Some((format!("write `{text}` without quotes"), text.clone()))
        }
        (ValueSchema::Bool, Scalar::String(_)) if !boolean.is_empty() => {
            Some((format!("write `{boolean}`"), boolean.to_owned()))
        }
        (ValueSchema::List(_), Scalar::String(text)) => {
            let list = format!("[{}]", yaml_scalar(text));
            Some((format!("write `{list}`"), list))
        }
        _ => None,
    }
}

/// Returns a help line and the number to write instead of one with separators or leading zeros.
///
/// A number that is octal in YAML 1.1 has two meanings: `0100` is 64 or 100.
fn plain_number(sign: &str, text: &str) -> Option<(String, String)> {
    let digits = text.replace('_', "");
    let is_octal = digits.starts_with('0') && digits.bytes().all(|byte| byte < b'8');
    let digits = digits.trim_start_matches('0');
    let is_integer = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = format!("{sign}{digits}");
    (is_integer && !is_octal).then(|| (format!("write `{number}`"), number))
}
