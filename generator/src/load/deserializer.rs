//! Deserialization of nodes by `serde`.

use serde::de::value::{Error, MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use crate::source::{Node, NodeKind, Scalar};

/// Deserializes a node. Nodes are checked before, so failures are rare and need no precise location.
pub fn deserialize<T: DeserializeOwned>(node: &Node) -> Result<T, String> {
    T::deserialize(NodeDeserializer(node)).map_err(|error| error.to_string())
}

struct NodeDeserializer<'a>(&'a Node);

impl<'de> IntoDeserializer<'de> for NodeDeserializer<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for NodeDeserializer<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.0.kind {
            NodeKind::List(items) => {
                visitor.visit_seq(SeqDeserializer::new(items.iter().map(NodeDeserializer)))
            }
            NodeKind::Map(members) => {
                let members = members.iter();
                let pairs = members.map(|(key, m)| (key.as_str(), NodeDeserializer(&m.node)));
                visitor.visit_map(MapDeserializer::new(pairs))
            }
            NodeKind::Scalar { .. } => match self.0.scalar() {
                None | Some(Scalar::Null) => visitor.visit_unit(),
                Some(Scalar::Bool(flag)) => visitor.visit_bool(flag),
                Some(Scalar::Integer(number)) => match u64::try_from(number) {
                    Ok(number) => visitor.visit_u64(number),
                    Err(_) => visitor.visit_i64(number),
                },
                Some(Scalar::Float(number)) => visitor.visit_f64(number),
                Some(Scalar::String(text)) => visitor.visit_borrowed_str(text),
            },
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0.scalar() {
            Some(Scalar::Null) => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    /// Reads a variant without fields from its name.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_enum(self.0.as_str().unwrap_or_default().into_deserializer())
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::*;
    use crate::location::Span;
    use crate::source::Member;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Keyword {
        First,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(transparent)]
    struct Text(String);

    #[derive(Debug, PartialEq, Deserialize)]
    struct Record {
        word: Keyword,
        text: Text,
        number: Option<f64>,
        absent: Option<i64>,
        #[serde(flatten)]
        others: BTreeMap<String, serde_json::Value>,
    }

    fn node(kind: NodeKind) -> Node {
        Node { span: Span::default(), kind }
    }

    fn scalar(text: &str) -> Node {
        node(NodeKind::Scalar { text: text.to_owned(), plain: true })
    }

    #[test]
    fn values_are_read_by_their_type() {
        let members = [
            ("word", scalar("first")),
            ("text", scalar("a")),
            ("number", scalar("1.5")),
            ("absent", scalar("null")),
            ("list", node(NodeKind::List(vec![scalar("-1"), scalar("true")]))),
        ];
        let members = members
            .into_iter()
            .map(|(key, node)| (key.to_owned(), Member { key: Span::default(), node }));
        let read: Record = deserialize(&node(NodeKind::Map(members.collect()))).unwrap();
        let others = BTreeMap::from([("list".to_owned(), serde_json::json!([-1, true]))]);
        let expected = Record {
            word: Keyword::First,
            text: Text("a".to_owned()),
            number: Some(1.5),
            absent: None,
            others,
        };
        assert_eq!(read, expected);
    }

    #[test]
    fn failures_have_a_reason() {
        assert!(deserialize::<bool>(&scalar("no")).unwrap_err().contains("expected a boolean"));
        assert!(deserialize::<Keyword>(&scalar("second")).unwrap_err().contains("`second`"));
    }
}
