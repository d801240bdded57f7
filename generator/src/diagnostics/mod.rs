//! Errors and warnings about a spec, as data. All passes add to one list, which is rendered at the end.

mod code;
mod diagnostic;
mod explain;
mod files;
mod github;
mod json;
mod left_out;
mod render;
mod sarif;
mod sink;
mod suggest;
mod text;
mod window;

pub use code::Code;
pub use diagnostic::{Diagnostic, Diagnostics, Edit, Label, Severity};
pub use explain::{explain, explain_list};
pub use files::Files;
pub use github::render_github;
pub use json::render_json;
pub use left_out::{LeftOut, render_left_out};
pub use render::{Format, render};
pub use sarif::render_sarif;
pub use sink::Sink;
pub use suggest::{closest, did_you_mean, differs_by, yaml_scalar};
pub use text::render_text;
