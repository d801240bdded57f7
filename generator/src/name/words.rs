//! From the spelling of the spec to identifiers.

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

/// Words that cannot be identifiers as they are.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Words that cannot even be raw identifiers.
const NEVER_RAW: &[&str] = &["crate", "self", "super"];

/// The name of a field, a method or an argument.
pub fn field(words: &str) -> String {
    let name = guarded(words.to_snake_case(), "n");
    if NEVER_RAW.contains(&name.as_str()) {
        return format!("{name}_");
    }
    if KEYWORDS.contains(&name.as_str()) {
        return format!("r#{name}");
    }
    name
}

/// The name of a module.
pub fn module(words: &str) -> String {
    field(words)
}

/// The name of a type.
pub fn type_name(words: &str) -> String {
    let name = guarded(words.to_upper_camel_case(), "N");
    if name == "Self" { "Self_".to_owned() } else { name }
}

/// The name of an enum's variant.
pub fn variant(words: &str) -> String {
    let comparison = words.replace("!=", "not ").replace('+', " plus ");
    let spelt = match comparison.strip_prefix('-') {
        Some(rest) => format!("minus {rest}"),
        None => comparison,
    };
    type_name(&symbols(&spelt))
}

/// Symbols in words, when there is nothing else.
fn symbols(words: &str) -> String {
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

/// The name of a constant.
pub fn constant(words: &str) -> String {
    guarded(words.to_shouty_snake_case(), "N")
}

/// The words of a name, for prose.
pub fn doc_words(words: &str) -> String {
    words.to_snake_case().replace('_', " ")
}

/// Identifiers do not begin with a digit.
fn guarded(name: String, prefix: &str) -> String {
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
