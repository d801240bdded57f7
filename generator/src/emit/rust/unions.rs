//! Unions: one of several records.

use super::docs;
use crate::ir::{Api, Discriminator, Type, Union};

/// The union as a macro call: `Fixed(FixedReward) = "FIXED",` for each alternative.
pub fn text(api: &Api, ty: &Type, union: &Union) -> String {
    let mut text = String::from("open_union! {\n");
    docs::push(&mut text, &ty.docs, 4);
    if ty.deprecated {
        text.push_str("    #[deprecated]\n");
    }
    let tell = match &union.discriminator {
        Discriminator::Member(member) => format!("{member:?}"),
        Discriminator::UniqueMembers => "shape".to_owned(),
    };
    text.push_str(&format!("    {} by {tell} {{\n", ty.name.ident));
    for alternative in &union.alternatives {
        let record = api.types.get(alternative.record.0);
        let docs = record.map(|record| docs::first_sentence(&record.docs)).unwrap_or_default();
        docs::push(&mut text, &docs, 8);
        let record = record.map(|record| record.name.ident.as_str()).unwrap_or_default();
        let words: Vec<String> = alternative.tags.iter().map(|word| format!("{word:?}")).collect();
        text.push_str(&format!(
            "        {}({record}) = {},\n",
            alternative.name.ident,
            words.join(" | ")
        ));
    }
    text + "    }\n}\n"
}
