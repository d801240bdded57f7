//! Comparison of operations.

use super::change::Direction;
use super::comparer::{ComparedElement, Comparer};
use super::contents::{received_type, sent_types};
use super::pairs::pair;
use super::rule::Rule;
use crate::ir::{Api, Group, LongRunningOperation, Operation, Paged, Ty, Window};
use crate::name::type_name;
use crate::path_template;

/// An operation and its group.
#[derive(Clone, Copy)]
pub(super) struct Located<'a> {
    pub(super) api: &'a Api,
    pub(super) group: &'a Group,
    pub(super) operation: &'a Operation,
}

impl Located<'_> {
    /// Returns the path of the method.
    pub(super) fn method_path(&self) -> String {
        format!("{}::{}", self.accessor_path(), self.operation.name.ident)
    }

    /// Returns the path of the type with the methods of the group.
    fn accessor_path(&self) -> String {
        format!("{}::{}", self.group.name.ident, type_name(&self.group.name.words))
    }

    /// Returns the path of the request builder.
    pub(super) fn builder_path(&self) -> String {
        format!("{}::{}", self.group.name.ident, self.operation.request)
    }

    fn paths(&self) -> Vec<String> {
        vec![self.method_path(), self.builder_path()]
    }

    /// Returns the paths of the group if the other API does not have it.
    fn group_paths_without(&self, other: &Api) -> Vec<String> {
        let name = &self.group.name.ident;
        if other.groups.iter().any(|group| group.name.ident == *name) {
            return Vec::new();
        }
        let accessors = ["Client", "blocking::Client"].map(|client| format!("{client}::{name}"));
        accessors.into_iter().chain([name.clone()]).collect()
    }

    /// Returns the path without the names of its parameters, which are not sent.
    fn path_shape(&self) -> String {
        path_template::canonical(&self.operation.path)
    }

    fn request_line(&self) -> String {
        format!("{} {}", self.operation.method, self.operation.path)
    }

    fn media(&self) -> Option<&str> {
        self.operation.body.as_ref().map(|body| body.media.as_str())
    }

    fn is_same(&self, other: &Self) -> bool {
        let (a, b) = (self.operation, other.operation);
        a.id == b.id && (a.name.words == b.name.words || self.media() == other.media())
    }

    /// Returns `true` if the other operation has the same request line, or the same summary and parameters under another
    /// path.
    fn may_be_renamed(&self, other: &Self) -> bool {
        let (a, b) = (self.operation, other.operation);
        let has_same_line = a.method == b.method && self.path_shape() == other.path_shape();
        let parameters = |operation: &Operation| -> Vec<String> {
            let sent = operation.parameters.iter();
            sent.map(|parameter| format!("{:?} {}", parameter.location, parameter.wire)).collect()
        };
        let is_similar = a.method == b.method
            && !a.summary.is_empty()
            && a.summary == b.summary
            && parameters(a) == parameters(b);
        (has_same_line && self.media() == other.media()) || is_similar
    }
}

/// Returns the operations of an API, in document order.
fn operations(api: &Api) -> Vec<Located<'_>> {
    let groups = api.groups.iter();
    groups
        .flat_map(|group| {
            group.operations.iter().map(move |operation| Located { api, group, operation })
        })
        .collect()
}

impl<'a> Comparer<'a> {
    /// Compares all operations.
    pub(super) fn compare_operations(&mut self) {
        let (old, new) = (operations(self.old), operations(self.new));
        let pairs = pair(&old, &new, Located::is_same, Located::may_be_renamed);
        for it in pairs.removed {
            let mut element = it.operation_element(None);
            element.new = None;
            element.paths.extend(it.group_paths_without(self.new));
            self.add_operation_value(Rule::OperationRemoved, &element, it);
        }
        for it in pairs.added {
            let mut element = it.operation_element(None);
            element.old = None;
            element.paths.extend(it.group_paths_without(self.old));
            self.add_operation_value(Rule::OperationAdded, &element, it);
        }
        for (a, b) in pairs.same.into_iter().chain(pairs.renamed) {
            self.compare_operation(a, b);
        }
    }

    fn add_operation_value(&mut self, rule: Rule, element: &ComparedElement<'_>, it: &Located<'_>) {
        let operation = it.operation;
        let mut values: Vec<&Ty> =
            operation.parameters.iter().map(|parameter| &parameter.ty).collect();
        let body = operation.body.as_ref().map(|body| sent_types(&body.content));
        let body = body.unwrap_or_default();
        values.extend(&body);
        values.extend(received_type(operation));
        let values: Vec<_> = values.into_iter().map(|ty| (it.api, ty)).collect();
        self.add_value(rule, element, it.request_line(), &values);
    }

    fn compare_operation(&mut self, old: &Located<'a>, new: &Located<'a>) {
        let element = old.operation_element(Some(new));
        let (a, b) = (old.operation, new.operation);
        if old.path_shape() != new.path_shape() || a.method != b.method {
            let detail = format!("`{}` → `{}`", old.request_line(), new.request_line());
            self.add(Rule::OperationMoved, &element, detail);
        }
        if old.group.name.ident != new.group.name.ident {
            let detail = format!("`{}` → `{}`", old.group.name.words, new.group.name.words);
            let mut element = element.clone();
            element.paths.extend(old.group_paths_without(self.new));
            element.paths.extend(new.group_paths_without(self.old));
            self.add_naming(Rule::GroupChanged, &element, detail);
        }
        self.compare_names(&a.name, &b.name, &element);
        if a.id != b.id {
            let detail = format!("`{}` → `{}`", a.id, b.id);
            // the id names no items
            let element = ComparedElement { paths: Vec::new(), ..element.clone() };
            self.add_naming(Rule::OperationIdChanged, &element, detail);
        }
        self.compare_deprecation(a.deprecated, b.deprecated, &element);
        self.compare_servers_of(a, b, &element);
        self.compare_security(&a.security, &b.security, &element);
        self.compare_policies(old, new, &element);
        self.compare_windows(&a.windows, &b.windows, &element);
        self.compare_parameters(old, new);
        self.compare_bodies(old, new, &element);
        self.compare_responses(old, new, &element);
    }

    fn compare_servers_of(
        &mut self,
        old: &Operation,
        new: &Operation,
        element: &ComparedElement<'_>,
    ) {
        let name = |api: &Api, index: usize| {
            api.hosts.get(index).map(|host| host.name.words.clone()).unwrap_or_default()
        };
        let (from, to) = (name(self.old, old.host), name(self.new, new.host));
        if from != to {
            self.add(Rule::OperationServerChanged, element, format!("`{from}` → `{to}`"));
        }
    }

    /// Compares what the client knows about an operation beyond its request and its response.
    fn compare_policies(
        &mut self,
        old: &Located<'_>,
        new: &Located<'_>,
        element: &ComparedElement<'_>,
    ) {
        let (a, b) = (old.operation, new.operation);
        if a.retry_safety != b.retry_safety {
            let detail = format!("{} → {}", a.retry_safety.as_str(), b.retry_safety.as_str());
            self.add(Rule::RetrySafetyChanged, element, detail);
        }
        let quota = |api: &Api, index: usize| {
            api.quotas.get(index).map(|quota| quota.name.words.clone()).unwrap_or_default()
        };
        let (from, to) = (quota(self.old, a.quota), quota(self.new, b.quota));
        if from != to {
            self.add(Rule::QuotaChanged, element, format!("`{from}` → `{to}`"));
        }
        if a.keys.redirect != b.keys.redirect {
            let detail = if b.keys.redirect { "may redirect" } else { "does not redirect" };
            self.add(Rule::RedirectChanged, element, detail);
        }
        let kinds = [
            ("job", long_running(&self.old.jobs, a.job), long_running(&self.new.jobs, b.job)),
            (
                "queue",
                long_running(&self.old.queues, a.queue),
                long_running(&self.new.queues, b.queue),
            ),
        ];
        for (kind, from, to) in kinds {
            if from != to {
                let show =
                    |name: Option<&str>| name.map_or("none".to_owned(), |it| format!("`{it}`"));
                let detail = format!("{kind}: {} → {}", show(from), show(to));
                self.add(Rule::PollingChanged, element, detail);
            }
        }
        for ((key, from), (_, to)) in methods(a).into_iter().zip(methods(b)) {
            if from != to {
                let mut element = element.clone();
                element.paths.extend([old.accessor_path(), new.accessor_path()]);
                self.add_naming(Rule::MethodsChanged, &element, key);
            }
        }
    }

    /// Compares the paging of an operation.
    pub(super) fn compare_paging(
        &mut self,
        old: &Paged,
        new: &Paged,
        element: &ComparedElement<'_>,
    ) {
        if old.items != new.items {
            let is_kept = old.items.iter().all(|name| new.items.contains(name));
            let detail = format!("`{}` → `{}`", old.items.join("`, `"), new.items.join("`, `"));
            match is_kept {
                // the old spelling may still be sent
                true => self.add(Rule::ResponseMemberAdded, element, detail),
                false => self.add(Rule::ItemsMemberRenamed, element, detail),
            }
        }
        let style = |api: &Api, index: usize| {
            api.pagings.get(index).map(|paging| paging.name.words.clone()).unwrap_or_default()
        };
        let (from, to) = (style(self.old, old.style), style(self.new, new.style));
        if from != to {
            self.add(Rule::PagingChanged, element, format!("`{from}` → `{to}`"));
        }
        let limits = |paged: &Paged| (paged.max_pages, paged.max_items);
        if limits(old) != limits(new) {
            self.add(Rule::PageLimitChanged, element, "");
        }
        let element = element.clone().with_direction(Direction::RESPONSE);
        self.compare_values(&old.item, &new.item, &element);
    }

    fn compare_windows(&mut self, old: &[Window], new: &[Window], element: &ComparedElement<'_>) {
        let is_same = |a: &Window, b: &Window| (&a.start, &a.end) == (&b.start, &b.end);
        let pairs = pair(old, new, is_same, |_, _| false);
        for window in pairs.removed.into_iter().filter(|window| restricts(window)) {
            self.add(Rule::DateRangeWidened, element, range(window));
        }
        for window in pairs.added.into_iter().filter(|window| restricts(window)) {
            self.add(Rule::DateRangeNarrowed, element, range(window));
        }
        for (a, b) in pairs.same {
            let is_less = |old: Option<u32>, new: Option<u32>| {
                new.is_some_and(|new| old.is_none_or(|old| new < old))
            };
            let is_narrowed = is_less(a.days, b.days)
                || is_less(a.past_days, b.past_days)
                || (b.needs_end && !a.needs_end)
                || (b.needs_start && !a.needs_start);
            let limits = |it: &Window| (it.days, it.past_days, it.needs_end, it.needs_start);
            if is_narrowed {
                self.add(Rule::DateRangeNarrowed, element, range(b));
            } else if limits(a) != limits(b) {
                self.add(Rule::DateRangeWidened, element, range(b));
            }
        }
    }
}

impl<'a> Located<'a> {
    /// Returns the element of an operation, with the other version if there is one.
    fn operation_element(&self, new: Option<&Located<'a>>) -> ComparedElement<'a> {
        let mut paths = self.paths();
        paths.extend(new.map(Located::paths).unwrap_or_default());
        let origin = &self.operation.origin;
        let other = new.map_or(origin, |new| &new.operation.origin);
        ComparedElement::new(self.subject(), Some(origin), Some(other), paths)
    }

    /// Returns the name in messages: the id, with the method if several methods have the id.
    pub(super) fn subject(&self) -> String {
        let id = &self.operation.id;
        let same = self.group.operations.iter().filter(|operation| operation.id == *id);
        match same.count() {
            0 | 1 => id.clone(),
            _ => format!("{id}({})", self.operation.name.words),
        }
    }
}

/// Returns the keys that add methods to an operation, and their values without descriptions.
fn methods(operation: &Operation) -> [(&'static str, String); 4] {
    let presets = operation.presets.iter();
    let presets = presets.map(|it| format!("{} {:?} {:?}", it.name.ident, it.set, it.arguments));
    let filters = operation.windows.iter().filter_map(|window| window.date_filter.as_ref());
    let filters = filters.map(|filter| format!("{} {}", filter.name.ident, filter.sync));
    let bulk = operation.bulk.as_ref();
    let bulk = bulk.map(|it| format!("{} {:?} {:?}", it.name.ident, it.key, it.qualifiers));
    [
        ("`x-presets`", presets.collect::<Vec<_>>().join("; ")),
        ("`x-bulk`", bulk.unwrap_or_default()),
        ("`x-filters`", format!("{:?}", operation.keys.filters)),
        ("`x-windows`", filters.collect::<Vec<_>>().join("; ")),
    ]
}

fn long_running(all: &[LongRunningOperation], index: Option<usize>) -> Option<&str> {
    Some(all.get(index?)?.name.words.as_str())
}

/// Returns `true` if a window has limits.
fn restricts(window: &Window) -> bool {
    window.days.is_some() || window.past_days.is_some() || window.needs_end || window.needs_start
}

fn range(window: &Window) -> String {
    format!("`{}` to `{}`", window.start, window.end)
}
