//! Enums and ids: macro calls, which the formatter leaves as they are.

use super::docs;
use crate::ir::{Api, Enum, Type};

/// An open enum.
pub fn text(ty: &Type, words: &Enum) -> String {
    let mut text = String::from("open_enum! {\n");
    let further = match (words.open, ty.docs.is_empty()) {
        (false, _) => "",
        (true, true) => "Other words than the listed ones are expected.",
        (true, false) => " Other words than the listed ones are expected.",
    };
    docs::push(&mut text, &format!("{}{further}", ty.docs), 4);
    if ty.deprecated {
        text.push_str("    #[deprecated]\n");
    }
    text.push_str(&format!("    {} {{\n", ty.name.ident));
    for value in &words.values {
        let docs =
            if value.docs.is_empty() { format!("`{}`.", value.wire) } else { value.docs.clone() };
        docs::push(&mut text, &docs, 8);
        if let Some(word) = docs::wire_alias(&value.name, &value.name.ident, &value.wire) {
            text.push_str(&format!("        #[doc(alias = {word:?})]\n"));
        }
        text.push_str(&format!("        {} = {:?},\n", value.name.ident, value.wire));
    }
    text + "    }\n}\n"
}

/// The id types of the API.
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
