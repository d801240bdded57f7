//! A service that answers every operation with an example of the spec.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use serde_json::Value;

use crate::server::{Received, Server, json, response};

/// The operations and their responses.
pub struct Service {
    server: Server,
    methods: BTreeMap<String, String>,
    /// The ids of the operations that were requested.
    requests: Arc<Mutex<Vec<String>>>,
}

/// An operation as the service has it.
struct Route {
    id: String,
    method: String,
    path: Vec<String>,
    is_file: bool,
    response: Value,
}

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated").join(path);
    std::fs::read_to_string(path).unwrap()
}

fn spec() -> Value {
    serde_yaml::from_str(&read("openapi.yaml")).unwrap()
}

/// Returns an example of a response by the id of its operation and its name.
pub fn named_example(id: &str, name: &str) -> Value {
    let spec = spec();
    let mut operations = operations(&spec).map(|(_, _, operation)| operation);
    let operation = operations.find(|operation| operation["operationId"] == id).unwrap();
    let responses = operation["responses"].as_object().unwrap().values();
    let mut examples =
        responses.map(|response| &response["content"]["application/json"]["examples"][name]);
    examples.find(|example| !example.is_null()).unwrap()["value"].clone()
}

/// Returns the path, the method and the operation of all operations.
fn operations(spec: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    spec["paths"].as_object().unwrap().iter().flat_map(|(path, methods)| {
        let operations = methods.as_object().unwrap().iter();
        let operations = operations.filter(|(_, operation)| operation["operationId"].is_string());
        operations.map(|(method, operation)| (path.as_str(), method.as_str(), operation))
    })
}

/// Returns the operation ids by method, as `group::method`.
pub fn methods() -> BTreeMap<String, String> {
    let index: Value = serde_json::from_str(&read("operations.json")).unwrap();
    let operations = index["operations"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let method = |operation: &Value| {
        let path = text(&operation["rust"]);
        let name = path.rsplit("::").next().unwrap();
        format!("{}::{name}", text(&operation["group"]))
    };
    operations.map(|operation| (method(operation), text(&operation["id"]))).collect()
}

impl Service {
    /// Starts a server on loopback.
    pub fn start() -> Self {
        Self::start_with(|_| None)
    }

    /// Starts a server that asks `special` for a response first.
    pub fn start_with(
        mut special: impl FnMut(&Received) -> Option<Vec<u8>> + Send + 'static,
    ) -> Self {
        let routes = routes();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = requests.clone();
        let server = Server::serving(move |received| {
            if let Some(response) = special(received) {
                return response;
            }
            let route = find(&routes, received);
            seen.lock()
                .unwrap()
                .push(route.map_or_else(|| received.line(), |route| route.id.clone()));
            match route {
                Some(route) if route.is_file => {
                    let pdf = received.header("accept").filter(|accept| accept.contains("pdf"));
                    response(200, &[("content-type", pdf.unwrap_or("text/csv"))], "A\n1\n")
                }
                Some(route) => json(200, &route.response.to_string()),
                None => response(200, &[("content-type", "application/pdf")], "%PDF"),
            }
        });
        Self { server, methods: methods(), requests }
    }

    pub fn url(&self) -> &str {
        &self.server.url
    }

    /// Returns the ids of the operations that were requested.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    /// Returns the requests as they came in.
    pub fn received(&self) -> Vec<Received> {
        self.server.received()
    }

    /// Returns the id of the operation of a method.
    pub fn method(&self, label: &str) -> Option<String> {
        self.methods.get(label).cloned()
    }
}

/// Returns the operations of the spec, those with fewer parameters first.
fn routes() -> Vec<Route> {
    let spec = spec();
    let mut routes: Vec<Route> = operations(&spec)
        .map(|(path, method, operation)| {
            let mut responses = operation["responses"].as_object().unwrap().iter();
            let success = responses.find(|(status, _)| status.starts_with('2'));
            let content = success.map_or(&Value::Null, |(_, response)| &response["content"]);
            let media = &content["application/json"];
            Route {
                id: operation["operationId"].as_str().unwrap().to_owned(),
                method: method.to_uppercase(),
                path: path.split('/').map(str::to_owned).collect(),
                is_file: media.is_null() && !content.is_null(),
                response: example(&media["examples"]),
            }
        })
        .collect();
    routes.sort_by_key(|route| route.path.iter().filter(|part| part.starts_with('{')).count());
    routes
}

/// Returns the first example, as the last page if it is a page.
fn example(examples: &Value) -> Value {
    let first = examples.as_object().and_then(|examples| examples.values().next());
    let mut response = first.map_or(Value::Null, |example| example["value"].clone());
    for (name, last) in [("@nextpageuri", ""), ("@numpages", "1"), ("NumPages", "1")] {
        if let Some(member) = response.get_mut(name) {
            *member = last.into();
        }
    }
    response
}

/// Returns the operation of a request.
fn find<'a>(routes: &'a [Route], received: &Received) -> Option<&'a Route> {
    let path: Vec<&str> =
        received.target.split('?').next().unwrap_or_default().split('/').collect();
    routes.iter().find(|route| {
        let is_part = |(part, given): (&String, &&str)| part.starts_with('{') || part == given;
        route.method == received.method
            && route.path.len() == path.len()
            && route.path.iter().zip(&path).all(is_part)
    })
}
