//! Compares the operations of the vendor's documents with those of the spec.

use std::collections::{BTreeMap, BTreeSet};

use super::difference::{Difference, Kind, Location, Subject};
use super::names;
use super::settled::Settled;
use super::view::{Content, ElementView, Elements, OperationView};

/// Collects the differences of operations.
pub(super) struct Comparer<'a> {
    pub(super) settled: &'a mut Settled,
    pub(super) found: Vec<Difference>,
    /// The document and the operation that are compared.
    pub(super) resource: String,
    pub(super) operation: String,
}

impl Comparer<'_> {
    /// Compares all operations. They are matched by method, path of the server and path template.
    pub(super) fn compare(&mut self, vendor: &[OperationView], spec: &[OperationView]) {
        let by_key: BTreeMap<&str, &OperationView> =
            spec.iter().map(|operation| (operation.key.as_str(), operation)).collect();
        let mut matched = BTreeSet::new();
        for operation in vendor {
            self.resource.clone_from(&operation.resource);
            match by_key.get(operation.key.as_str()) {
                Some(own) => {
                    matched.insert(own.key.as_str());
                    self.operation.clone_from(&own.id);
                    self.compare_operation(operation, own);
                }
                None => {
                    self.operation.clone_from(&operation.id);
                    let at = (Some(&operation.at), None);
                    self.add(Kind::MissingOperation, "", (Some(&operation.title), None), at);
                }
            }
        }
        for operation in spec.iter().filter(|it| !matched.contains(it.key.as_str())) {
            self.resource.clone_from(&operation.resource);
            self.operation.clone_from(&operation.id);
            let at = (None, Some(&operation.at));
            self.add(Kind::ExtraOperation, "", (None, Some(&operation.title)), at);
        }
    }

    fn compare_operation(&mut self, vendor: &OperationView, spec: &OperationView) {
        let at = (&vendor.at, &spec.at);
        self.compare_text(Kind::Server, "", &vendor.server, &spec.server, at);
        let parameters = rename_placeholders(vendor, spec);
        self.compare_elements(&parameters, &spec.parameters, at);
        match (&vendor.body, &spec.body) {
            (Some(documented), Some(declared)) => {
                let at = (&documented.at, &declared.at);
                let [documented_is, declared_is] = [documented, declared]
                    .map(|content| if content.is_required { "required" } else { "optional" });
                self.compare_text(Kind::Required, "body", documented_is, declared_is, at);
                self.compare_content("body", documented, declared);
            }
            (Some(body), None) => {
                self.add(
                    Kind::MissingBody,
                    "body",
                    (Some("a body"), None),
                    (Some(&body.at), Some(at.1)),
                );
            }
            (None, Some(body)) => {
                self.add(
                    Kind::ExtraBody,
                    "body",
                    (None, Some("a body")),
                    (Some(at.0), Some(&body.at)),
                );
            }
            (None, None) => {}
        }
        for (status, response) in &vendor.responses {
            match spec.responses.get(status) {
                Some(own) => self.compare_content(status, response, own),
                None => {
                    let at = (Some(&response.at), Some(at.1));
                    self.add(Kind::MissingResponse, status, (Some(status), None), at);
                }
            }
        }
        for (status, own) in &spec.responses {
            if !vendor.responses.contains_key(status) {
                let at = (Some(at.0), Some(&own.at));
                self.add(Kind::ExtraResponse, status, (None, Some(status)), at);
            }
        }
    }

    /// Compares bodies by media type. A media type that the spec does not have is compared with its first one.
    fn compare_content(&mut self, element: &str, vendor: &Content, spec: &Content) {
        for (media, (at, elements)) in &vendor.media {
            let own = spec.media.get(media);
            if own.is_none() {
                let at = (Some(at), Some(&spec.at));
                self.add(Kind::MissingMediaType, element, (Some(media), None), at);
            }
            if let Some((own_at, own)) = own.or(spec.media.values().next()) {
                self.compare_elements(elements, own, (at, own_at));
            }
        }
        for (media, (at, _)) in &spec.media {
            if !vendor.media.contains_key(media) {
                let at = (Some(&vendor.at), Some(at));
                self.add(Kind::ExtraMediaType, element, (None, Some(media)), at);
            }
        }
    }

    /// Compares parameters, or the elements of a body. The members of an element are compared if both sides have the
    /// same structure.
    fn compare_elements(&mut self, vendor: &Elements, spec: &Elements, at: (&Location, &Location)) {
        let mut matched: BTreeMap<&str, &str> = BTreeMap::new();
        for (path, element) in vendor {
            let parent = element.parent.as_deref();
            let own_parent = parent.and_then(|parent| matched.get(parent).copied());
            let owners = comparable(get(vendor, parent), get(spec, own_parent));
            if parent.is_some() && owners.is_none() {
                continue;
            }
            let own_parent = own_parent.unwrap_or_default();
            match find(spec, own_parent, path, element) {
                Some((own_path, own)) => {
                    matched.insert(path, own_path);
                    self.compare_element(own_path, element, own);
                }
                None => {
                    let own_at = owners.map_or(at.1, |(_, own)| &own.definition);
                    let kind = if element.is_parameter() {
                        Kind::MissingParameter
                    } else {
                        Kind::MissingField
                    };
                    let path = format!("{own_parent}{}", element.step);
                    let texts = (Some(element.type_name.as_str()), None);
                    self.add(kind, &path, texts, (Some(&element.at), Some(own_at)));
                }
            }
        }
        self.add_extra(vendor, spec, at, &matched);
    }

    /// Adds the elements that only the spec has. `matched` has the others, by the paths of the vendor.
    fn add_extra(
        &mut self,
        vendor: &Elements,
        spec: &Elements,
        at: (&Location, &Location),
        matched: &BTreeMap<&str, &str>,
    ) {
        let documented: BTreeMap<&str, &str> =
            matched.iter().rev().map(|(path, own)| (*own, *path)).collect();
        for (path, own) in spec.iter().filter(|(path, _)| !documented.contains_key(path.as_str())) {
            let parent = own.parent.as_deref();
            let documented = parent.and_then(|parent| documented.get(parent).copied());
            let owners = comparable(get(vendor, documented), get(spec, parent));
            if parent.is_some() && owners.is_none() {
                continue;
            }
            let kind = if own.is_parameter() { Kind::ExtraParameter } else { Kind::ExtraField };
            let vendor_at = owners.map_or(at.0, |(owner, _)| &owner.definition);
            self.add(kind, path, (None, Some(&own.type_name)), (Some(vendor_at), Some(&own.at)));
        }
    }

    fn compare_element(&mut self, path: &str, vendor: &ElementView, spec: &ElementView) {
        let at = (&vendor.at, &spec.at);
        if !self.settled.has_equal_types(&vendor.type_name, &spec.type_name) {
            let is_same_type = vendor.base_type == spec.base_type;
            let kind = if is_same_type { Kind::Format } else { Kind::Type };
            self.compare_text(kind, path, &vendor.type_name, &spec.type_name, at);
        }
        let [required, own_required] =
            [vendor, spec].map(|it| if it.is_required { "required" } else { "optional" });
        self.compare_text(Kind::Required, path, required, own_required, at);
        let [nullable, own_nullable] =
            [vendor, spec].map(|it| if it.is_nullable { "nullable" } else { "not nullable" });
        self.compare_text(Kind::Nullable, path, nullable, own_nullable, at);
        let [default, own_default] =
            [vendor, spec].map(|it| it.default.as_deref().unwrap_or("none"));
        self.compare_text(Kind::Default, path, default, own_default, at);
        if let (Some(range), Some(own)) = (vendor.range, spec.range) {
            let [range, own] = [range, own].map(|(from, to)| format!("{from} to {to}"));
            self.compare_text(Kind::Range, path, &range, &own, at);
        }
        self.compare_values(path, vendor, spec);
    }

    fn compare_values(&mut self, path: &str, vendor: &ElementView, spec: &ElementView) {
        let at = (&vendor.at, &spec.at);
        let count = |count: usize| match count {
            1 => "1 value".to_owned(),
            count => format!("{count} values"),
        };
        match (&vendor.values, &spec.values) {
            (Some(values), Some(own)) => {
                for (value, value_at) in values.iter().filter(|(it, _)| !own.contains_key(*it)) {
                    self.add(
                        Kind::MissingValue,
                        path,
                        (Some(value), None),
                        (Some(value_at), Some(at.1)),
                    );
                }
                for (value, value_at) in own.iter().filter(|(it, _)| !values.contains_key(*it)) {
                    self.add(
                        Kind::ExtraValue,
                        path,
                        (None, Some(value)),
                        (Some(at.0), Some(value_at)),
                    );
                }
            }
            (Some(values), None) => {
                self.compare_text(Kind::Enum, path, &count(values.len()), "any value", at);
            }
            (None, Some(own)) => {
                self.compare_text(Kind::Enum, path, "any value", &count(own.len()), at);
            }
            (None, None) => {}
        }
    }

    /// Adds a difference if two texts differ.
    fn compare_text(
        &mut self,
        kind: Kind,
        element: &str,
        vendor: &str,
        spec: &str,
        at: (&Location, &Location),
    ) {
        if vendor != spec {
            self.add(kind, element, (Some(vendor), Some(spec)), (Some(at.0), Some(at.1)));
        }
    }

    /// Adds a difference, or another subject of a known one.
    fn add(
        &mut self,
        kind: Kind,
        element: &str,
        (vendor, spec): (Option<&str>, Option<&str>),
        (vendor_at, spec_at): (Option<&Location>, Option<&Location>),
    ) {
        let subject = Subject { operation: self.operation.clone(), element: element.to_owned() };
        let difference = Difference {
            kind,
            resource: self.resource.clone(),
            subjects: vec![subject.clone()],
            vendor: vendor.map(str::to_owned),
            spec: spec.map(str::to_owned),
            vendor_at: vendor_at.cloned(),
            spec_at: spec_at.cloned(),
            settlement: None,
        };
        match self.found.iter_mut().find(|known| known.is_same(&difference)) {
            Some(known) if known.subjects.contains(&subject) => {}
            Some(known) => known.subjects.push(subject),
            None => self.found.push(difference),
        }
    }
}

/// Returns the element of the spec for one of the vendor, by its name or by that of its family.
fn find<'a>(
    spec: &'a Elements,
    owner: &str,
    path: &str,
    element: &ElementView,
) -> Option<(&'a str, &'a ElementView)> {
    let entry = |path: &str| spec.get_key_value(path).map(|(path, own)| (path.as_str(), own));
    if element.parent.is_none() {
        return entry(path);
    }
    entry(&format!("{owner}{}", element.step)).or_else(|| {
        let (name, number) = names::family(&element.step)?;
        let is_inside =
            |own: &ElementView| own.range.is_some_and(|(from, to)| (from..=to).contains(&number));
        entry(&format!("{owner}{name}")).filter(|(_, own)| is_inside(own))
    })
}

/// Returns the element at a path.
fn get<'a>(elements: &'a Elements, path: Option<&str>) -> Option<&'a ElementView> {
    elements.get(path?)
}

/// Returns an element of both sides if its members can be compared.
fn comparable<'a>(
    vendor: Option<&'a ElementView>,
    spec: Option<&'a ElementView>,
) -> Option<(&'a ElementView, &'a ElementView)> {
    vendor.zip(spec).filter(|(vendor, spec)| vendor.base_type == spec.base_type)
}

/// Returns the vendor's parameters, with path parameters named as in the spec. They are matched by position.
fn rename_placeholders(vendor: &OperationView, spec: &OperationView) -> Elements {
    let names: BTreeMap<String, String> = vendor
        .placeholders
        .iter()
        .zip(&spec.placeholders)
        .map(|(name, own)| (format!("path.{name}"), format!("path.{own}")))
        .collect();
    let renamed = vendor.parameters.iter().map(|(path, element)| {
        let path = names.get(path).unwrap_or(path).clone();
        (path, element.clone())
    });
    renamed.collect()
}
