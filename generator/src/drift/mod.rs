//! Compares the documents that the vendor publishes with the spec.
//!
//! Both are read through the front end of the generator. Each document of the vendor is a description of its own, since
//! several of them use the same name for different components. Operations are compared by their elements: parameters,
//! and the members of bodies and responses by their names on the wire. Names of components, descriptions, examples and
//! limits are not compared.
//!
//! Known differences are listed with reasons: see [`Settled`].

mod comparer;
mod difference;
mod document;
mod names;
mod report;
mod settled;
mod shape;
mod view;

use std::collections::BTreeMap;
use std::path::Path;

pub use difference::{Difference, Kind, Location, Subject};
pub use settled::{EntryError, Settled, Settlement};

use comparer::Comparer;
use document::{Description, full_path, locate_span};

use crate::source::SETTLED_FILE;

/// The differences between the vendor's documents and the spec.
#[derive(Debug, Default)]
pub struct Drift {
    /// The differences, in the order of the vendor's documents.
    pub differences: Vec<Difference>,
    /// The errors of the list of settled differences, including entries that match nothing.
    pub errors: Vec<EntryError>,
    /// The entries of the list, with the number of differences that each of them settles.
    settlements: Vec<(Settlement, usize)>,
    /// The files by their paths, for reports.
    files: BTreeMap<String, String>,
}

impl Drift {
    /// Returns `true` if there is no open difference and no error.
    pub fn is_settled(&self) -> bool {
        self.errors.is_empty() && self.differences.iter().all(|it| it.settlement.is_some())
    }
}

/// Compares the descriptions in a folder with the spec, and settles differences by `settled.yaml` in the folder of the
/// spec.
///
/// Elements of the vendor's documents that the generator does not support are reported as differences.
///
/// # Errors
///
/// Returns a message if a file cannot be read, or if the spec is not valid.
pub fn compare(vendor: &Path, spec: &Path) -> Result<Drift, String> {
    let mut drift = Drift::default();
    let own = document::read(spec, false)?;
    drift.add_files(&own);
    let operations = view::operations(&own);
    let mut documented = Vec::new();
    for path in document::find(vendor)? {
        let description = document::read(&path, true)?;
        drift.add_files(&description);
        drift.add_left_out(&description);
        documented.extend(view::operations(&description));
    }
    let mut settled = drift.read_settled(spec)?;
    let mut comparer = Comparer {
        settled: &mut settled,
        found: std::mem::take(&mut drift.differences),
        resource: String::new(),
        operation: String::new(),
    };
    comparer.compare(&documented, &operations);
    drift.differences = comparer.found;
    drift.differences.sort_by(|a, b| a.resource.cmp(&b.resource));
    drift.differences.iter_mut().for_each(|difference| settled.settle(difference));
    drift.errors.append(&mut settled.errors);
    drift.errors.extend(settled.unused());
    drift.settlements = settled.uses().map(|(it, count)| (it.clone(), count)).collect();
    Ok(drift)
}

impl Drift {
    fn add_files(&mut self, description: &Description) {
        let sources = &description.context.sources;
        for (file, source) in sources.iter() {
            self.files.insert(full_path(sources, file), source.text.clone());
        }
    }

    /// Adds the elements of a document that are not supported.
    fn add_left_out(&mut self, description: &Description) {
        let sources = &description.context.sources;
        let path = Path::new(sources.path(description.document.root.file));
        let resource = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        for left_out in &description.context.left_out {
            let reason = &left_out.reason;
            let at = locate_span(sources, reason.origin.file, reason.span.unwrap_or_default());
            let subject =
                Subject { operation: left_out.element.replace('`', ""), element: String::new() };
            self.differences.push(Difference {
                kind: Kind::NotCompared,
                resource: resource.clone(),
                subjects: vec![subject],
                vendor: Some(reason.message.clone()),
                spec: None,
                vendor_at: Some(at),
                spec_at: None,
                settlement: None,
            });
        }
    }

    /// Reads the list of settled differences, if there is one.
    fn read_settled(&mut self, spec: &Path) -> Result<Settled, String> {
        let folder = if spec.is_file() { spec.parent().unwrap_or(spec) } else { spec };
        let path = folder.join(SETTLED_FILE);
        if !path.exists() {
            return Ok(Settled::default());
        }
        let text = std::fs::read_to_string(&path)
            .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        let shown = path.display().to_string();
        let settled = Settled::parse(&shown, &text);
        self.files.insert(shown, text);
        Ok(settled)
    }
}
