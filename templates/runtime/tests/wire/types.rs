//! The types of values.

use std::path::{Path, PathBuf};

use super::fixture::with;
use runtime::json::DecodeError;
use runtime::wire::{Extra, Json, Map, Numbered, Upload, UploadSource};

#[test]
fn extra_and_errors_have_the_size_of_a_pointer() {
    assert_eq!(size_of::<Extra>(), size_of::<usize>());
    assert_eq!(size_of::<DecodeError>(), size_of::<usize>());
}

#[test]
fn extra_is_a_map_that_may_be_absent() {
    let mut extra = Extra::default();
    assert!(extra.is_empty() && extra.get("a").is_none() && extra.iter().next().is_none());
    assert_eq!(extra, Extra::from(Map::new()));
    extra.insert("a", Json::from(serde_json::json!(1)));
    assert_ne!(extra, Extra::default());
    assert_eq!(extra, with("a", "1").extra);
    assert_eq!(extra.len(), 1);
}

#[test]
fn maps_of_any_size_keep_their_order() {
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
fn json_is_kept_as_its_text() {
    for value in ["1.50", "\"\"", "[ ]", "{\"a\" : 1e2}", "false"] {
        assert_eq!(with("@anything", value).anything.map(|j| j.to_string()), Some(value.into()));
    }
    assert_eq!(with("@anything", "null").anything, None);
}

#[test]
fn uploads_have_a_name_and_a_content_type() {
    let file = Upload::from(Path::new("/data/items.csv"));
    assert_eq!((file.file_name(), file.content_type()), ("items.csv", None));
    assert_eq!(file.source(), &UploadSource::Path(PathBuf::from("/data/items.csv")));
    let file = file.with_file_name("other.csv").with_content_type("text/csv");
    assert_eq!((file.file_name(), file.content_type()), ("other.csv", Some("text/csv")));
    assert_eq!(file.clone(), file);
}
