//! Comparison of enums and unions.

use super::comparer::{ComparedElement, Comparer};
use super::pairs::{are_alike, pair};
use super::rule::Rule;
use crate::ir::{Alternative, Api, Discriminator, Enum, Ty, Union, Value};

impl Comparer<'_> {
    /// Compares two enums.
    pub(super) fn compare_enums(&mut self, old: &Enum, new: &Enum, element: &ComparedElement<'_>) {
        let direction = element.direction;
        let may_be_renamed =
            |a: &Value, b: &Value| are_alike((&a.wire, &a.docs), (&b.wire, &b.docs));
        let pairs = pair(&old.values, &new.values, |a, b| a.wire == b.wire, may_be_renamed);
        for (a, b) in pairs.same {
            self.compare_names(&a.name, &b.name, &value_element(element, Some(a), Some(b)));
        }
        for (a, b) in pairs.renamed {
            let rule =
                direction.choose(Rule::RequestEnumValueRenamed, Rule::ResponseEnumValueRenamed);
            let detail = format!("`{}` → `{}`", a.wire, b.wire);
            self.add(rule, &value_element(element, Some(a), Some(b)), detail);
        }
        for value in pairs.removed {
            let rule =
                direction.choose(Rule::RequestEnumValueRemoved, Rule::ResponseEnumValueRemoved);
            self.add(rule, &value_element(element, Some(value), None), "");
        }
        for value in pairs.added {
            let rule = direction.choose(Rule::RequestEnumValueAdded, Rule::ResponseEnumValueAdded);
            self.add(rule, &value_element(element, None, Some(value)), "");
        }
    }

    /// Compares two unions.
    pub(super) fn compare_unions(
        &mut self,
        old: &Union,
        new: &Union,
        element: &ComparedElement<'_>,
    ) {
        let direction = element.direction;
        if old.discriminator != new.discriminator {
            self.add(Rule::DiscriminatorChanged, element, "");
        }
        let (old_api, new_api) = (self.old, self.new);
        let is_same = |a: &Alternative, b: &Alternative| {
            alternative_name(old_api, a) == alternative_name(new_api, b)
        };
        let may_be_renamed =
            |a: &Alternative, b: &Alternative| !a.tags.is_empty() && a.tags == b.tags;
        let pairs = pair(&old.alternatives, &new.alternatives, is_same, may_be_renamed);
        let alternative = |it: &Alternative| match it.tags.as_slice() {
            [] => it.name.words.clone(),
            tags => tags.join(", "),
        };
        for (a, b) in pairs.same.into_iter().chain(pairs.renamed) {
            self.compare_values(&a.ty, &b.ty, element);
            // members that only one record has follow from the records
            if a.tags != b.tags && matches!(new.discriminator, Discriminator::Member(_)) {
                let rule = direction
                    .choose(Rule::RequestAlternativeRemoved, Rule::ResponseAlternativeRemoved);
                let detail = format!("`{}` → `{}`", alternative(a), alternative(b));
                self.add(rule, element, detail);
            }
        }
        for it in pairs.removed {
            let rule =
                direction.choose(Rule::RequestAlternativeRemoved, Rule::ResponseAlternativeRemoved);
            let part = ComparedElement { old: Some(&it.origin), new: None, ..element.clone() };
            self.add_value(rule, &part, alternative(it), &[(old_api, &it.ty)]);
        }
        for it in pairs.added {
            let rule =
                direction.choose(Rule::RequestAlternativeAdded, Rule::ResponseAlternativeAdded);
            let part = ComparedElement { old: None, new: Some(&it.origin), ..element.clone() };
            self.add_value(rule, &part, alternative(it), &[(new_api, &it.ty)]);
        }
    }
}

/// Returns the name of an alternative: that of its type, or of the kind of its values.
pub(super) fn alternative_name<'a>(api: &'a Api, alternative: &'a Alternative) -> &'a str {
    let named = match alternative.ty {
        Ty::Named(id) => api.types.get(id.0),
        _ => None,
    };
    named.map_or(&alternative.name.words, |ty| &ty.name.words)
}

/// Returns the element of a value of an enum.
fn value_element<'a>(
    owner: &ComparedElement<'_>,
    old: Option<&'a Value>,
    new: Option<&'a Value>,
) -> ComparedElement<'a> {
    let wire = old.or(new).map_or("", |value| value.wire.as_str());
    let values = [old, new].into_iter().zip(&owner.paths);
    let paths = values.filter_map(|(value, path)| Some(format!("{path}::{}", value?.name.ident)));
    let (old, new) = (old.map(|value| &value.origin), new.map(|value| &value.origin));
    ComparedElement::new(format!("{}.{wire}", owner.subject), old, new, paths.collect())
}
