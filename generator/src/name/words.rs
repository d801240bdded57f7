//! Conversion of names in the spec to Rust identifiers.

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

use crate::inflect::{KEYWORDS, NEVER_RAW};

/// Returns the identifier of a field, a method or an argument.
pub fn field(words: &str) -> String {
    let name = to_identifier(words.to_snake_case(), "n");
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
    let name = to_identifier(words.to_upper_camel_case(), "N");
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
        ',' => " comma",
        _ => "",
    };
    words.chars().map(word).collect()
}

/// Returns the identifier of a constant.
pub fn constant(words: &str) -> String {
    to_identifier(words.to_shouty_snake_case(), "N")
}

/// Returns a name as lower-case words for documentation.
pub fn doc_words(words: &str) -> String {
    words.to_snake_case().replace('_', " ")
}

/// Returns a name as lower-case words, as part of an identifier.
pub fn snake_words(words: &str) -> String {
    doc_words(words).replace(' ', "_")
}

/// Returns the method of the client builder that sets the credentials of a security scheme.
pub fn credentials_method(scheme: &str) -> String {
    format!("{}_credentials", snake_words(scheme))
}

/// Adds a prefix if the name begins with a digit, and removes invalid characters.
fn to_identifier(name: String, prefix: &str) -> String {
    match name.chars().next() {
        Some(first) if first.is_ascii_digit() => format!("{prefix}{name}"),
        _ => name.chars().filter(|c| c.is_alphanumeric() || *c == '_').collect(),
    }
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
