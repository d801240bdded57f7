//! The tables of extension keys in the `README.md` of a spec.

use super::declare::Keys;
use super::extension::{
    MediaTypeExtensions, OperationExtensions, ParameterExtensions, PartExtensions, RootExtensions,
    SchemaExtensions, ServerExtensions, SuppressionExtensions,
};
use super::value_schema::{Field, Object, ValueSchema, slug};

/// The line before the tables.
const BEGIN: &str = "<!-- begin of the keys, written by `cargo xtask gen` -->";

/// The line after the tables.
const END: &str = "<!-- end of the keys -->";

/// The documentation and the keys of each place that has `x-` keys.
const PLACES: [(&str, &[Field]); 8] = [
    (OperationExtensions::DOCS, OperationExtensions::FIELDS),
    (MediaTypeExtensions::DOCS, MediaTypeExtensions::FIELDS),
    (SchemaExtensions::DOCS, SchemaExtensions::FIELDS),
    (ParameterExtensions::DOCS, ParameterExtensions::FIELDS),
    (ServerExtensions::DOCS, ServerExtensions::FIELDS),
    (PartExtensions::DOCS, PartExtensions::FIELDS),
    (RootExtensions::DOCS, RootExtensions::FIELDS),
    (SuppressionExtensions::DOCS, SuppressionExtensions::FIELDS),
];

/// Returns a text with the current tables between the two marks, or `None` if it does not have both.
pub fn update(text: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n\n{}{END}{after}", render()))
}

/// Returns the tables: one for each place, followed by those of the objects that its keys contain.
fn render() -> String {
    let mut tables = Tables::default();
    for (docs, fields) in PLACES {
        let docs = docs.trim();
        let (heading, rest) = docs.split_once(". ").unwrap_or((docs, ""));
        tables.add("###", heading.trim_end_matches('.'), rest, fields);
    }
    tables.text
}

/// The tables so far.
#[derive(Default)]
struct Tables {
    text: String,
    /// The objects that have a table.
    objects: Vec<&'static str>,
}

impl Tables {
    /// Adds a section with a table, and those of the objects in it.
    fn add(&mut self, level: &str, heading: &str, docs: &str, fields: &'static [Field]) {
        self.text.push_str(&format!("{level} {heading}\n\n"));
        if !docs.is_empty() {
            self.text.push_str(&format!("{docs}\n\n"));
        }
        let has_examples = fields.iter().any(|field| field.example.is_some());
        let header = ["key", "value", "example", "meaning"];
        self.add_line(&header.map(str::to_owned), has_examples);
        self.text.push_str(if has_examples { "|---|---|---|---|\n" } else { "|---|---|---|\n" });
        for field in fields {
            let value = match field.required {
                true => format!("{}, required", describe(field.schema)),
                false => describe(field.schema),
            };
            let example = field.example.map(code).unwrap_or_default();
            self.add_line(&[code(field.key), value, example, field.full_docs()], has_examples);
        }
        self.text.push('\n');
        for object in fields.iter().filter_map(|field| object_in(field.schema)) {
            if !self.objects.contains(&object.name) {
                self.objects.push(object.name);
                let heading = capitalize(object.name);
                self.add("####", &heading, object.docs.trim(), object.fields);
            }
        }
    }

    /// Adds a line of a table, with or without the column of examples.
    fn add_line(&mut self, [key, value, example, meaning]: &[String; 4], has_examples: bool) {
        let cells = [Some(key), Some(value), has_examples.then_some(example), Some(meaning)];
        let cells = cells.into_iter().flatten().map(|cell| cell.replace('|', "\\|"));
        self.text.push_str(&format!("| {} |\n", cells.collect::<Vec<_>>().join(" | ")));
    }
}

/// Returns a string as Markdown code.
fn code(text: &str) -> String {
    format!("`{text}`")
}

/// Returns the description of a value, with a link to its table.
fn describe(schema: ValueSchema) -> String {
    match schema {
        ValueSchema::String | ValueSchema::SchemaRef => "string".to_owned(),
        ValueSchema::Keyword(keywords) => {
            keywords.iter().map(|keyword| code(keyword.name)).collect::<Vec<_>>().join(" or ")
        }
        ValueSchema::Bool => "boolean".to_owned(),
        ValueSchema::Number => "number".to_owned(),
        ValueSchema::Unsigned => "integer".to_owned(),
        ValueSchema::List(item) => describe_items("list", *item),
        ValueSchema::Map(item) | ValueSchema::Responses(item) => describe_items("map", *item),
        ValueSchema::Object(object) | ValueSchema::OrRef(object) => {
            format!("[{}](#{})", object.name, slug(object.name))
        }
        ValueSchema::BoolOr(other) => format!("boolean or {}", describe(*other)),
        ValueSchema::StringOr(other) => format!("string or {}", describe(*other)),
        ValueSchema::Any | ValueSchema::Unsupported => "any value".to_owned(),
    }
}

/// Returns the description of a list or a map.
fn describe_items(noun: &str, item: ValueSchema) -> String {
    match item {
        ValueSchema::String => format!("{noun} of strings"),
        ValueSchema::StringOr(other) => describe_items(&format!("{noun} of strings or"), *other),
        ValueSchema::List(item) => describe_items(&format!("{noun} of lists"), *item),
        other => format!("{noun}, each {}", describe(other)),
    }
}

/// Returns the object that a value consists of.
fn object_in(schema: ValueSchema) -> Option<&'static Object> {
    match schema {
        ValueSchema::Object(object) => Some(object),
        ValueSchema::List(item) | ValueSchema::Map(item) => object_in(*item),
        _ => None,
    }
}

fn capitalize(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_part_between_the_marks_is_replaced() {
        let text = format!("before\n{BEGIN}\nold\n{END}\nafter\n");
        let updated = update(&text).unwrap();
        assert!(updated.starts_with(&format!("before\n{BEGIN}\n\n### An operation\n\n| key |")));
        assert!(updated.ends_with(&format!(" |\n\n{END}\nafter\n")));
        assert!(!updated.contains("\nold\n"));
        assert_eq!(update(&updated).unwrap(), updated);
    }

    #[test]
    fn a_text_without_both_marks_is_not_updated() {
        assert_eq!(update(&format!("text\n{BEGIN}\n")), None);
        assert_eq!(update(&format!("{END}\n{BEGIN}\n")), None);
    }

    #[test]
    fn links_lead_to_a_table() {
        let text = render();
        let headings: Vec<String> =
            text.lines().filter_map(|line| line.strip_prefix("#### ")).map(slug).collect();
        for name in ["a-window", "x-page", "an-entry-of-x-allow", "members-of-a-paging-style"] {
            assert!(headings.iter().any(|heading| heading == name), "{name} of {headings:?}");
            assert!(text.contains(&format!("](#{name})")), "{name}");
        }
    }

    #[test]
    fn values_are_described() {
        let constraints = "| `any` | list of strings or of lists of strings | \
                           `[Percent, [Amount, Currency]]` | Requirement: at least one";
        let page = "| `x-page` | [`x-page`](#x-page) |";
        let windows = "| `x-windows` | list, each [a window](#a-window) |";
        let follow = "| `follow` | `link` or `number`, required |";
        for line in [constraints, page, windows, follow] {
            assert!(render().contains(line), "{line}");
        }
    }
}
