//! Unions: one of several records.

use super::docs;
use crate::ir::{Api, Discriminator, Type, Union};

/// Renders a union: its declaration, and the macro call that implements it.
pub fn text(api: &Api, ty: &Type, union: &Union) -> String {
    let name = &ty.name.ident;
    let (mut variants, mut tags) = (String::new(), String::new());
    for alternative in &union.alternatives {
        let record = api.types.get(alternative.record.0);
        let docs = record.map(|record| docs::first_sentence(&record.docs)).unwrap_or_default();
        let record = record.map(|record| record.name.ident.as_str()).unwrap_or_default();
        let variant = &alternative.name.ident;
        docs::push(&mut variants, &docs, 4);
        variants.push_str(&format!("    {variant}(Box<{record}>),\n"));
        let words: Vec<String> = alternative.tags.iter().map(|word| format!("{word:?}")).collect();
        tags.push_str(&format!("    {variant}({record}) = {},\n", words.join(" | ")));
    }
    let discriminator = match &union.discriminator {
        Discriminator::Member(member) => format!("{member:?}"),
        Discriminator::UniqueMembers => "shape".to_owned(),
    };
    let mut text = String::new();
    docs::push(&mut text, &ty.docs, 0);
    if ty.deprecated {
        text.push_str("#[deprecated]\n");
    }
    text.push_str("#[derive(Clone, PartialEq)]\n#[non_exhaustive]\n");
    text.push_str(&format!("pub enum {name} {{\n{variants}"));
    text.push_str("    /// A variant that is not listed, as the service sent it. A later version may list it.\n");
    text.push_str("    Unknown(Json),\n}\n\n");
    text + &format!("open_union!({name} by {discriminator} {{\n{tags}}});\n")
}
