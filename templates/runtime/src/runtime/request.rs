//! A call being filled with parameters.

use std::borrow::Cow;
use std::fmt;
use std::ops::RangeInclusive;
use std::time::Duration;

use crate::runtime::answer::Answer;
use crate::runtime::call::Call;
use crate::runtime::client::Client;
use crate::runtime::description::{JobPlan, Operation, Polling};
use crate::runtime::form::joined;
use crate::runtime::items::Items;
use crate::runtime::job::JobHandle;
use crate::runtime::options::Options;
use crate::runtime::page::Page;
use crate::runtime::pages::Pages;
use crate::runtime::position::Target;
use crate::runtime::queued::Queued;
use crate::runtime::tree::{Name, Tree, Trouble};
use crate::runtime::wire::{Json, Kind, Put, Readable, Record, Upload, View, numbered_name};

/// A call of an operation, filled with parameters.
///
/// Setters cannot fail. The first thing that is wrong is kept, and reported, instead of anything being
/// sent, when the call is made.
#[derive(Clone)]
pub struct Request {
    pub(crate) draft: Box<Draft>,
}

/// What has been set so far.
#[derive(Clone)]
pub(crate) struct Draft {
    pub(crate) client: Client,
    pub(crate) operation: &'static Operation,
    pub(crate) path: Vec<(&'static str, String)>,
    pub(crate) query: Vec<(Name, String)>,
    pub(crate) members: Vec<(Name, Tree)>,
    pub(crate) list: Option<Vec<Tree>>,
    pub(crate) raw: Option<Upload>,
    pub(crate) options: Options,
    pub(crate) trouble: Option<Trouble>,
    pub(crate) target: Target,
    /// The answer is a thing whose state may have the same name as a failure.
    pub(crate) answers_state: bool,
}

impl Request {
    pub(crate) fn new(client: Client, operation: &'static Operation) -> Self {
        Self {
            draft: Box::new(Draft {
                client,
                operation,
                path: Vec::new(),
                query: Vec::new(),
                members: Vec::new(),
                list: None,
                raw: None,
                options: Options::default(),
                trouble: None,
                target: Target::Start,
                answers_state: false,
            }),
        }
    }

    /// Sets a parameter of the path.
    pub fn path<T: Put>(self, name: &'static str, value: impl Into<T>) -> Self {
        self.path_view(name, value.into().view())
    }

    /// Sets a parameter of the query.
    pub fn query<T: Put>(self, name: &'static str, value: impl Into<T>) -> Self {
        self.query_view(name, value.into().view())
    }

    /// Sets a parameter of the query that is repeated for each value: `A=1&A=2`.
    pub fn query_each<T: Put>(
        mut self,
        name: &'static str,
        values: impl IntoIterator<Item = impl Into<T>>,
    ) -> Self {
        self.forget_query(name);
        for value in values {
            self.push_query(name, value.into().view());
        }
        self
    }

    /// Sets a parameter of the query that joins its values by commas: `A=1,2`.
    pub fn query_joined<T: Put>(
        mut self,
        name: &'static str,
        values: impl IntoIterator<Item = impl Into<T>>,
    ) -> Self {
        let mut trees = Vec::new();
        for value in values {
            trees.extend(Tree::of(value.into().view()));
        }
        self.join_query(name, &trees);
        self
    }

    /// Adds a parameter to the query that the operation does not declare.
    pub fn query_free(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.draft.query.push((Cow::Owned(name.into()), value.into()));
        self
    }

    /// Sets a header that the operation declares.
    pub fn header<T: Put>(mut self, name: &'static str, value: impl Into<T>) -> Self {
        match value.into().view() {
            View::None => {}
            view => match view.scalar() {
                Some(text) => self.set_header(name, &text),
                None => self.fail(Trouble::new(name, "not a scalar")),
            },
        }
        self
    }

    /// Sets a member of the body.
    pub fn member<T: Put>(self, name: &'static str, value: impl Into<T>) -> Self {
        self.member_view(name.into(), value.into().view())
    }

    /// Sets a member of the body that is a list: joined by commas in a form, an array in JSON.
    pub fn member_list<T: Put>(
        mut self,
        name: &'static str,
        values: impl IntoIterator<Item = impl Into<T>>,
    ) -> Self {
        let values = values.into_iter().filter_map(|value| Tree::of(value.into().view())).collect();
        self.set_member(name.into(), Tree::List(values));
        self
    }

    /// Sets one of a family of numbered members, such as `Text{n}`.
    pub fn member_numbered<T: Put>(
        mut self,
        name: &'static str,
        n: u32,
        range: RangeInclusive<u32>,
        value: impl Into<T>,
    ) -> Self {
        let member = numbered_name(name, n);
        if !range.contains(&n) {
            let what = format!("its number goes from {} to {}", range.start(), range.end());
            self.fail(Trouble::new(member, what));
            return self;
        }
        self.member_view(member.into(), value.into().view())
    }

    /// Sets a member of the body to `null`.
    pub fn clear(mut self, name: &'static str) -> Self {
        self.set_member(name.into(), Tree::Json(Json::null()));
        self
    }

    /// Adds an element to a list of records; their names may hold places for numbers, such as `Sku{i}`.
    pub fn indexed(mut self, name: &'static str, value: &impl Put) -> Self {
        self.push_element(name, value.view());
        self
    }

    /// Sets all members of the body that this record fills.
    pub fn record<T: Put>(mut self, record: &T) -> Self {
        self.set_members(record.view());
        self
    }

    /// Makes the body this text.
    pub fn text(self, text: impl Into<String>) -> Self {
        self.file(Upload::bytes("", text.into()))
    }

    /// Makes the body the content of this file. A content type of its own takes precedence.
    pub fn file(mut self, file: impl Into<Upload>) -> Self {
        self.draft.raw = Some(file.into());
        self
    }

    /// Makes the body a list.
    pub fn list(mut self, values: impl IntoIterator<Item = impl Put>) -> Self {
        let values = values.into_iter().filter_map(|value| Tree::of(value.view())).collect();
        self.draft.list = Some(values);
        self
    }

    /// The call.
    pub fn call<T: Answer>(self) -> Call<T> {
        Call::new(self)
    }

    /// The rows of all pages, one by one.
    pub fn items<T>(self) -> Items<T>
    where
        Page<T>: Answer,
    {
        Items::new(self.pages())
    }

    /// The pages, one by one.
    pub fn pages<T>(self) -> Pages<T>
    where
        Page<T>: Answer,
    {
        Pages::new(self)
    }

    /// The call of a write that is queued; its verdict is read elsewhere.
    pub fn queued<S: Record + Readable + Default + Send + 'static>(
        self,
        polling: &'static Polling,
    ) -> Call<Queued<S>> {
        Queued::call(self, polling)
    }

    /// The call that starts a job.
    pub fn begin<S: Record + Readable + Default + Send + 'static>(
        self,
        plan: &'static JobPlan,
    ) -> Call<JobHandle<S>> {
        JobHandle::call(self, plan)
    }

    /// The operation it calls.
    pub fn operation(&self) -> &'static Operation {
        self.draft.operation
    }
}

/// The halves that are the same for all types of values.
impl Request {
    fn path_view(mut self, name: &'static str, value: View<'_>) -> Self {
        match value.scalar() {
            Some(text) => self.draft.path.push((name, text.into_owned())),
            None => self.fail(Trouble::new(name, "a path needs a value here")),
        }
        self
    }

    fn query_view(mut self, name: &'static str, value: View<'_>) -> Self {
        self.forget_query(name);
        self.push_query(name, value);
        self
    }

    fn push_query(&mut self, name: &'static str, value: View<'_>) {
        match value {
            View::None => {}
            value => match value.scalar() {
                Some(text) => self.draft.query.push((name.into(), text.into_owned())),
                None => self.fail(Trouble::new(name, "a query takes single values only")),
            },
        }
    }

    fn join_query(&mut self, name: &'static str, values: &[Tree]) {
        self.forget_query(name);
        match joined(name, values) {
            Ok(_) if values.is_empty() => {}
            Ok(text) => self.draft.query.push((name.into(), text)),
            Err(trouble) => self.fail(trouble),
        }
    }

    fn forget_query(&mut self, name: &str) {
        self.draft.query.retain(|(known, _)| known != name);
    }

    fn member_view(mut self, name: Name, value: View<'_>) -> Self {
        match Tree::of(value) {
            Some(tree) => self.set_member(name, tree),
            None => self.draft.members.retain(|(known, _)| *known != name),
        }
        self
    }

    fn set_member(&mut self, name: Name, tree: Tree) {
        match self.draft.members.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = tree,
            None => self.draft.members.push((name, tree)),
        }
    }

    fn set_members(&mut self, value: View<'_>) {
        match Tree::of(value) {
            Some(Tree::Members(members)) => {
                for (name, tree) in members {
                    self.set_member(name, tree);
                }
            }
            Some(Tree::Json(json)) if json.kind() == Kind::Object => {
                for (name, json) in json.members().into_iter().flatten() {
                    self.set_member(Name::Owned(name.into()), Tree::Json(json));
                }
            }
            _ => self.fail(Trouble::new("body", "not an object")),
        }
    }

    fn push_element(&mut self, name: &'static str, value: View<'_>) {
        let Some(element) = Tree::of(value) else { return };
        let known = self.draft.members.iter_mut().find(|(known, _)| known == name);
        match known {
            Some((_, Tree::List(list))) => list.push(element),
            Some((_, other)) => *other = Tree::List(vec![element]),
            None => self.draft.members.push((name.into(), Tree::List(vec![element]))),
        }
    }

    /// Keeps the first thing that is wrong.
    pub(crate) fn fail(&mut self, trouble: Trouble) {
        self.draft.trouble.get_or_insert(trouble);
    }

    pub(crate) fn set_timeout(&mut self, timeout: Duration) {
        self.draft.options.timeout = Some(timeout);
    }

    pub(crate) fn set_max_body(&mut self, bytes: u64) {
        self.draft.options.max_body = Some(bytes);
    }

    pub(crate) fn set_unchecked(&mut self) {
        self.draft.options.unchecked = true;
    }

    pub(crate) fn set_header(&mut self, name: &str, value: &str) {
        if let Err(trouble) = self.draft.options.header(name, value) {
            self.fail(trouble);
        }
    }

    pub(crate) fn set_api_version(&mut self, version: &str) {
        let name = self.draft.client.api().version_header;
        self.set_header(name, version);
    }

    /// Sets a parameter of the query to a text.
    pub(crate) fn set_query(&mut self, name: &'static str, text: String) {
        self.forget_query(name);
        self.draft.query.push((name.into(), text));
    }
}

/// The operation, and the names of what was set; values are nobody's business.
impl fmt::Debug for Request {
    // in line: compiled where it is used, if it is
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let draft = &*self.draft;
        let mut debug = f.debug_struct("Request");
        debug.field("operation", &draft.operation.id);
        let parts = [
            ("path", names(&draft.path)),
            ("query", names(&draft.query)),
            ("members", names(&draft.members)),
            ("headers", names(&draft.options.headers)),
        ];
        for (part, names) in &parts {
            if !names.is_empty() {
                debug.field(part, names);
            }
        }
        debug.finish_non_exhaustive()
    }
}

fn names<N: AsRef<str>, V>(pairs: &[(N, V)]) -> Vec<&str> {
    let mut names = Vec::new();
    for (name, _) in pairs {
        names.push(name.as_ref());
    }
    names
}
