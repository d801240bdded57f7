//! Conversion of names in the spec to Rust identifiers.

use std::borrow::Cow;

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use unicode_ident::{is_xid_continue, is_xid_start};
use unicode_normalization::UnicodeNormalization;

use crate::inflect::{KEYWORDS, NEVER_RAW};

/// Returns the identifier of a field, a method or an argument.
pub fn field(words: &str) -> String {
    let name = to_identifier(&compatible(words).to_snake_case(), "n");
    if NEVER_RAW.contains(&name.as_str()) {
        return format!("{name}_");
    }
    if KEYWORDS.contains(&name.as_str()) {
        return format!("r#{name}");
    }
    name
}

/// Returns the identifier of a module.
pub fn module(words: &str) -> String {
    field(words)
}

/// Returns the identifier of a type.
pub fn type_name(words: &str) -> String {
    let name = to_identifier(&compatible(words).to_upper_camel_case(), "N");
    if name == "Self" { "Self_".to_owned() } else { name }
}

/// Returns the identifier of an enum variant.
pub fn variant(words: &str) -> String {
    let comparison = words.replace("!=", "not ").replace('+', " plus ");
    let spelled = match comparison.strip_prefix('-') {
        Some(rest) => format!("minus {rest}"),
        None => comparison,
    };
    type_name(&spell_symbols(&spelled))
}

/// Spells out the symbols of a name without letters and digits.
fn spell_symbols(words: &str) -> String {
    if words.contains(char::is_alphanumeric) {
        return words.to_owned();
    }
    let word = |c: char| match c {
        '<' => " less",
        '>' => " greater",
        '=' => " equal",
        '*' => " star",
        '/' => " slash",
        '%' => " percent",
        '&' => " and",
        '|' => " or",
        '!' => " not",
        '?' => " unknown",
        '#' => " number",
        '@' => " at",
        '.' => " dot",
        '~' => " tilde",
        '^' => " caret",
        '$' => " dollar",
        ':' => " colon",
        ';' => " semicolon",
        ',' => " comma",
        _ => "",
    };
    words.chars().map(word).collect()
}

/// Returns words for a name without letters and digits, whose author cannot set another one.
pub(super) fn name_symbols(words: &str) -> String {
    let spelled = spell_symbols(&words.replace('_', " underscore "));
    if spelled.trim().is_empty() { "unnamed".to_owned() } else { spelled }
}

/// Returns the identifier of a constant.
pub fn constant(words: &str) -> String {
    to_identifier(&compatible(words).to_shouty_snake_case(), "N")
}

/// Returns a name as lower-case words for documentation.
pub fn doc_words(words: &str) -> String {
    words.to_snake_case().replace('_', " ")
}

/// Returns a name as lower-case words, to continue an identifier.
pub fn snake_words(words: &str) -> String {
    compatible(words).to_snake_case().nfc().filter(|c| is_xid_continue(*c)).collect()
}

/// Returns the method of the client builder that sets the credentials of a security scheme.
pub fn credentials_method(scheme: &str) -> String {
    field(&format!("{scheme} credentials"))
}

/// Returns the method that looks up a job by its id.
pub fn job_method(job: &str) -> String {
    field(&format!("{job} job"))
}

/// Returns the method that looks up a queued write by its id.
pub fn queue_method(queue: &str) -> String {
    field(&format!("queued {queue}"))
}

/// Replaces characters by the plain ones that they are a form of: `²` by `2`, and a wide letter by a letter.
fn compatible(words: &str) -> Cow<'_, str> {
    match words.is_ascii() {
        true => Cow::Borrowed(words),
        false => Cow::Owned(words.nfkc().collect()),
    }
}

/// Adds a prefix if a letter cannot be the first one, and removes characters that identifiers cannot have.
///
/// The compiler compares identifiers in the composed form, so this is the form of all names.
fn to_identifier(name: &str, prefix: &str) -> String {
    let name: String = match name.is_ascii() {
        true => name.chars().filter(|c| is_xid_continue(*c)).collect(),
        false => name.nfc().filter(|c| is_xid_continue(*c)).collect(),
    };
    match name.chars().next() {
        Some(first) if !is_xid_start(first) && first != '_' => format!("{prefix}{name}"),
        _ => name,
    }
}

/// Returns `true` for a name that is an identifier as it is written, or a keyword.
pub(super) fn is_identifier(name: &str) -> bool {
    name.starts_with(|c: char| is_xid_start(c) || c == '_') && name.chars().all(is_xid_continue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_become_identifiers() {
        for (words, as_field, as_type) in [
            ("CampaignId", "campaign_id", "CampaignId"),
            ("@nextpageuri", "nextpageuri", "Nextpageuri"),
            ("CONV_CURRENCY", "conv_currency", "ConvCurrency"),
            ("ProductImageURL", "product_image_url", "ProductImageUrl"),
            ("Type", "r#type", "Type"),
            ("self", "self_", "Self_"),
            ("2H", "n2h", "N2h"),
            ("In Progress", "in_progress", "InProgress"),
            ("ISLE OF MAN", "isle_of_man", "IsleOfMan"),
            ("first-mile", "first_mile", "FirstMile"),
            ("SubId1", "sub_id1", "SubId1"),
            ("area_m²", "area_m2", "AreaM2"),
            ("Rooms½", "rooms1_2", "Rooms12"),
            ("größe", "größe", "Größe"),
            ("名前", "名前", "名前"),
            ("ｗｉｄｅ", "wide", "Wide"),
            ("a\u{202e}b", "a_b", "AB"),
            ("²", "n2", "N2"),
            ("٣x", "n٣x", "N٣x"),
            ("e\u{301}a", "éa", "Éa"),
            ("€", "", ""),
        ] {
            assert_eq!(field(words), as_field);
            assert_eq!(type_name(words), as_type);
        }
        for (words, as_variant) in [
            ("!=null", "NotNull"),
            ("a+b", "APlusB"),
            ("-date", "MinusDate"),
            ("<=", "LessEqual"),
            ("*", "Star"),
            ("***", "StarStarStar"),
            ("type", "Type"),
            ("Self", "Self_"),
            ("1", "N1"),
            ("…", ""),
        ] {
            assert_eq!(variant(words), as_variant);
        }
        assert_eq!(constant("report-export"), "REPORT_EXPORT");
    }
}
