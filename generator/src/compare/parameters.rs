//! Comparison of parameters.

use super::change::Direction;
use super::comparer::{ComparedElement, Comparer};
use super::operations::Located;
use super::pairs::{are_alike, pair};
use super::rule::Rule;
use super::values::describe;
use crate::ir::{Parameter, ParameterLocation};

impl<'a> Comparer<'a> {
    /// Compares the parameters of an operation.
    pub(super) fn compare_parameters(&mut self, old: &Located<'a>, new: &Located<'a>) {
        let (a, b) = (&old.operation.parameters, &new.operation.parameters);
        let (old_api, new_api) = (self.old, self.new);
        let places = |it: &Located<'_>, parameter: &Parameter| {
            let path = &it.operation.path;
            path.find(&format!("{{{}}}", parameter.wire)).map(|at| path.get(..at).map(slashes))
        };
        let is_same = |a: &Parameter, b: &Parameter| a.wire == b.wire && a.location == b.location;
        let may_be_renamed = |a: &Parameter, b: &Parameter| {
            let is_moved = a.wire == b.wire;
            let has_same_shape = a.location == b.location
                && describe(old_api, &a.ty) == describe(new_api, &b.ty)
                && (a.style, a.required, &a.limits) == (b.style, b.required, &b.limits);
            match (a.location, b.location) {
                (ParameterLocation::Path, ParameterLocation::Path) => {
                    places(old, a) == places(new, b)
                }
                _ if is_moved => true,
                _ => has_same_shape && are_alike((&a.wire, &a.docs), (&b.wire, &b.docs)),
            }
        };
        let pairs = pair(a, b, is_same, may_be_renamed);
        for (a, b) in pairs.same {
            self.compare_parameter(a, b, (old, new));
        }
        for (a, b) in pairs.renamed {
            let element = element((old, new), Some(a), Some(b));
            let detail = format!("`{}` → `{}`", a.wire, b.wire);
            match (a.location == b.location, a.location) {
                (true, ParameterLocation::Path) => {
                    self.add_naming(Rule::PathParameterRenamed, &element, detail);
                }
                (true, _) => {
                    self.add(Rule::ParameterRenamed, &element, detail);
                    self.compare_values(&a.ty, &b.ty, &element);
                }
                (false, _) => {
                    let detail = format!("{} → {}", a.location.as_str(), b.location.as_str());
                    self.add(Rule::ParameterMoved, &element, detail);
                }
            }
            if a.location != b.location || a.location == ParameterLocation::Path {
                self.compare_parameter(a, b, (old, new));
            }
        }
        for parameter in pairs.removed {
            let element = element((old, new), Some(parameter), None);
            self.add_value(Rule::ParameterRemoved, &element, "", &[(self.old, &parameter.ty)]);
        }
        for parameter in pairs.added {
            let rule = match parameter.required {
                true => Rule::ParameterAddedRequired,
                false => Rule::ParameterAdded,
            };
            let element = element((old, new), None, Some(parameter));
            self.add_value(rule, &element, "", &[(self.new, &parameter.ty)]);
        }
    }

    fn compare_parameter(
        &mut self,
        old: &Parameter,
        new: &Parameter,
        operations: (&Located<'_>, &Located<'_>),
    ) {
        let element = element(operations, Some(old), Some(new));
        if old.wire == new.wire {
            self.compare_names(&old.name, &new.name, &element);
        }
        self.compare_deprecation(old.deprecated, new.deprecated, &element);
        self.compare_sensitivity(old.sensitive, new.sensitive, &element);
        match (old.required, new.required) {
            (false, true) => self.add(Rule::ParameterRequired, &element, ""),
            (true, false) => self.add(Rule::ParameterOptional, &element, ""),
            _ => {}
        }
        if old.style != new.style {
            self.add(Rule::ParameterStyleChanged, &element, "");
        }
        self.compare_defaults(old.default.as_deref(), new.default.as_deref(), &element);
        self.compare_limits(&old.limits, &new.limits, &element);
        self.compare_values(&old.ty, &new.ty, &element);
    }
}

fn element<'a>(
    operations: (&Located<'_>, &Located<'_>),
    old: Option<&'a Parameter>,
    new: Option<&'a Parameter>,
) -> ComparedElement<'a> {
    let mut paths = Vec::new();
    for (operation, parameter) in [(operations.0, old), (operations.1, new)] {
        let Some(parameter) = parameter else { continue };
        paths.push(format!("{}::{}", operation.builder_path(), parameter.name.ident));
    }
    if old.is_some_and(|it| it.required) || new.is_some_and(|it| it.required) {
        paths.extend([operations.0.method_path(), operations.1.method_path()]);
    }
    let (wire, place) =
        old.or(new).map(|it| (it.wire.as_str(), it.location.as_str())).unwrap_or_default();
    let subject = format!("{}.{place}.{wire}", operations.0.subject());
    let (old, new) = (old.map(|it| &it.origin), new.map(|it| &it.origin));
    ComparedElement::new(subject, old, new, paths).with_direction(Direction::REQUEST)
}

/// Returns the number of segments before a place in a path.
fn slashes(before: &str) -> usize {
    before.matches('/').count()
}
