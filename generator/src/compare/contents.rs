//! Comparison of the bodies of requests and the contents of responses.

use super::change::Direction;
use super::comparer::{ComparedElement, Comparer};
use super::members::Owner;
use super::operations::Located;
use super::rule::Rule;
use crate::ir::{
    Api, Body, ConditionalConstraint, Content, Encoding, MemberStyle, Operation, ResponseContent,
    StatusContent, Ty,
};

impl<'a> Comparer<'a> {
    /// Compares the bodies of an operation.
    pub(super) fn compare_bodies(
        &mut self,
        old: &Located<'a>,
        new: &Located<'a>,
        operation: &ComparedElement<'_>,
    ) {
        let subject = format!("{}.body", operation.subject);
        let part = |old: Option<&'a Body>, new: Option<&'a Body>| {
            let (old, new) = (old.map(|body| &body.origin), new.map(|body| &body.origin));
            ComparedElement::new(subject.clone(), old, new, operation.paths.clone())
        };
        let (a, b) = (old.operation.body.as_ref(), new.operation.body.as_ref());
        let element = part(a, b);
        let types = |api, body: &Body, this: &mut Self, rule| {
            let types = sent_types(&body.content);
            let values: Vec<_> = types.iter().map(|ty| (api, ty)).collect();
            this.add_value(rule, &element, body.media.clone(), &values);
        };
        match (a, b) {
            (None, None) => {}
            (Some(a), None) => types(self.old, a, self, Rule::BodyRemoved),
            (None, Some(b)) => {
                let is_optional = b.optional || may_be_empty(&b.content);
                let rule = if is_optional { Rule::BodyAdded } else { Rule::BodyAddedRequired };
                types(self.new, b, self, rule);
            }
            (Some(a), Some(b)) => {
                self.compare_body(a, b, &element);
                self.compare_contents(a, b, (old, new), &element);
            }
        }
    }

    fn compare_body(&mut self, old: &Body, new: &Body, element: &ComparedElement<'_>) {
        match (old.optional, new.optional) {
            (true, false) => self.add(Rule::BodyRequired, element, ""),
            (false, true) => self.add(Rule::BodyOptional, element, ""),
            _ => {}
        }
        if (old.encoding, &old.media) != (new.encoding, &new.media) {
            let detail = format!("{} → {}", encoding(old), encoding(new));
            self.add(Rule::BodyEncodingChanged, element, detail);
        }
        for (is_changed, key) in [
            (old.keys.quoted != new.keys.quoted, "`x-quoted`"),
            (old.keys.named_files != new.keys.named_files, "`x-named-files`"),
        ] {
            if is_changed {
                self.add(Rule::BodyEncodingChanged, element, key);
            }
        }
        self.compare_member_styles(&old.members, &new.members, element);
        self.compare_limits(&old.limits, &new.limits, element);
        self.compare_constraints(&old.constraints, &new.constraints, element);
        let reference = |api: &Api, body: &Body| {
            body.reference.and_then(|at| api.references.get(at)).map(|it| it.name.ident.clone())
        };
        if reference(self.old, old) != reference(self.new, new) {
            self.add_naming(Rule::MethodsChanged, element, "`x-references`");
        }
    }

    fn compare_member_styles(
        &mut self,
        old: &[MemberStyle],
        new: &[MemberStyle],
        element: &ComparedElement<'_>,
    ) {
        let changed = |all: &[MemberStyle], others: &[MemberStyle]| -> Vec<String> {
            let changed = all.iter().filter(|style| !others.contains(style));
            changed.map(|style| format!("`{}`", style.wire)).collect()
        };
        let mut names = changed(old, new);
        names.extend(changed(new, old));
        names.sort();
        names.dedup();
        if !names.is_empty() {
            let detail = format!("style of {}", names.join(", "));
            self.add(Rule::BodyEncodingChanged, element, detail);
        }
    }

    fn compare_constraints(
        &mut self,
        old: &[ConditionalConstraint],
        new: &[ConditionalConstraint],
        element: &ComparedElement<'_>,
    ) {
        // the reason is documentation
        let is_same = |a: &ConditionalConstraint, b: &ConditionalConstraint| {
            (&a.list, &a.constraint, &a.when, &a.when_any)
                == (&b.list, &b.constraint, &b.when, &b.when_any)
        };
        for constraint in old.iter().filter(|a| !new.iter().any(|b| is_same(a, b))) {
            self.add(Rule::ConstraintRemoved, element, constraint.message());
        }
        for constraint in new.iter().filter(|b| !old.iter().any(|a| is_same(a, b))) {
            self.add(Rule::ConstraintAdded, element, constraint.message());
        }
    }

    fn compare_contents(
        &mut self,
        old: &Body,
        new: &Body,
        operations: (&Located<'_>, &Located<'_>),
        element: &ComparedElement<'_>,
    ) {
        let (a, b) = (&old.content, &new.content);
        match (a, b) {
            (Content::List(a), Content::List(b)) | (Content::Value(a), Content::Value(b)) => {
                self.compare_values(a, b, element);
            }
            (Content::Record(a), Content::Record(b)) => {
                self.compare_values(&Ty::Named(*a), &Ty::Named(*b), element);
            }
            (Content::Text, Content::Text) | (Content::File, Content::File) => {}
            (
                Content::Members(_) | Content::Record(_),
                Content::Members(_) | Content::Record(_),
            ) => {
                let (before, after) = operations;
                let owner = Owner {
                    subject: element.subject.clone(),
                    direction: Direction::REQUEST,
                    paths: (before.builder_path(), after.builder_path()),
                    constructors: vec![before.method_path(), after.method_path()],
                };
                self.compare_members(self.old.members_of(a), self.new.members_of(b), &owner);
                if std::mem::discriminant(a) != std::mem::discriminant(b) {
                    let detail = "members of the request ↔ a type of its own";
                    self.add_naming(Rule::RustTypeChanged, element, detail);
                }
            }
            _ => {
                let (from, to) = (content_name(a), content_name(b));
                self.add(Rule::RequestTypeChanged, element, format!("{from} → {to}"));
            }
        }
    }

    /// Compares the responses of an operation.
    pub(super) fn compare_responses(
        &mut self,
        old: &Located<'_>,
        new: &Located<'_>,
        operation: &ComparedElement<'_>,
    ) {
        let (a, b) = (old.operation, new.operation);
        let element = ComparedElement {
            subject: format!("{}.response", operation.subject),
            ..operation.clone().with_direction(Direction::RESPONSE)
        };
        match (&a.response, &b.response) {
            (ResponseContent::Page, ResponseContent::Page) => {
                if let (Some(from), Some(to)) = (&a.paged, &b.paged) {
                    self.compare_paging(from, to, &element);
                }
            }
            (ResponseContent::Value(from), ResponseContent::Value(to))
            | (ResponseContent::FileOr(from), ResponseContent::FileOr(to)) => {
                self.compare_values(from, to, &element);
            }
            (ResponseContent::ByStatus(from), ResponseContent::ByStatus(to))
                if from.iter().map(status).eq(to.iter().map(status)) =>
            {
                for (from, to) in from.iter().zip(to) {
                    if let (Some(from), Some(to)) = (&from.ty, &to.ty) {
                        self.compare_values(from, to, &element);
                    }
                }
            }
            (from, to) if from == to => {}
            (from, to) => {
                let rule = match (from, to) {
                    (ResponseContent::Empty, _) => Rule::ResponseAdded,
                    (_, ResponseContent::Empty) => Rule::ResponseRemoved,
                    _ => Rule::ResponseContentChanged,
                };
                let mut values = Vec::new();
                values.extend(received_type(a).map(|ty| (self.old, ty)));
                values.extend(received_type(b).map(|ty| (self.new, ty)));
                let detail = format!("{} → {}", response_name(from), response_name(to));
                self.add_value(rule, &element, detail, &values);
            }
        }
        if let (Some(from), Some(to)) = (a.headers, b.headers) {
            self.compare_values(&Ty::Named(from), &Ty::Named(to), &element);
        }
        let statuses = |it: &Operation| -> Vec<String> {
            it.errors.iter().map(|error| error.status.clone()).collect()
        };
        let content = (Rule::MediaTypeAdded, Rule::MediaTypeRemoved);
        self.compare_lists(&a.media, &b.media, content, &element);
        let errors = (Rule::ErrorAdded, Rule::ErrorRemoved);
        self.compare_lists(&statuses(a), &statuses(b), errors, &element);
    }

    /// Compares two lists of names.
    pub(super) fn compare_lists(
        &mut self,
        old: &[String],
        new: &[String],
        (added, removed): (Rule, Rule),
        element: &ComparedElement<'_>,
    ) {
        for name in old.iter().filter(|name| !new.contains(name)) {
            self.add(removed, element, name);
        }
        for name in new.iter().filter(|name| !old.contains(name)) {
            self.add(added, element, name);
        }
    }
}

/// Returns a status, and whether a value is returned with it.
fn status(content: &StatusContent) -> (bool, u16, bool) {
    (content.is_range, content.status, content.ty.is_some())
}

/// Returns the types that a body consists of.
pub(super) fn sent_types(content: &Content) -> Vec<Ty> {
    match content {
        Content::Members(fields) => fields.iter().map(|field| field.ty.clone()).collect(),
        Content::Record(id) => vec![Ty::Named(*id)],
        Content::List(ty) | Content::Value(ty) => vec![ty.clone()],
        Content::Text | Content::File => Vec::new(),
    }
}

/// Returns the type that a response consists of.
pub(super) fn received_type(operation: &Operation) -> Option<&Ty> {
    match &operation.response {
        ResponseContent::Value(ty) | ResponseContent::FileOr(ty) => Some(ty),
        ResponseContent::Page => operation.paged.as_ref().map(|paged| &paged.item),
        ResponseContent::Empty
        | ResponseContent::Text
        | ResponseContent::File
        | ResponseContent::ByStatus(_) => None,
    }
}

/// Returns `true` if a request without any member of the body is complete.
fn may_be_empty(content: &Content) -> bool {
    match content {
        Content::Members(fields) => !fields.iter().any(|field| field.required && !field.nullable),
        _ => false,
    }
}

fn encoding(body: &Body) -> String {
    let name = match body.encoding {
        Encoding::Form => "form",
        Encoding::Json => "JSON",
        Encoding::Multipart => "multipart",
        Encoding::FormOrMultipart => "form or multipart",
        Encoding::Raw => "bytes",
    };
    format!("{name} (`{}`)", body.media)
}

fn content_name(content: &Content) -> &'static str {
    match content {
        Content::Members(_) | Content::Record(_) => "object",
        Content::List(_) => "list",
        Content::Value(_) => "value",
        Content::Text => "text",
        Content::File => "file",
    }
}

fn response_name(content: &ResponseContent) -> &'static str {
    match content {
        ResponseContent::Empty => "nothing",
        ResponseContent::Value(_) => "value",
        ResponseContent::Page => "page",
        ResponseContent::Text => "text",
        ResponseContent::File => "file",
        ResponseContent::FileOr(_) => "file or value",
        ResponseContent::ByStatus(_) => "value by status",
    }
}
