//! Operations with all of their parameters.

use std::collections::HashMap;

use super::content::{Body, MediaType, Response};
use super::cursor::Cursor;
use super::document::Document;
use super::parameter::Parameter;
use crate::load::extension::OperationExtensions;
use crate::load::objects::METHODS;
use crate::load::{OperationNode, Part};
use crate::location::Origin;

/// An operation.
#[derive(Clone, Debug)]
pub struct Operation<'a> {
    document: &'a Document,
    /// The operation object.
    pub cursor: Cursor<'a>,
    /// The HTTP method, in capitals.
    pub method: String,
    /// The path template.
    pub path: &'a str,
    /// The parameters of the path, each replaced by the one of the operation that has its name and location, and then
    /// the other parameters of the operation.
    pub parameters: Vec<Parameter<'a>>,
    value: Option<&'a OperationNode>,
}

impl<'a> Operation<'a> {
    /// Returns the value, unless the operation has errors.
    pub fn value(&self) -> Option<&'a OperationNode> {
        self.value
    }

    /// Returns the extension keys.
    pub fn extensions(&self) -> &'a OperationExtensions {
        let keys = self.value.map(|node| &node.operation.extensions);
        self.document.extensions.operations.get(&self.cursor.origin, keys)
    }

    /// Returns the `operationId`.
    pub fn id(&self) -> Option<&'a str> {
        self.cursor.get_str("operationId")
    }

    /// Returns the `operationId`, or the method and path, for messages.
    pub fn name(&self) -> String {
        self.id().map_or_else(|| format!("{} {}", self.method, self.path), str::to_owned)
    }

    /// Returns the parameters in this location: `query`, `path`, `header` or `cookie`.
    pub fn parameters_in(&self, location: &str) -> impl Iterator<Item = &Parameter<'a>> {
        self.parameters.iter().filter(move |parameter| parameter.location() == location)
    }

    /// Returns the query parameter with this name.
    pub fn query_parameter(&self, name: &str) -> Option<&Parameter<'a>> {
        self.parameters_in("query").find(|parameter| parameter.name() == name)
    }

    /// Returns the paging style of a list in pages.
    pub fn page_style(&self) -> Option<&'a str> {
        self.cursor.get("x-page")?.get_str("style")
    }

    /// Returns the member with the items of a list in pages.
    pub fn page_items(&self) -> Option<&'a str> {
        self.cursor.get("x-page")?.get_str("items")
    }

    /// Returns the names of the query parameters.
    pub fn query_names(&self) -> Vec<&'a str> {
        self.parameters_in("query").map(Parameter::name).collect()
    }

    /// Returns the request body, after resolving a reference.
    pub fn body(&self) -> Option<Body<'a>> {
        let value = self.value.and_then(|node| node.operation.request_body.as_ref());
        Some(Body::new(self.document, self.cursor.get("requestBody")?, value, &self.cursor))
    }

    /// Returns the media types of the request body.
    pub fn body_media_types(&self) -> Vec<MediaType<'a>> {
        self.body().map(|body| body.media_types()).unwrap_or_default()
    }

    /// Returns the responses in document order.
    pub fn responses(&self) -> Vec<Response<'a>> {
        let responses = self.value.map(|node| &node.operation.responses);
        let declared = self.cursor.get_members("responses");
        let response = declared.map(|(status, cursor)| {
            let value = responses.and_then(|all| Response::value_of(all, status));
            Response::new(self.document, status, cursor, value, &self.cursor)
        });
        response.collect()
    }

    /// Returns the responses to requests that succeed.
    ///
    /// The response for all statuses is one of them if no other is declared.
    pub fn successes(&self) -> Vec<Response<'a>> {
        let mut responses = self.responses();
        let has_success = responses.iter().any(|it| it.is_in(2) || it.is_in(3));
        responses.retain(|it| it.is_in(2) || (it.is_default() && !has_success));
        responses.sort_by_key(Response::is_default);
        responses
    }

    /// Returns the responses to requests that fail.
    pub fn failures(&self) -> Vec<Response<'a>> {
        let mut responses = self.responses();
        let has_success = responses.iter().any(|it| it.is_in(2) || it.is_in(3));
        responses.retain(|it| it.code() >= 400 || (it.is_default() && has_success));
        responses.sort_by_key(Response::is_default);
        responses
    }

    /// Returns the responses that are neither successes nor failures, such as redirects.
    pub fn others(&self) -> Vec<Response<'a>> {
        let mut responses = self.responses();
        responses.retain(|it| !it.is_default() && !it.is_in(2) && it.code() < 400);
        responses
    }
}

impl Document {
    /// Returns the operations in document order.
    pub fn operations(&self) -> Vec<Operation<'_>> {
        self.files().flat_map(|file| self.operations_of(&file)).collect()
    }

    /// Returns the name of the path parameter with the account, if there is one.
    pub fn account(&self) -> Option<&str> {
        let name = self.root_file()?.get("x-client")?.get_str("account-parameter");
        name.filter(|name| !name.is_empty())
    }

    /// Returns `true` if the parameter with the account is one that no path has.
    pub fn is_account_unknown(&self) -> bool {
        let Some(account) = self.account() else { return false };
        let operations = self.operations();
        let mut in_path = operations.iter().flat_map(|operation| operation.parameters_in("path"));
        !in_path.any(|parameter| parameter.name() == account)
    }

    /// Returns the operations of a part without errors.
    pub fn valid_operations(&self, part: &Part) -> Vec<Operation<'_>> {
        let file = self.file(part.file);
        let all = file.map(|file| self.operations_of(&file)).unwrap_or_default();
        all.into_iter().filter(|operation| operation.value.is_some()).collect()
    }

    fn operations_of<'a>(&'a self, file: &Cursor<'a>) -> Vec<Operation<'a>> {
        let nodes = self.part(file.origin.file).map(|part| part.operations.as_slice());
        let values: HashMap<&Origin, &OperationNode> =
            nodes.unwrap_or_default().iter().map(|node| (&node.origin, node)).collect();
        let mut found = Vec::new();
        for (path, item) in file.get_members("paths") {
            for (method, cursor) in item.members().filter(|(m, _)| METHODS.contains(m)) {
                let value = values.get(&cursor.origin).copied();
                let method = method.to_ascii_uppercase();
                let parameters = self.parameters_of(&item, &cursor, value);
                found.push(Operation { document: self, cursor, method, path, parameters, value });
            }
        }
        found
    }

    /// Merges the parameters of a path and of an operation.
    fn parameters_of<'a>(
        &'a self,
        item: &Cursor<'a>,
        operation: &Cursor<'a>,
        value: Option<&'a OperationNode>,
    ) -> Vec<Parameter<'a>> {
        let inherited = item.get_items("parameters").map(|entry| {
            let value = value.and_then(|node| node.path_parameter(&entry.origin));
            Parameter::new(self, entry, value, true)
        });
        let mut parameters: Vec<Parameter<'a>> = inherited.collect();
        let mut overridden = vec![false; parameters.len()];
        for (index, entry) in operation.get_items("parameters").enumerate() {
            let value = value.and_then(|node| node.operation.parameters.get(index));
            let own = Parameter::new(self, entry, value, false);
            let is_same = |other: &Parameter<'_>| {
                other.name() == own.name() && other.location() == own.location()
            };
            let same = parameters.iter_mut().zip(&mut overridden).find(|(p, _)| is_same(p));
            match same {
                Some((inherited, is_overridden)) if !*is_overridden => {
                    *inherited = own;
                    *is_overridden = true;
                }
                // a duplicate is reported by `lint`
                _ => parameters.push(own),
            }
        }
        parameters
    }
}
