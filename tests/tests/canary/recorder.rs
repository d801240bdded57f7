//! A subscriber of `tracing` that keeps everything that it gets as text.

use std::fmt::Debug;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// The subscriber. Clones share the text.
#[derive(Clone, Default)]
pub struct Recorder {
    text: Arc<Mutex<Vec<String>>>,
    spans: Arc<AtomicU64>,
}

impl Recorder {
    /// Returns the name of each span and event, and each field with its value.
    pub fn text(&self) -> Vec<String> {
        self.text.lock().unwrap().clone()
    }

    fn push(&self, line: String) {
        self.text.lock().unwrap().push(line);
    }
}

struct Fields<'a>(&'a Recorder);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.push(format!("{}={value:?}", field.name()));
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        self.push(attributes.metadata().name().to_owned());
        attributes.record(&mut Fields(self));
        Id::from_u64(self.spans.fetch_add(1, Ordering::Relaxed) + 1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Fields(self));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        self.push(event.metadata().target().to_owned());
        event.record(&mut Fields(self));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}
