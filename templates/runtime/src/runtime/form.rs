//! Bodies of type `application/x-www-form-urlencoded`, and what they share with multipart ones.

use std::borrow::Cow;

use bytes::Bytes;

use crate::runtime::address::encode_pairs;
use crate::runtime::tree::{Name, Tree, Trouble, spread};
use crate::runtime::wire::Upload;

/// A field of a form.
pub(crate) enum Field<'a> {
    Text(Cow<'a, str>),
    File(&'a Upload),
}

/// The fields of a form, in order. Lists of scalars are one field, joined by commas. What has no
/// documented place in a form is refused rather than guessed.
pub(crate) fn fields(members: &[(Name, Tree)]) -> Result<Vec<(String, Field<'_>)>, Trouble> {
    let mut fields = Vec::new();
    for (name, tree) in spread(members) {
        match tree {
            Tree::File(file) => fields.push((name, Field::File(file))),
            Tree::List(list) if list.iter().any(|value| matches!(value, Tree::File(_))) => {
                for value in list {
                    let Tree::File(file) = value else {
                        return Err(Trouble::new(name, "a list of files and other values"));
                    };
                    fields.push((name.clone(), Field::File(file)));
                }
            }
            Tree::List(list) => {
                let text = joined(&name, list)?;
                fields.push((name, Field::Text(text.into())));
            }
            tree => match tree.text() {
                Some(text) => fields.push((name, Field::Text(text))),
                None => return Err(nested(&name)),
            },
        }
    }
    Ok(fields)
}

/// Values joined by commas. A comma inside of one would make it two, and there is no way to escape it.
pub(crate) fn joined(name: &str, values: &[Tree]) -> Result<String, Trouble> {
    let mut text = String::new();
    for (count, value) in values.iter().enumerate() {
        let value = value.text().ok_or_else(|| nested(name))?;
        if value.contains(',') {
            return Err(Trouble::new(name, "a comma inside of a value would split it in two"));
        }
        if count > 0 {
            text.push(',');
        }
        text.push_str(&value);
    }
    Ok(text)
}

fn nested(name: &str) -> Trouble {
    Trouble::new(name, "nested values have no documented form in this kind of body")
}

/// Writes the members as a form.
pub(crate) fn write(members: &[(Name, Tree)]) -> Result<Bytes, Trouble> {
    let mut pairs = Vec::new();
    for (name, field) in fields(members)? {
        match field {
            Field::Text(text) => pairs.push((name, text)),
            Field::File(_) => return Err(Trouble::new(name, "a file cannot be part of a form")),
        }
    }
    Ok(encode_pairs(pairs.iter().map(|(name, text)| (name.as_str(), &**text))).into())
}
