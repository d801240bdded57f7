//! Entries of `x-jobs` and `x-queues`.

use indexmap::IndexMap;
use serde::Deserialize;

use crate::schema::declare::keys;

keys! {
    /// An entry of `x-jobs` or `x-queues`: how an operation that takes a while is polled. The letter case of states is
    /// ignored. A state that is not listed is not final.
    #[derive(Clone, Debug, Deserialize)]
    #[object("a job or a queue")]
    pub struct JobExtension {
        /// The operation that returns the state.
        #[key("poll")]
        #[example("getJob")]
        pub poll: String,
        /// The operation that downloads the file; only for jobs.
        #[key("download", default)]
        pub download: Option<String>,
        /// The operation that runs the job again; only for jobs. Builders get the method `fresh`.
        #[key("replay", default)]
        pub replay: Option<String>,
        /// The members of the initial response that may contain the id.
        #[key("id")]
        #[example("[JobId]")]
        pub id: Vec<String>,
        /// The member with the state.
        #[key("state")]
        #[example("Status")]
        pub state: String,
        /// States that are not final. The schema of the state lists them.
        #[key("pending", default)]
        pub pending: Vec<String>,
        /// States that mean success. The schema of the state lists them.
        #[key("done")]
        pub done: Vec<String>,
        /// States that mean permanent failure. The schema of the state lists them.
        #[key("failed", default)]
        pub failed: Vec<String>,
        /// Further states that mean success. The schema of the state does not list them.
        #[key("undocumented-done", default)]
        pub undocumented_done: Vec<String>,
        /// Further states that mean permanent failure. The schema of the state does not list them.
        #[key("undocumented-failed", default)]
        pub undocumented_failed: Vec<String>,
        /// Members that report an error if they are not empty, in every state but a pending one.
        #[key("failure", default)]
        pub failure: Vec<String>,
        /// Members that the initial response has if the operation was completed at once.
        #[key("immediate", default)]
        pub immediate: Vec<String>,
        /// The member with the progress in percent.
        #[key("progress", default)]
        pub progress: Option<String>,
        /// The member with a message about the state.
        #[key("message", default)]
        pub message: Option<String>,
        /// The member with the id of the job, by which its status is distinguished from its file; only for jobs.
        #[key("job-id", default)]
        pub job_id: Option<String>,
        /// The member of the status with the time of creation, by which an old job is recognized; only for jobs.
        #[key("created", default)]
        pub created: Option<String>,
        /// How the outcomes of many writes are read together; only for queues. See [bulk writes](#bulk-writes).
        #[key("list", default)]
        pub list: Option<StatusListExtension>,
    }
}

keys! {
    /// A list of the statuses of a queue, from which the outcomes of many writes are read together.
    #[derive(Clone, Debug, Deserialize)]
    #[object("`list`")]
    pub struct StatusListExtension {
        /// The operation that lists the statuses, in pages.
        #[key("operation")]
        pub operation: String,
        /// The method, in the group of `poll`, that reads the outcomes of a ledger.
        #[key("method")]
        #[example("settle")]
        pub method: String,
        /// The number of statuses per page that is requested.
        #[key("page-size")]
        pub page_size: u32,
        /// The member with the id of the write.
        #[key("id")]
        pub id: String,
        /// The member with the time when the write was received. Without it, the whole list is read each time.
        #[key("date", default)]
        pub date: Option<String>,
        /// The member with the form that was sent, in which a write without an id is looked up by its key.
        #[key("payload", default)]
        pub payload: Option<String>,
        /// Members of keys, each with the member of a status that has its value under another name.
        #[key("members", default)]
        #[example("{ ProductId: ItemId }")]
        pub members: IndexMap<String, String>,
        /// Members with the ids of the resulting objects. They may be undeclared.
        #[key("objects", default)]
        pub objects: Vec<String>,
        /// The member with the kind of the write.
        #[key("kind", default)]
        pub kind: Option<String>,
        /// The operations whose writes are in the list, each with its own value of that member.
        #[key("kinds")]
        #[example("{ createOrder: Order }")]
        pub kinds: IndexMap<String, String>,
    }
}
