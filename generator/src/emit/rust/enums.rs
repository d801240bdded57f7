//! Enums and ids.

use super::docs;
use crate::ir::{Api, Enum, Type};
use crate::markdown;

/// Renders an open enum: its declaration, and the macro call that implements it.
pub fn text(ty: &Type, words: &Enum) -> String {
    let mut text = String::new();
    let note = match (words.open, ty.docs.is_empty()) {
        (false, _) => "",
        (true, true) => "Other values than the listed ones are expected.",
        (true, false) => " Other values than the listed ones are expected.",
    };
    docs::push(&mut text, &format!("{}{note}", ty.docs), 0);
    if ty.deprecated {
        text.push_str("#[deprecated]\n");
    }
    text.push_str(&format!("#[derive(Clone)]\n#[non_exhaustive]\npub enum {} {{\n", ty.name.ident));
    for value in &words.values {
        let docs = if value.docs.is_empty() {
            format!("{}.", markdown::code(&value.wire))
        } else {
            value.docs.clone()
        };
        docs::push(&mut text, &docs, 4);
        if let Some(word) = docs::wire_alias(&value.name, &value.name.ident, &value.wire) {
            text.push_str(&format!("    #[doc(alias = {word:?})]\n"));
        }
        text.push_str(&format!("    {},\n", value.name.ident));
    }
    text.push_str("    /// A value that is not listed. Compare it by `as_str()`, because a later version may list it.\n");
    text.push_str("    Unknown(UnknownValue),\n}\n\n");
    text.push_str(&format!("open_enum!({} {{\n", ty.name.ident));
    for value in &words.values {
        text.push_str(&format!("    {} = {:?},\n", value.name.ident, value.wire));
    }
    text + "});\n"
}

/// Renders the id types of the API.
pub fn ids(api: &Api) -> String {
    let mut text = String::from("ids! {\n");
    for (i, id) in api.ids.iter().enumerate() {
        if i > 0 {
            text.push('\n');
        }
        docs::push(&mut text, &id.docs, 4);
        text.push_str(&format!("    {}\n", id.name.ident));
    }
    text + "}\n"
}
