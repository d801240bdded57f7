//! Warnings about values that cannot be read, with the feature `tracing`.

use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use runtime::json::{decode, decode_strict};
use runtime::record;
use runtime::runtime::codec::{Context, decode_envelope};
use runtime::wire::{Decimal, Extra, Sensitive};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// A payment.
#[derive(Clone, Default)]
struct Payment {
    amount: Option<Decimal>,
    email: Option<Sensitive<String>>,
    parts: Vec<Payment>,
    extra: Extra,
}
record!(Payment { "Amount" => amount, "Email" => email, "Parts" => parts });

/// A subscriber that records the level and the fields of events.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<String>>>);

impl Subscriber for Recorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(event.metadata().level().to_string());
        event.record(&mut line);
        self.0.lock().unwrap().push(line.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// An event as one line.
struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.push_str(&format!(" {}={value:?}", field.name()));
    }
}

/// Returns the events that are emitted by a function.
fn events(function: impl FnOnce()) -> Vec<String> {
    let recorder = Recorder::default();
    tracing::subscriber::with_default(recorder.clone(), function);
    recorder.0.lock().unwrap().clone()
}

const MESSAGE: &str = "message=cannot decode a value; its JSON is kept in `extra`";

#[test]
fn a_warning_is_emitted_for_each_unreadable_value() {
    let document =
        r#"{"Amount":"1,065.00","Parts":[{"Amount":"2"},{"Email":["ada@example.org"]}]}"#;
    let lines = events(|| drop(decode::<Payment>(document.as_bytes()).expect("decodes")));
    let expected = [("Amount", "a decimal number of at most 28 digits"), ("Email", "a string")];
    let expected = expected.map(|(field, expected)| {
        format!("WARN {MESSAGE} model=\"Payment\" field={field:?} expected={expected:?}")
    });
    assert_eq!(lines, expected);
}

#[test]
fn a_warning_is_emitted_for_an_unreadable_item() {
    let lines = events(|| {
        let mut items = Vec::<Payment>::new();
        let document = br#"{"Payments":[{},"ada@example.org"]}"#;
        let decoded = decode_envelope(document, &["Payments"], &mut items, &mut Context::new());
        assert!(decoded.is_ok() && items.len() == 1);
    });
    let expected = r#"model="item" field="Payments" expected="an object""#;
    assert_eq!(lines, [format!("WARN {MESSAGE} {expected}")]);
}

#[test]
fn no_warning_is_emitted_for_readable_values_and_for_errors() {
    let lines = events(|| {
        decode::<Payment>(br#"{"Amount":"1.50","Email":"","New":[1]}"#).expect("decodes");
        decode_strict::<Payment>(br#"{"Amount":"N/A"}"#).expect_err("unreadable");
        decode::<Payment>(b"{").expect_err("not JSON");
    });
    assert_eq!(lines, [""; 0]);
}
