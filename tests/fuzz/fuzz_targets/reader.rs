//! The reader of documents against serde_json.
#![no_main]

#[path = "../../../templates/runtime/tests/wire/against_serde_json.rs"]
mod against_serde_json;

libfuzzer_sys::fuzz_target!(|document: &[u8]| {
    against_serde_json::compare(document);
});
