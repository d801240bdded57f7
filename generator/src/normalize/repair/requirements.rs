//! Removes security requirements that name no security scheme.

use super::Repairs;
use crate::normalize::requirements::{remove_unknown, schemes};
use crate::source::Node;

/// Removes the alternatives with unknown schemes. Requests are sent without their credentials.
pub(super) fn repair(tree: &mut Node, repairs: &mut Repairs) {
    let known = schemes(tree);
    remove_unknown(tree, &known, &mut |scheme, span| {
        repairs.add("ignored unknown security schemes", scheme, span);
    });
}
