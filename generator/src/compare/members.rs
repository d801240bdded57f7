//! Comparison of the members of records and of request bodies.

use super::change::Direction;
use super::comparer::{ComparedElement, Comparer};
use super::pairs::{are_alike, pair};
use super::rule::Rule;
use super::values::describe;
use crate::ir::{Field, Record};

/// What has members: a record, or the body of a request.
pub(super) struct Owner {
    /// The name in messages.
    pub(super) subject: String,
    /// Whether it is sent or received.
    pub(super) direction: Direction,
    /// The paths of the old and the new type or request builder.
    pub(super) paths: (String, String),
    /// The paths of functions that take required members as arguments.
    pub(super) constructors: Vec<String>,
}

impl Owner {
    /// Returns the element of a member.
    fn element<'a>(&self, old: Option<&'a Field>, new: Option<&'a Field>) -> ComparedElement<'a> {
        let wire = old.or(new).map_or("", |field| field.wire.as_str());
        let mut paths = Vec::new();
        for (field, path) in [(old, &self.paths.0), (new, &self.paths.1)] {
            let Some(field) = field else { continue };
            for name in [field.name.ident.as_str(), field.setter.as_str()] {
                let path = format!("{path}::{name}");
                if !name.is_empty() && !paths.contains(&path) {
                    paths.push(path);
                }
            }
        }
        let is_argument = |field: Option<&Field>| field.is_some_and(Field::is_argument);
        if is_argument(old) || is_argument(new) {
            paths.extend(self.constructors.iter().cloned());
        }
        let (old, new) = (old.map(|field| &field.origin), new.map(|field| &field.origin));
        ComparedElement::new(format!("{}.{wire}", self.subject), old, new, paths)
            .with_direction(self.direction)
    }

    /// Returns where a member is used.
    fn use_of(&self, field: &Field) -> Direction {
        Direction {
            sent: self.direction.sent && !field.read_only,
            read: self.direction.read && !field.write_only,
        }
    }
}

impl Comparer<'_> {
    /// Compares two records.
    pub(super) fn compare_records(
        &mut self,
        old: &Record,
        new: &Record,
        element: &ComparedElement<'_>,
    ) {
        let path = |at: usize| element.paths.get(at).cloned().unwrap_or_default();
        let owner = Owner {
            subject: element.subject.clone(),
            direction: element.direction,
            paths: (path(0), path(1)),
            constructors: element.paths.iter().map(|path| format!("{path}::new")).collect(),
        };
        self.compare_members(&old.fields, &new.fields, &owner);
        let direction = element.direction;
        match (&old.additional, &new.additional) {
            (Some(a), Some(b)) => self.compare_values(a, b, element),
            (None, Some(_)) if direction.sent => {
                self.add(Rule::RequestTypeWidened, element, "accepts members that are not listed");
            }
            (Some(_), None) if direction.sent => {
                let detail = "does not accept members that are not listed";
                self.add(Rule::RequestTypeNarrowed, element, detail);
            }
            _ => {}
        }
    }

    /// Compares the members of a record or of the body of a request.
    pub(super) fn compare_members(&mut self, old: &[Field], new: &[Field], owner: &Owner) {
        let (old_api, new_api) = (self.old, self.new);
        let may_be_renamed = |a: &Field, b: &Field| {
            describe(old_api, &a.ty) == describe(new_api, &b.ty)
                && (a.required, a.nullable, &a.limits) == (b.required, b.nullable, &b.limits)
                && owner.use_of(a) == owner.use_of(b)
                && are_alike((&a.wire, &a.docs), (&b.wire, &b.docs))
        };
        let pairs = pair(old, new, |a, b| a.wire == b.wire, may_be_renamed);
        for (a, b) in pairs.same {
            self.compare_member(a, b, owner);
        }
        for (a, b) in pairs.renamed {
            let element = owner.element(Some(a), Some(b)).with_direction(owner.use_of(a));
            let rule =
                element.direction.choose(Rule::RequestMemberRenamed, Rule::ResponseMemberRenamed);
            self.add(rule, &element, format!("`{}` → `{}`", a.wire, b.wire));
            self.compare_values(&a.ty, &b.ty, &element);
        }
        for field in pairs.removed {
            self.remove_member(field, owner, owner.use_of(field), (Some(field), None));
        }
        for field in pairs.added {
            self.add_member(field, owner, owner.use_of(field), (None, Some(field)));
        }
    }

    fn remove_member(
        &mut self,
        field: &Field,
        owner: &Owner,
        used: Direction,
        (old, new): (Option<&Field>, Option<&Field>),
    ) {
        let rule = used.choose(Rule::RequestMemberRemoved, Rule::ResponseMemberRemoved);
        self.add_value(rule, &owner.element(old, new), "", &[(self.old, &field.ty)]);
    }

    fn add_member(
        &mut self,
        field: &Field,
        owner: &Owner,
        used: Direction,
        (old, new): (Option<&Field>, Option<&Field>),
    ) {
        let request = match field.required && !field.nullable {
            true => Rule::RequestMemberAddedRequired,
            false => Rule::RequestMemberAdded,
        };
        let rule = used.choose(request, Rule::ResponseMemberAdded);
        self.add_value(rule, &owner.element(old, new), "", &[(self.new, &field.ty)]);
    }

    fn compare_member(&mut self, old: &Field, new: &Field, owner: &Owner) {
        let (before, after) = (owner.use_of(old), owner.use_of(new));
        let fields = (Some(old), Some(new));
        for only in [Direction::REQUEST, Direction::RESPONSE] {
            let is_used = |used: Direction| if only.sent { used.sent } else { used.read };
            match (is_used(before), is_used(after)) {
                (true, false) => self.remove_member(old, owner, only, fields),
                (false, true) => self.add_member(new, owner, only, fields),
                _ => {}
            }
        }
        let used = Direction { sent: before.sent && after.sent, read: before.read && after.read };
        let element = owner.element(fields.0, fields.1).with_direction(used);
        self.compare_names(&old.name, &new.name, &element);
        self.compare_deprecation(old.deprecated, new.deprecated, &element);
        self.compare_sensitivity(old.sensitive, new.sensitive, &element);
        if !used.sent && !used.read {
            return;
        }
        match (old.required, new.required) {
            (false, true) => {
                let rule = used.choose(Rule::RequestMemberRequired, Rule::ResponseMemberRequired);
                self.add(rule, &element, "");
            }
            (true, false) => {
                let rule = used.choose(Rule::RequestMemberOptional, Rule::ResponseMemberOptional);
                self.add(rule, &element, "");
            }
            _ => {}
        }
        if used.sent {
            self.compare_requests_of_member(old, new, &element);
        }
        self.compare_limits(&old.limits, &new.limits, &element);
        self.compare_families(old.family, new.family, &element);
        self.compare_values(&old.ty, &new.ty, &element);
    }

    /// Compares what matters in requests only.
    fn compare_requests_of_member(
        &mut self,
        old: &Field,
        new: &Field,
        element: &ComparedElement<'_>,
    ) {
        match (old.nullable, new.nullable) {
            (false, true) => self.add(Rule::RequestTypeWidened, element, "accepts `null`"),
            (true, false) => {
                self.add(Rule::RequestTypeNarrowed, element, "does not accept `null`");
            }
            _ => {}
        }
        self.compare_defaults(old.default.as_deref(), new.default.as_deref(), element);
    }

    /// Compares the default values of a member or a parameter.
    pub(super) fn compare_defaults(
        &mut self,
        old: Option<&str>,
        new: Option<&str>,
        element: &ComparedElement<'_>,
    ) {
        match (old, new) {
            (None, Some(value)) => {
                self.add(Rule::DefaultAdded, element, format!("`{value}`"));
            }
            (Some(value), None) => {
                self.add(Rule::DefaultChanged, element, format!("no default, was `{value}`"));
            }
            (Some(a), Some(b)) if a != b => {
                self.add(Rule::DefaultChanged, element, format!("`{a}` → `{b}`"));
            }
            _ => {}
        }
    }
}
