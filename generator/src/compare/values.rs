//! Comparison of the types of values.

use super::alternatives::alternative_name;
use super::change::Direction;
use super::comparer::{ComparedElement, Comparer, type_path, type_subject};
use super::rule::Rule;
use crate::ir::{Alternative, Api, Kind, Ty, Type, TypeId};
use crate::scalar::ScalarType;

/// How two types of values are related on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    /// The values are the same.
    Same,
    /// The new type has all values of the old one, and others.
    Widened,
    /// The old type has all values of the new one, and others.
    Narrowed,
    /// Neither.
    Changed,
}

impl Comparer<'_> {
    /// Compares the types of a value.
    pub(super) fn compare_values(&mut self, old: &Ty, new: &Ty, element: &ComparedElement<'_>) {
        match (old, new) {
            (Ty::List(a), Ty::List(b))
            | (Ty::Map(a), Ty::Map(b))
            | (Ty::Numbered(a), Ty::Numbered(b)) => self.compare_values(a, b, element),
            (Ty::Named(a), Ty::Named(b)) => self.compare_named(*a, *b, element),
            _ => {
                let relation = relation((self.old, old), (self.new, new));
                self.report_relation(relation, (old, new), element);
            }
        }
    }

    fn report_relation(
        &mut self,
        relation: Relation,
        (old, new): (&Ty, &Ty),
        element: &ComparedElement<'_>,
    ) {
        let (from, to) = (describe(self.old, old), describe(self.new, new));
        let detail = format!("{from} → {to}");
        let direction = element.direction;
        let rule = match relation {
            Relation::Same if from != to => {
                return self.add_naming(Rule::RustTypeChanged, element, detail);
            }
            Relation::Same => return,
            Relation::Widened => {
                let is_open = is_open_string(self.old, old);
                let lenient = if is_open && !matches!(new, Ty::Json) {
                    Rule::ResponseStringWidened
                } else {
                    Rule::ResponseTypeWidened
                };
                direction.choose(Rule::RequestTypeWidened, lenient)
            }
            Relation::Narrowed => {
                direction.choose(Rule::RequestTypeNarrowed, Rule::ResponseTypeNarrowed)
            }
            Relation::Changed => {
                direction.choose(Rule::RequestTypeChanged, Rule::ResponseTypeChanged)
            }
        };
        self.add_value(rule, element, detail, &[(self.old, old), (self.new, new)]);
    }

    /// Compares two named types, once for all of their uses.
    fn compare_named(&mut self, old: TypeId, new: TypeId, element: &ComparedElement<'_>) {
        let (Some(from), Some(to)) = (self.old.types.get(old.0), self.new.types.get(new.0)) else {
            return;
        };
        if !are_comparable((self.old, from), (self.new, to)) {
            let values = (&Ty::Named(old), &Ty::Named(new));
            return self.report_relation(Relation::Changed, values, element);
        }
        if !self.visited.insert((old, new)) {
            return;
        }
        let direction = Direction { sent: from.written && to.written, read: from.read && to.read };
        let is_unused = !direction.sent && !direction.read;
        let direction = if is_unused { element.direction } else { direction };
        let paths = vec![type_path(self.old, from), type_path(self.new, to)];
        let own =
            ComparedElement::new(type_subject(from), Some(&from.origin), Some(&to.origin), paths)
                .with_direction(direction);
        if from.module == to.module || type_path(self.old, from) == type_path(self.new, to) {
            self.compare_names(&from.name, &to.name, &own);
        } else {
            let detail = format!("`{}` → `{}`", own_path(&own, 0), own_path(&own, 1));
            self.add_naming(Rule::GroupChanged, &own, detail);
        }
        self.compare_deprecation(from.deprecated, to.deprecated, &own);
        match (&from.kind, &to.kind) {
            (Kind::Record(a), Kind::Record(b)) => self.compare_records(a, b, &own),
            (Kind::Enum(a), Kind::Enum(b)) => self.compare_enums(a, b, &own),
            (Kind::Union(a), Kind::Union(b)) => self.compare_unions(a, b, &own),
            _ => {}
        }
    }
}

fn own_path<'a>(element: &'a ComparedElement<'_>, at: usize) -> &'a str {
    element.paths.get(at).map_or("", String::as_str)
}

/// Returns `true` if two types have the same kind, and the same name or half of their members in common. Others are not
/// two versions of one type.
fn are_comparable((old_api, old): (&Api, &Type), (new_api, new): (&Api, &Type)) -> bool {
    let (a, b) = match (&old.kind, &new.kind) {
        (Kind::Record(a), Kind::Record(b)) => (
            a.fields.iter().map(|field| field.wire.clone()).collect::<Vec<_>>(),
            b.fields.iter().map(|field| field.wire.clone()).collect::<Vec<_>>(),
        ),
        (Kind::Enum(a), Kind::Enum(b)) => (
            a.values.iter().map(|value| value.wire.clone()).collect(),
            b.values.iter().map(|value| value.wire.clone()).collect(),
        ),
        (Kind::Union(a), Kind::Union(b)) => {
            let names = |api: &Api, alternatives: &[Alternative]| {
                let names = alternatives.iter().map(|own| alternative_name(api, own));
                names.map(str::to_owned).collect::<Vec<_>>()
            };
            (names(old_api, &a.alternatives), names(new_api, &b.alternatives))
        }
        _ => return false,
    };
    let common = a.iter().filter(|name| b.contains(name)).count();
    old.name.words == new.name.words || common * 2 >= a.len().max(b.len()).max(1)
}

/// Returns how two types are related.
fn relation(old: (&Api, &Ty), new: (&Api, &Ty)) -> Relation {
    match (includes(new, old), includes(old, new)) {
        (true, true) => Relation::Same,
        (true, false) => Relation::Widened,
        (false, true) => Relation::Narrowed,
        (false, false) => Relation::Changed,
    }
}

/// Returns `true` if each value of `narrow` is a value of `wide`.
fn includes(wide: (&Api, &Ty), narrow: (&Api, &Ty)) -> bool {
    match (wide.1, narrow.1) {
        (Ty::Json, other) => *other != Ty::FILE,
        (Ty::Scalar(ScalarType::String) | Ty::Id(_), Ty::Id(_) | Ty::DateTimeOrKeyword(_)) => true,
        (Ty::Id(_), Ty::Scalar(scalar)) => ScalarType::String.includes(*scalar),
        (Ty::Scalar(wide), Ty::Scalar(narrow)) => wide.includes(*narrow),
        (Ty::Scalar(ScalarType::String) | Ty::Id(_), Ty::Named(id)) => is_enum(narrow.0, *id),
        (Ty::DateTimeOrKeyword(_), Ty::Scalar(ScalarType::DateTime)) => true,
        (Ty::DateTimeOrKeyword(all), Ty::DateTimeOrKeyword(some)) => {
            some.iter().all(|keyword| all.contains(keyword))
        }
        (wide, narrow) => wide == narrow && !matches!(wide, Ty::Named(_)),
    }
}

fn is_enum(api: &Api, id: TypeId) -> bool {
    api.types.get(id.0).is_some_and(|ty| matches!(ty.kind, Kind::Enum(_)))
}

/// Returns `true` if the client can read any string as a value of the type.
fn is_open_string(api: &Api, ty: &Ty) -> bool {
    match ty {
        Ty::Scalar(ScalarType::String) | Ty::Id(_) => true,
        Ty::Named(id) => is_enum(api, *id),
        _ => false,
    }
}

/// Returns the name of a type in messages.
pub(super) fn describe(api: &Api, ty: &Ty) -> String {
    match ty {
        Ty::Scalar(scalar) => scalar.name().to_owned(),
        Ty::DateTimeOrKeyword(keywords) => format!("date-time or {}", keywords.join(", ")),
        Ty::Json => "any JSON value".to_owned(),
        Ty::Id(id) => {
            let name = api.ids.get(*id).map_or("", |id| id.name.words.as_str());
            format!("string (`{name}`)")
        }
        Ty::Named(id) => match api.types.get(id.0) {
            Some(ty) if is_enum(api, *id) => format!("enum `{}`", type_subject(ty)),
            Some(ty) => format!("`{}`", type_subject(ty)),
            None => String::new(),
        },
        Ty::List(inner) => format!("list of {}", describe(api, inner)),
        Ty::Map(inner) => format!("map of {}", describe(api, inner)),
        Ty::Numbered(inner) => format!("numbered {}", describe(api, inner)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_include_each_other() {
        let api = Api::default();
        let list = |inner: Ty| Ty::List(Box::new(inner));
        for (old, new, expected) in [
            (Ty::Scalar(ScalarType::String), Ty::Id(0), Relation::Same),
            (Ty::Scalar(ScalarType::Integer), Ty::Scalar(ScalarType::Decimal), Relation::Widened),
            (Ty::Scalar(ScalarType::Decimal), Ty::Scalar(ScalarType::Integer), Relation::Narrowed),
            (Ty::Scalar(ScalarType::Date), Ty::Scalar(ScalarType::String), Relation::Widened),
            (Ty::Scalar(ScalarType::Date), Ty::Scalar(ScalarType::DateTime), Relation::Changed),
            (Ty::Scalar(ScalarType::String), Ty::Json, Relation::Widened),
            (Ty::Json, list(Ty::Scalar(ScalarType::String)), Relation::Narrowed),
            (Ty::Scalar(ScalarType::File), Ty::Json, Relation::Changed),
            (Ty::Scalar(ScalarType::Boolean), Ty::Scalar(ScalarType::Boolean), Relation::Same),
            (
                Ty::Scalar(ScalarType::DateTime),
                Ty::DateTimeOrKeyword(vec!["NOW".to_owned()]),
                Relation::Widened,
            ),
        ] {
            assert_eq!(relation((&api, &old), (&api, &new)), expected, "{old:?} {new:?}");
        }
    }
}
