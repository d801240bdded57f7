//! Generator of a Rust client crate from an OpenAPI description.

#![cfg_attr(
    not(test),
    deny(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::todo,
        clippy::unimplemented,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

pub mod analyze;
pub mod compare;
pub mod constraint;
pub mod context;
pub mod diagnostics;
pub mod drift;
pub mod emit;
pub mod fix;
pub mod fnv;
pub mod inflect;
pub mod ir;
pub mod lint;
pub mod load;
pub mod location;
pub mod lower;
pub mod markdown;
pub mod media_type;
pub mod name;
pub mod normalize;
pub mod output;
pub mod parallel;
pub mod path_template;
pub mod prune;
pub mod resolve;
pub mod scalar;
pub mod schema;
pub mod source;
pub mod spec;
pub mod wire_name;

use std::path::{Path, PathBuf};

use context::Context;
use diagnostics::{Code, Diagnostic, Diagnostics, Severity};
use emit::coverage::{self, Coverage};
use emit::{EarlyFiles, File, Templates};
use ir::Api;
use location::{FileId, Origin};
use output::{Changes, Mode};
use source::ROOT_FILE;
use spec::Document;

/// The input folders.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder with `openapi.yaml`, `introduction.md`, `examples/` and `guide/`, or the only file of the spec.
    pub spec: PathBuf,
    /// The folder with the runtime and the text templates. The manifest of the workspace and the licenses are next to it.
    pub templates: PathBuf,
    /// The name of the crate, instead of the one in the spec.
    pub crate_name: Option<String>,
    /// The URL of the server, instead of those in the spec.
    pub base_url: Option<String>,
    /// Leaves out what is not supported, instead of failing.
    pub keep_going: bool,
    /// Makes the crate the root of a workspace of its own. One in a folder below another workspace must be a member of that
    /// workspace, or a root itself.
    pub is_workspace_root: bool,
}

impl Options {
    /// Creates options with the names that the spec declares. A file `openapi.yaml` stands for its folder.
    pub fn new(spec: PathBuf, templates: PathBuf) -> Self {
        let is_root_file = spec.is_file() && spec.file_name().is_some_and(|name| name == ROOT_FILE);
        let folder = spec.parent().map(PathBuf::from).filter(|_| is_root_file);
        let spec = folder.unwrap_or(spec);
        Self {
            spec,
            templates,
            crate_name: None,
            base_url: None,
            keep_going: false,
            is_workspace_root: false,
        }
    }
}

/// Reads the spec and renders the files of the crate.
///
/// On success, `ctx` contains the warnings. Diagnostics are rendered with `ctx.sources`, whose trees are removed.
pub fn generate(ctx: &mut Context, options: &Options) -> Result<Vec<File>, Diagnostics> {
    with_stack(|| {
        let begun = begin(ctx, options)?;
        // the other files need the memory
        ctx.remove_trees();
        let (api, files) = begun.finish(ctx, options)?;
        parallel::drop_later(api);
        Ok(files)
    })
}

/// Reads the spec and renders the files of the crate. Returns them with the model that they are rendered from.
pub fn generate_with_model(
    ctx: &mut Context,
    options: &Options,
) -> Result<(Api, Vec<File>), Diagnostics> {
    with_stack(|| begin(ctx, options)?.finish(ctx, options))
}

/// The model, and what is rendered from the document.
struct Begun {
    api: Api,
    early: EarlyFiles,
    coverage: Coverage,
    templates: Templates,
}

impl Begun {
    /// Renders the other files.
    fn finish(self, ctx: &mut Context, options: &Options) -> Result<(Api, Vec<File>), Diagnostics> {
        let Self { api, early, coverage, templates } = self;
        let is_root = options.is_workspace_root;
        let files = emit::files(ctx, &api, early, &coverage, templates, is_root)?;
        Ok((api, files))
    }
}

/// Runs all passes before rendering, and renders the files for which the document is needed.
fn begin(ctx: &mut Context, options: &Options) -> Result<Begun, Diagnostics> {
    let (document, api) = analyze_spec(ctx, options)?;
    let crate_name = api.client.crate_name();
    let shared = &*ctx;
    let (coverage, (templates, early)) = parallel::join(
        || coverage::measure(shared, &document, &api),
        || {
            let templates = emit::templates(&mut Context::default(), options, &crate_name);
            (templates, emit::early_files(&document, &api))
        },
    );
    let templates = match templates {
        Ok(templates) => templates,
        Err(found) => {
            found.0.into_iter().for_each(|diagnostic| ctx.report(diagnostic));
            return Err(Diagnostics(ctx.diagnostics().to_vec()));
        }
    };
    for gap in coverage.gaps() {
        // in what others describe, it is one of the elements that are left out
        match ctx.dialect.is_foreign {
            true => ctx.left_out.push(gap.left_out(&ctx.sources)),
            false => {
                let diagnostic = gap.diagnostic(&ctx.sources);
                ctx.report(diagnostic);
            }
        }
    }
    Ok(Begun { api, early, coverage, templates })
}

/// Reads the spec, renders the crate and brings the folder `out` in line with it.
///
/// Returns all diagnostics, also those about the folder, and the differences unless an error was found before
/// they were computed. In check mode, warnings are errors.
pub fn generate_into(
    ctx: &mut Context,
    options: &Options,
    out: &Path,
    mode: Mode,
) -> (Vec<Diagnostic>, Option<Changes>) {
    let files = match generate(ctx, options) {
        Ok(files) => files,
        Err(found) => return (found.0, None),
    };
    let found = ctx.diagnostics().to_vec();
    // What others describe is not lost if it is left out on request, or if it has no meaning for a client.
    let may_be_unused = options.keep_going || ctx.dialect.is_foreign;
    let mut found = if may_be_unused { found } else { deny_unused(found) };
    if mode == Mode::Check {
        found.iter_mut().for_each(|diagnostic| diagnostic.severity = Severity::Error);
    }
    if mode == Mode::Write && found.iter().any(|d| d.severity == Severity::Error) {
        return (found, None);
    }
    match output::reconcile(out, &files, mode) {
        Ok(changes) => {
            found.extend(changes.diagnostic(out).filter(|_| mode == Mode::Check));
            (found, Some(changes))
        }
        Err(failure) => {
            found.extend(failure.diagnostics(out));
            (found, None)
        }
    }
}

/// Reads the spec and returns all diagnostics, without rendering the crate.
pub fn diagnose(ctx: &mut Context, options: &Options) -> Vec<Diagnostic> {
    match coverage_of(ctx, options) {
        Ok(coverage) => {
            let gaps = coverage.gaps().map(|gap| gap.diagnostic(&ctx.sources));
            deny_unused(ctx.diagnostics().iter().cloned().chain(gaps).collect())
        }
        Err(found) => found.0,
    }
}

/// Makes warnings about unused elements errors. The crate can be rendered without the elements, but a part of the
/// spec would be lost.
fn deny_unused(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    for diagnostic in found.iter_mut().filter(|d| d.code == Code::UnusedElement) {
        diagnostic.severity = Severity::Error;
    }
    found
}

/// Reads the spec and reports which of its elements are generated.
pub fn coverage_of(ctx: &mut Context, options: &Options) -> Result<Coverage, Diagnostics> {
    with_stack(|| {
        let (document, api) = analyze_spec(ctx, options)?;
        Ok(coverage::measure(ctx, &document, &api))
    })
}

/// Runs a function on a thread with a stack of a known size.
fn with_stack<T: Send>(
    run: impl FnOnce() -> Result<T, Diagnostics> + Send,
) -> Result<T, Diagnostics> {
    std::thread::scope(|scope| {
        match std::thread::Builder::new().stack_size(parallel::STACK).spawn_scoped(scope, run) {
            Ok(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            Err(error) => {
                let message = format!("cannot start a thread: {error}");
                let origin = Origin::root(FileId(0));
                Err(Diagnostics(vec![Diagnostic::new(Code::Internal, &origin, message)]))
            }
        }
    })
}

/// Runs all passes before rendering. With `keep_going`, elements with errors are removed until there are none.
fn analyze_spec(ctx: &mut Context, options: &Options) -> Result<(Document, Api), Diagnostics> {
    let root = source::read_files(&mut ctx.sources, &mut ctx.sink, &options.spec)?;
    let found = ctx.diagnostics().iter();
    let remarks: Vec<Diagnostic> =
        found.filter(|found| found.severity == Severity::Warning).cloned().collect();
    if let Err(found) = ctx.finish(()) {
        let found = load::explain_scalars(ctx, root, found);
        leave_out(ctx, options, found, &remarks)?;
    }
    let overrides = normalize::Overrides {
        crate_name: options.crate_name.clone(),
        base_url: options.base_url.clone(),
        keep_media_types: false,
    };
    normalize::apply(ctx, root, &overrides);
    let remarks = ctx.diagnostics().to_vec();
    loop {
        match run_passes(ctx, options, root) {
            Err(found) => leave_out(ctx, options, found, &remarks)?,
            finished => return finished,
        }
    }
}

/// Removes the elements with errors, and reports the remarks again. Fails without `keep_going`, and if an error concerns
/// no element that can be removed.
fn leave_out(
    ctx: &mut Context,
    options: &Options,
    found: Diagnostics,
    remarks: &[Diagnostic],
) -> Result<(), Diagnostics> {
    if !options.keep_going {
        return Err(found);
    }
    prune::remove(ctx, &found.0)?;
    remarks.iter().for_each(|remark| ctx.report(remark.clone()));
    Ok(())
}

/// Runs the passes from `load` to `analyze`. Each checks what is left of the document, so that all errors are reported.
fn run_passes(
    ctx: &mut Context,
    options: &Options,
    root: FileId,
) -> Result<(Document, Api), Diagnostics> {
    let loaded = load::document(ctx, root)?;
    ctx.sink.begin_pass();
    let document = spec::document(ctx, loaded)?;
    ctx.sink.begin_pass();
    match check_and_lower(ctx, options, &document) {
        Ok(api) => Ok((document, api)),
        Err(found) => {
            document.discard();
            Err(found)
        }
    }
}

/// Runs the passes from `lint` to `analyze`.
fn check_and_lower(
    ctx: &mut Context,
    options: &Options,
    document: &Document,
) -> Result<Api, Diagnostics> {
    let api = lint_and_lower(ctx, document, options.keep_going)?;
    if options.keep_going {
        // names are only assigned to what is generated
        if let Err(found) = ctx.finish(()) {
            parallel::drop_later(api);
            return Err(found);
        }
    }
    ctx.sink.begin_pass();
    let api = name::assign(ctx, api)?;
    analyze::api(ctx, api)
}

/// Checks and lowers the document at the same time. The diagnostics are those of running one after the other.
fn lint_and_lower(
    ctx: &mut Context,
    document: &Document,
    keep_going: bool,
) -> Result<Api, Diagnostics> {
    let dialect = ctx.dialect;
    let sources = std::mem::take(&mut ctx.sources);
    let mut lowering = Context { sources, dialect, ..Context::default() };
    let (found, api) =
        parallel::join(|| lint::find(dialect, document), || lower::api(&mut lowering, document));
    let Context { sources, sink, .. } = lowering;
    ctx.sources = sources;
    found.into_iter().for_each(|diagnostic| ctx.report(diagnostic));
    match keep_going {
        true => ctx.sink.begin_pass_of_nodes(),
        false => ctx.sink.begin_pass(),
    }
    sink.diagnostics().iter().for_each(|diagnostic| ctx.report(diagnostic.clone()));
    let api = api?;
    lower::check_operations(ctx, document, &api);
    Ok(api)
}
