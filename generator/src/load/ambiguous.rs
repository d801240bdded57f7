//! What to write in place of a scalar that not all YAML parsers read as a string, where another type is expected.

use crate::context::Context;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::location::FileId;

/// Replaces the diagnostics about ambiguous scalars by those about their type, where a string is not valid: `yes` in place
/// of a boolean is not to be quoted.
pub fn explain_scalars(ctx: &mut Context, root: FileId, found: Diagnostics) -> Diagnostics {
    let is_ambiguous = |diagnostic: &Diagnostic| diagnostic.code == Code::AmbiguousScalar;
    if !found.0.iter().any(is_ambiguous) {
        return found;
    }
    // the other errors may be consequences, and are found again in the next run
    let _ = super::document(ctx, root);
    let mut typed = std::mem::take(&mut ctx.sink).diagnostics().to_vec();
    typed.retain(|own| [Code::WrongType, Code::BadExtensionValue].contains(&own.code));
    typed.iter_mut().for_each(|diagnostic| diagnostic.locate(&ctx.sources));
    let explain = |diagnostic: Diagnostic| {
        let is_same = |other: &&Diagnostic| {
            other.origin.file == diagnostic.origin.file && other.span == diagnostic.span
        };
        let typed = typed.iter().find(is_same).filter(|_| is_ambiguous(&diagnostic));
        typed.cloned().unwrap_or(diagnostic)
    };
    Diagnostics(found.0.into_iter().map(explain).collect())
}
