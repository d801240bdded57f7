//! Comparison of the root-level declarations.

use super::comparer::{ComparedElement, Comparer};
use super::pairs::pair;
use super::rule::Rule;
use crate::ir::{Api, Host, IdType, LongRunningOperation, Paging, Quota, Scheme};
use crate::location::{FileId, Origin};
use crate::name::credentials_method;

impl Comparer<'_> {
    /// Compares servers, security, headers, quotas, paging, jobs and errors.
    pub(super) fn compare_roots(&mut self) {
        self.compare_servers();
        self.compare_schemes();
        let headers = |api: &Api| (api.client.headers.clone(), api.client.version_header.clone());
        if headers(self.old) != headers(self.new) {
            let origin = root_key("x-client").child("headers");
            let (old, new) = (Some(&origin), Some(&origin));
            let element = ComparedElement::new("x-client.headers", old, new, Vec::new());
            self.add(Rule::HeadersChanged, &element, list_headers(self.old, self.new));
        }
        self.compare_delegates();
        self.compare_quotas();
        self.compare_paging_styles();
        let (old, new) = (&self.old.jobs, &self.new.jobs);
        self.compare_long_running("x-jobs", old, new);
        let (old, new) = (&self.old.queues, &self.new.queues);
        self.compare_long_running("x-queues", old, new);
        let formats = |api: &Api| (api.errors.clone(), api.rate_limits.clone());
        if formats(self.old) != formats(self.new) {
            let origin = root_key("x-errors");
            let element =
                ComparedElement::new("x-errors", Some(&origin), Some(&origin), Vec::new());
            self.add(Rule::ErrorFormatChanged, &element, "");
        }
        self.compare_ids();
    }

    fn compare_servers(&mut self) {
        let is_same = |a: &Host, b: &Host| a.name.words == b.name.words;
        let (old, new) = (&self.old.hosts, &self.new.hosts);
        let pairs = pair(old, new, is_same, |a, b| a.url == b.url);
        let element = |old: Option<&'_ Host>, new: Option<&'_ Host>| {
            let name = old.or(new).map_or("", |host| host.name.words.as_str());
            format!("servers.{name}")
        };
        for (a, b) in pairs.same.into_iter().chain(pairs.renamed) {
            let subject = element(Some(a), Some(b));
            let element =
                ComparedElement::new(subject, Some(&a.origin), Some(&b.origin), Vec::new());
            if a.url != b.url {
                self.add(Rule::ServerUrlChanged, &element, format!("`{}` → `{}`", a.url, b.url));
            }
            self.compare_names(&a.name, &b.name, &element);
        }
        for host in pairs.removed {
            let subject = element(Some(host), None);
            let element = ComparedElement::new(subject, Some(&host.origin), None, Vec::new());
            self.add(Rule::ServerRemoved, &element, &host.url);
        }
        for host in pairs.added {
            let subject = element(None, Some(host));
            let element = ComparedElement::new(subject, None, Some(&host.origin), Vec::new());
            self.add(Rule::ServerAdded, &element, &host.url);
        }
    }

    fn compare_schemes(&mut self) {
        let is_same = |a: &Scheme, b: &Scheme| a.name == b.name;
        let (old, new) = (&self.old.schemes, &self.new.schemes);
        let pairs = pair(old, new, is_same, |_, _| false);
        let subject = |scheme: &Scheme| format!("securitySchemes.{}", scheme.name);
        let paths =
            |scheme: &Scheme| vec![format!("ClientBuilder::{}", credentials_method(&scheme.name))];
        for (a, b) in pairs.same {
            if a.placement != b.placement {
                let element =
                    ComparedElement::new(subject(a), Some(&a.origin), Some(&b.origin), Vec::new());
                let detail = format!("{:?} → {:?}", a.placement, b.placement);
                self.add(Rule::SchemeChanged, &element, detail);
            }
        }
        for scheme in pairs.removed {
            let element =
                ComparedElement::new(subject(scheme), Some(&scheme.origin), None, paths(scheme));
            self.add(Rule::SchemeRemoved, &element, "");
        }
        for scheme in pairs.added {
            let element =
                ComparedElement::new(subject(scheme), None, Some(&scheme.origin), paths(scheme));
            self.add(Rule::SchemeAdded, &element, "");
        }
    }

    /// Compares the alternatives for the credentials of an operation.
    pub(super) fn compare_security(
        &mut self,
        old: &[Vec<usize>],
        new: &[Vec<usize>],
        element: &ComparedElement<'_>,
    ) {
        let (old, new) = (alternatives(self.old, old), alternatives(self.new, new));
        self.compare_lists(&old, &new, (Rule::SecurityAdded, Rule::SecurityRemoved), element);
    }

    /// Compares the paths of an account that acts for another one.
    fn compare_delegates(&mut self) {
        let (old, new) = (self.old, self.new);
        if let (Some(a), Some(b)) = (&old.client.delegate, &new.client.delegate) {
            let paths = [a, b].map(|it| format!("ClientBuilder::{}", it.method.ident)).to_vec();
            let subject = "x-client.delegate";
            let element = ComparedElement::new(subject, Some(&a.origin), Some(&b.origin), paths);
            self.compare_names(&a.method, &b.method, &element);
            if (&a.prefix, &a.host) != (&b.prefix, &b.host) {
                let detail = format!("`{}` → `{}`", a.prefix, b.prefix);
                self.add(Rule::OperationMoved, &element, detail);
            }
        }
    }

    fn compare_quotas(&mut self) {
        let is_same = |a: &Quota, b: &Quota| a.name.words == b.name.words;
        let (old, new) = (&self.old.quotas, &self.new.quotas);
        for (a, b) in pair(old, new, is_same, |_, _| false).same {
            if (a.limit, a.seconds) != (b.limit, b.seconds) {
                let subject = format!("x-quotas.{}", a.name.words);
                let element =
                    ComparedElement::new(subject, Some(&a.origin), Some(&b.origin), Vec::new());
                let detail = format!("{} → {}", a.describe(), b.describe());
                self.add(Rule::QuotaChanged, &element, detail);
            }
        }
    }

    fn compare_paging_styles(&mut self) {
        let is_same = |a: &Paging, b: &Paging| a.name.words == b.name.words;
        let (old, new) = (&self.old.pagings, &self.new.pagings);
        for (a, b) in pair(old, new, is_same, |_, _| false).same {
            let content = |it: &Paging| {
                (it.page.clone(), it.size.clone(), it.first, it.follow_links, it.members.clone())
            };
            if content(a) != content(b) {
                let subject = format!("x-paging.{}", a.name.words);
                let element =
                    ComparedElement::new(subject, Some(&a.origin), Some(&b.origin), Vec::new());
                self.add(Rule::PagingChanged, &element, "");
            }
        }
    }

    fn compare_long_running(
        &mut self,
        key: &str,
        old: &[LongRunningOperation],
        new: &[LongRunningOperation],
    ) {
        let is_same =
            |a: &LongRunningOperation, b: &LongRunningOperation| a.name.words == b.name.words;
        for (a, b) in pair(old, new, is_same, |_, _| false).same {
            let subject = format!("{key}.{}", a.name.words);
            let element =
                ComparedElement::new(subject, Some(&a.origin), Some(&b.origin), Vec::new());
            let parts = polling(self.old, a).into_iter().zip(polling(self.new, b));
            let changed = parts.filter(|(old, new)| old != new);
            for ((name, old), (_, new)) in changed {
                // the order is a preference
                let is_superset = old.iter().all(|it| new.contains(it)) && old.len() < new.len();
                let is_extended = is_superset && (old.is_empty() || POLLING_LISTS.contains(&name));
                let rule = if is_extended { Rule::PollingExtended } else { Rule::PollingChanged };
                let show = |names: &[String]| match names {
                    [] => "none".to_owned(),
                    names => format!("`{}`", names.join("`, `")),
                };
                self.add(rule, &element, format!("{name}: {} → {}", show(&old), show(&new)));
            }
        }
    }

    fn compare_ids(&mut self) {
        let (old, new) = (&self.old.ids, &self.new.ids);
        let is_same = |a: &IdType, b: &IdType| a.name.words == b.name.words;
        for (a, b) in pair(old, new, is_same, |_, _| false).same {
            let path = |it: &IdType| format!("ids::{}", it.name.ident);
            let paths = vec![path(a), path(b)];
            let subject = format!("x-ids.{}", a.name.words);
            let element = ComparedElement::new(subject, Some(&a.origin), Some(&b.origin), paths);
            self.compare_names(&a.name, &b.name, &element);
        }
    }
}

/// Returns the location of a key of the root file, which is the first one.
fn root_key(key: &str) -> Origin {
    Origin::root(FileId(0)).child(key)
}

/// The parts of a job or a queue that are lists of spellings.
const POLLING_LISTS: [&str; 6] = ["id", "pending", "done", "failed", "failure", "immediate"];

/// Returns the parts of a job or a queue that have an effect on the wire, with their names.
fn polling(api: &Api, it: &LongRunningOperation) -> Vec<(&'static str, Vec<String>)> {
    let operation = |at: Option<(usize, usize)>| -> Vec<String> {
        let operation = at.and_then(|at| api.groups.get(at.0)?.operations.get(at.1));
        operation.into_iter().map(|operation| operation.id.clone()).collect()
    };
    let member = |name: &Option<String>| -> Vec<String> { name.iter().cloned().collect() };
    let list = it.list.as_ref();
    let outcomes = list.map(|it| vec![it.id.clone(), it.page_size.to_string()]).unwrap_or_default();
    vec![
        ("id", it.id.clone()),
        ("pending", it.pending.clone()),
        ("done", it.done.clone()),
        ("failed", it.failed.clone()),
        ("failure", it.failure.clone()),
        ("immediate", it.immediate.clone()),
        ("state", vec![it.state.clone()]),
        ("poll", operation(Some(it.poll))),
        ("parameter", vec![it.parameter.clone()]),
        ("download", operation(it.download)),
        ("replay", operation(it.replay)),
        ("progress", member(&it.progress)),
        ("message", member(&it.message)),
        ("job-id", member(&it.job_id)),
        ("created", member(&it.created)),
        ("list", operation(list.map(|list| list.operation))),
        ("outcomes", outcomes),
    ]
}

/// Returns the names of alternatives.
fn alternatives(api: &Api, security: &[Vec<usize>]) -> Vec<String> {
    if security.is_empty() {
        return vec!["none".to_owned()];
    }
    let name = |at: &usize| api.schemes.get(*at).map(|scheme| scheme.name.as_str());
    let join = |all: &Vec<usize>| {
        let mut names: Vec<&str> = all.iter().filter_map(name).collect();
        names.sort_unstable();
        if names.is_empty() { "none".to_owned() } else { names.join(" and ") }
    };
    security.iter().map(join).collect()
}

fn list_headers(old: &Api, new: &Api) -> String {
    let show = |api: &Api| {
        let headers = api.client.headers.iter().map(|(name, value)| format!("`{name}: {value}`"));
        headers.collect::<Vec<_>>().join(", ")
    };
    format!("{} → {}", show(old), show(new))
}
