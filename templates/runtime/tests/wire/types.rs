//! The types by themselves.

use std::path::{Path, PathBuf};

use super::fixture::with;
use runtime::runtime::wire::{DecodeError, Extra, Json, Kind, Map, Numbered, Upload, UploadSource};

#[test]
fn extra_is_one_word() {
    assert_eq!(size_of::<Extra>(), size_of::<usize>());
    assert_eq!(size_of::<DecodeError>(), size_of::<usize>());
}

#[test]
fn extra_can_be_read_and_compared() {
    let mut extra = Extra::default();
    assert!(extra.is_empty() && extra.get("a").is_none() && extra.iter().next().is_none());
    assert_eq!(extra, Extra::from(Map::new()));
    extra.insert("a", Json::from(serde_json::json!(1)));
    assert_ne!(extra, Extra::default());
    assert_eq!(extra, with("a", "1").extra);
    assert_eq!(extra.len(), 1);
}

#[test]
fn maps_keep_their_order_however_many() {
    let mut map = Map::new();
    for n in (0..100).rev() {
        assert_eq!(map.insert(n.to_string(), n), None);
        assert_eq!(map.get(&n.to_string()), Some(&n));
    }
    assert_eq!(map.insert("50", 500), Some(50));
    assert_eq!((map.len(), map.get("50"), map.get("100")), (100, Some(&500), None));
    let names: Vec<_> = map.iter().map(|(name, _)| name.to_owned()).collect();
    assert_eq!((names[0].as_str(), names[99].as_str(), names.len()), ("99", "0", 100));
    let again: Map<i32> = map.clone().into_iter().collect();
    assert_eq!(again, map);
    let small: Map<i32> = [("a", 1), ("b", 2), ("a", 3)].into_iter().collect();
    assert_eq!(format!("{small:?}"), r#"{"a": 3, "b": 2}"#);
}

#[test]
fn numbered_values_are_sorted() {
    let mut values = Numbered::new();
    assert!(values.is_empty());
    values.set(7, "g");
    values.set(1, "a");
    assert_eq!(values.set(7, "G"), Some("g"));
    assert_eq!((values.get(7), values.get(2), values.len()), (Some(&"G"), None, 2));
    assert_eq!(values.iter().collect::<Vec<_>>(), [(1, &"a"), (7, &"G")]);
    assert_eq!(values.into_iter().collect::<Vec<_>>(), [(1, "a"), (7, "G")]);
}

#[test]
fn json_is_read_on_demand() {
    let json = Json::new(r#" {"a": [1, 2.50], "b": "x\ny", "a": [3]} "#).expect("JSON");
    assert_eq!(json.kind(), Kind::Object);
    assert_eq!(json.get("a").map(|a| a.text().to_owned()), Some("[3]".into()));
    assert_eq!(json.get("b").and_then(|b| b.as_str().map(String::from)), Some("x\ny".into()));
    assert!(json.get("c").is_none() && json.as_str().is_none() && json.elements().is_none());
    let list = Json::new("[1, null, \"x\"]").expect("JSON");
    let texts: Vec<_> = list.elements().into_iter().flatten().map(|e| e.to_string()).collect();
    assert_eq!(texts, ["1", "null", "\"x\""]);
    assert_eq!(Json::new("[1, 2]").and_then(|list| list.parse::<Vec<u8>>()), Ok(vec![1, 2]));
    assert!(list.parse::<Vec<u8>>().is_err());
    assert!(Json::new("{").is_err() && Json::new("1 2").is_err() && Json::new("").is_err());
    assert_eq!(Json::from(serde_json::json!({"a": 1})).text(), r#"{"a":1}"#);
}

#[test]
fn anything_is_kept_as_it_came() {
    for value in ["1.50", "\"\"", "[ ]", "{\"a\" : 1e2}", "false"] {
        assert_eq!(with("@anything", value).anything.map(|j| j.to_string()), Some(value.into()));
    }
    assert_eq!(with("@anything", "null").anything, None);
}

#[test]
fn uploads_know_their_names() {
    let file = Upload::from(Path::new("/data/items.csv"));
    assert_eq!((file.file_name(), file.content_type()), ("items.csv", None));
    assert_eq!(file.source(), &UploadSource::Path(PathBuf::from("/data/items.csv")));
    let file = file.with_file_name("other.csv").with_content_type("text/csv");
    assert_eq!((file.file_name(), file.content_type()), ("other.csv", Some("text/csv")));
    assert_eq!(file.clone(), file);
}
