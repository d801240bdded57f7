//! The extension keys (`x-…`): the type, the documentation and the check of each, from one declaration.

mod bulk;
mod constraint;
mod group;
mod long_running;
mod media_type;
mod operation;
mod paging;
mod parameter;
mod root;
mod schema;
mod spellings;
mod suppression;

pub use bulk::{BulkExtension, PresetExtension, ReferenceExtension};
pub use constraint::{ConstraintExtension, MemberSet};
pub use group::{GroupExtension, PartExtensions};
pub use long_running::{JobExtension, StatusListExtension};
pub use media_type::MediaTypeExtensions;
pub use operation::{FiltersExtension, OperationExtensions, RetrySafetyExtension, WindowExtension};
pub use paging::{FollowStyle, PageExtension, PagingExtension};
pub use parameter::{ParameterExtensions, ServerExtensions};
pub use root::{
    ClientExtension, DelegateExtension, EnvExtension, QuotaExtension, QuotaSpan, RootExtensions,
};
pub use schema::{FamilyExtension, IndexedExtension, SchemaExtensions, SensitiveExtension};
pub use spellings::{ERRORS, PAGING_MEMBERS, RATE_LIMITS, Spellings};
pub use suppression::SuppressionExtensions;
