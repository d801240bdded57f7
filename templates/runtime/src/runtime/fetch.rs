//! Fetching what an address of an answer points to.

use http::header::ACCEPT;

use crate::runtime::answer::Answer;
use crate::runtime::call::Call;
use crate::runtime::client::Client;
use crate::runtime::download::Download;
use crate::runtime::options::overrides;
use crate::runtime::position::Target;
use crate::runtime::request::Request;
use crate::runtime::tree::Trouble;

/// An address about to be fetched; see [`Client::fetch`].
#[must_use = "a request does nothing until it is sent"]
#[derive(Clone, Debug)]
pub struct Fetch {
    request: Request,
}

impl Client {
    /// Fetches what an address of an answer points to: a file, an image, a record.
    ///
    /// Answers hold addresses that no operation reads. They are given as they came, as a path or as a
    /// whole URL. Only the API's own host is asked, so credentials go nowhere else: an address on
    /// another host, or one that climbs out of its path, is refused before anything is sent, with an
    /// error that [is about the request](crate::runtime::Error::is_request). Where the API passes on to
    /// a storage elsewhere, the storage sees no credentials.
    ///
    /// The request is a `GET` that only reads, and counts against the quota that holds where nothing
    /// else is said.
    pub fn fetch(&self, address: impl AsRef<str>) -> Fetch {
        Fetch::of(self, address.as_ref())
    }
}

impl Fetch {
    fn of(client: &Client, address: &str) -> Self {
        let mut request = client.request(client.api().fetch);
        match request.resolve(address) {
            _ if address.trim().is_empty() => request.fail(Trouble::new("address", "empty")),
            // what a link is checked for once more when the request is made
            Ok(_) => request.draft.target = Target::Link(address.to_owned()),
            Err(problem) => request.fail(Trouble::new("address", problem)),
        }
        Self { request }
    }

    overrides!(request);

    /// The call for a file: it is streamed, to be saved, written elsewhere or read piece by piece.
    pub fn send(self) -> Call<Download> {
        self.request.call()
    }

    /// The call for a record, a list of them, or [`Json`](crate::runtime::wire::Json) of any kind.
    pub fn json<T: Answer>(self) -> Call<T> {
        self.asking_for_json().call()
    }

    fn asking_for_json(mut self) -> Request {
        let given = &self.request.draft.options.headers;
        if !given.iter().any(|(name, _)| *name == ACCEPT) {
            self.request.set_header(ACCEPT.as_str(), "application/json");
        }
        self.request
    }
}
