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
            if text.parse().is_ok_and(|number: f64| number.is_infinite()) =>
        {
            "a number that is too large"
        }
        _ => "a string",
    }
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
        (_, Scalar::String(text)) if is_number && *plain => plain_number(text),
        (ValueSchema::Unsigned, Scalar::Float(_)) => {
            let (whole, fraction) = text.split_once('.')?;
            plain_number(whole).filter(|_| fraction.bytes().all(|digit| digit == b'0'))
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
fn plain_number(text: &str) -> Option<(String, String)> {
    let digits = text.replace('_', "");
    let digits = digits.trim_start_matches('0');
    let is_integer = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_integer.then(|| (format!("write `{digits}`"), digits.to_owned()))
}
