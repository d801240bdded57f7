//! Repairs integers that are written as other numbers, which are limits, lengths, and values of integer schemas, and limits
//! that are written with an exponent.

use super::Repairs;
use crate::load::objects;
use crate::normalize::walk::for_each_object;
use crate::source::{Node, NodeKind, Scalar, find_mut, insert, remove};

/// The distance from zero that no 64-bit integer exceeds.
const END: f64 = 9_223_372_036_854_775_808.0;

/// The distance from zero that no decimal number exceeds.
const DECIMAL_END: f64 = 1e28;

/// The repair of integers that are written as `1.0` or `1e2`.
const WRITTEN: &str = "integers are written without a fraction or an exponent";

/// Keywords with a number of characters, items or members.
const LENGTHS: [&str; 6] =
    ["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"];

/// Repairs the numbers of a file.
pub(super) fn repair(tree: &mut Node, repairs: &mut Repairs) {
    for_each_object(tree, &mut |node, object| {
        if std::ptr::eq(object, &objects::SCHEMA) {
            repair_lengths(node, repairs);
            if is_integer(node) {
                repair_limits(node, END, integer_text, repairs);
                repair_values(node, repairs);
            } else if node.get("type").and_then(Node::as_str) == Some("number") {
                repair_limits(node, DECIMAL_END, decimal_text, repairs);
            }
        } else if std::ptr::eq(object, &objects::PARAMETER)
            && node.get("schema").is_some_and(is_integer)
        {
            repair_values(node, repairs);
        }
    });
}

fn is_integer(schema: &Node) -> bool {
    schema.get("type").and_then(Node::as_str) == Some("integer")
}

/// Makes lengths integers, and removes those that no value reaches.
fn repair_lengths(schema: &mut Node, repairs: &mut Repairs) {
    for key in LENGTHS {
        let Some(length) = find_mut(schema, &[key.to_owned()]) else { continue };
        write_as_integer(length, repairs);
        let number = match length.scalar() {
            Some(Scalar::Integer(number)) => number as f64,
            Some(Scalar::Float(number)) => number,
            _ => continue,
        };
        if key.starts_with("max") && number > f64::from(u32::MAX) {
            repairs.add("removed maximum lengths that no value reaches", key, length.span);
            remove(schema, key);
        }
    }
}

/// Makes the values of an integer schema or parameter integers.
fn repair_values(owner: &mut Node, repairs: &mut Repairs) {
    for key in ["default", "example"] {
        if let Some(value) = find_mut(owner, &[key.to_owned()]) {
            write_as_integer(value, repairs);
        }
    }
    let values = find_mut(owner, &["enum".to_owned()]).map(|node| &mut node.kind);
    if let Some(NodeKind::List(values)) = values {
        values.iter_mut().for_each(|value| write_as_integer(value, repairs));
    }
}

/// Writes a number without a fraction as an integer.
fn write_as_integer(node: &mut Node, repairs: &mut Repairs) {
    let Some(text) = integer_text(node) else { return };
    if let NodeKind::Scalar { text: written, .. } = &mut node.kind {
        repairs.add(WRITTEN, std::mem::replace(written, text), node.span);
    }
}

/// Returns the digits of a number without a fraction that is not written as an integer.
fn integer_text(node: &Node) -> Option<String> {
    match node.scalar() {
        Some(Scalar::Float(number)) if number.fract() == 0.0 && number.abs() < END => {
            Some(format!("{number:.0}"))
        }
        _ => None,
    }
}

/// Returns the digits of a number that is written with an exponent.
fn decimal_text(node: &Node) -> Option<String> {
    let NodeKind::Scalar { text, .. } = &node.kind else { return None };
    match node.scalar() {
        Some(Scalar::Float(number)) if text.contains(['e', 'E']) => Some(number.to_string()),
        _ => None,
    }
}

/// Writes the limits of a number as `text_of` does, and removes those that all numbers up to `end` satisfy.
fn repair_limits(
    schema: &mut Node,
    end: f64,
    text_of: fn(&Node) -> Option<String>,
    repairs: &mut Repairs,
) {
    let kind = match is_integer(schema) {
        true => "wrote limits of integers as integers of 64 bits",
        false => "wrote limits of numbers without exponents",
    };
    for limit in ["minimum", "maximum", "multipleOf"] {
        let Some(node) = schema.get(limit) else { continue };
        let (span, Some(Scalar::Float(number))) = (node.span, node.scalar()) else { continue };
        let NodeKind::Scalar { text: written, .. } = node.kind.clone() else { continue };
        // the flag beside a removed limit has no effect
        let unlimited = match limit {
            "minimum" if number <= -end => Some("exclusiveMinimum"),
            "maximum" if number >= end => Some("exclusiveMaximum"),
            _ => None,
        };
        if let Some(flag) = unlimited {
            remove(schema, limit);
            remove(schema, flag);
        } else if let Some(text) = text_of(node) {
            insert(schema, limit, Node { span, kind: NodeKind::Scalar { text, plain: true } });
        } else {
            continue;
        }
        repairs.add(kind, written, span);
    }
}
