//! The modules of the emitted crate, with their macro calls expanded.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use syn::{Block, Expr, Item, ItemUse, Stmt, UseTree, Visibility};

use super::condition::{self, Conditions};
use super::expand::{Macros, without_bodies};

/// The modules by their paths below the crate; the root has an empty path.
#[derive(Default)]
pub(super) struct Modules(BTreeMap<String, Module>);

#[derive(Default)]
pub(super) struct Module {
    /// The items that are neither modules nor `use` declarations nor macros.
    pub(super) items: Vec<(Item, Conditions)>,
    /// What the module declares and imports, by name.
    pub(super) names: BTreeMap<String, Vec<Binding>>,
    /// The modules that all names are imported from.
    pub(super) globs: Vec<Binding>,
}

/// A name in a module.
#[derive(Clone, Debug)]
pub(super) struct Binding {
    pub(super) target: Target,
    pub(super) public: bool,
    pub(super) conditions: Conditions,
}

#[derive(Clone, Debug)]
pub(super) enum Target {
    /// An item of the module itself.
    Item,
    /// The module with this path.
    Module(String),
    /// The path of a `use` declaration.
    Import(Vec<String>),
}

impl Modules {
    pub(super) fn get(&self, path: &str) -> Option<&Module> {
        self.0.get(path)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&String, &Module)> {
        self.0.iter()
    }

    /// Parses the files of the crate.
    ///
    /// # Errors
    ///
    /// Returns an error if a file is not Rust, or if a macro call cannot be expanded.
    pub(super) fn parse(files: &[(String, String)]) -> Result<Self, String> {
        let mut loader = Loader {
            files,
            macros: Macros::default(),
            calls: Vec::new(),
            modules: Self::default(),
        };
        loader.load_file("", Conditions::new())?;
        loader.expand()?;
        Ok(loader.modules)
    }
}

/// Joins a module path and a name.
pub(super) fn child(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}::{name}") }
}

struct Loader<'a> {
    files: &'a [(String, String)],
    macros: Macros,
    /// Macro calls and the modules they are in.
    calls: Vec<(String, syn::Macro, Conditions)>,
    modules: Modules,
}

impl Loader<'_> {
    fn load_file(&mut self, path: &str, conditions: Conditions) -> Result<(), String> {
        // a raw identifier is without `r#` in the name of a file
        let base = path.replace("r#", "").replace("::", "/");
        let base = if path.is_empty() { "lib" } else { &base };
        let names = [format!("src/{base}.rs"), format!("src/{base}/mod.rs")];
        let Some((name, text)) = self.files.iter().find(|(name, _)| names.contains(name)) else {
            return Err(format!("there is no file for the module `{path}`"));
        };
        let tokens: TokenStream =
            without_docs(text).parse().map_err(|error| format!("{name}: {error}"))?;
        let file: syn::File =
            syn::parse2(without_bodies(tokens)).map_err(|error| format!("{name}: {error}"))?;
        self.add_all(path, file.items, &conditions)
    }

    fn add_all(&mut self, path: &str, items: Vec<Item>, outer: &Conditions) -> Result<(), String> {
        self.modules.0.entry(path.to_owned()).or_default();
        items.into_iter().try_for_each(|item| self.add(path, item, outer))
    }

    fn add(&mut self, path: &str, item: Item, outer: &Conditions) -> Result<(), String> {
        let Some(own) = condition::of(attributes(&item)) else { return Ok(()) };
        let conditions: Conditions = outer.union(&own).cloned().collect();
        match item {
            Item::Mod(module) => {
                let name = module.ident.to_string();
                let child = child(path, &name);
                let target = Target::Module(child.clone());
                self.bind(path, name, &module.vis, target, &conditions);
                match module.content {
                    Some((_, items)) => self.add_all(&child, items, &conditions)?,
                    None => self.load_file(&child, conditions)?,
                }
            }
            Item::Use(item) => self.import(path, item, &conditions),
            Item::Macro(item) => match item.ident {
                Some(name) => self.macros.define(name.to_string(), item.mac.tokens),
                None => self.calls.push((path.to_owned(), item.mac, conditions)),
            },
            Item::Const(item) if item.ident == "_" => {
                if let Expr::Block(block) = *item.expr {
                    self.add_block(path, block.block, &conditions)?;
                }
            }
            item => {
                if let Some((name, vis)) = declaration(&item) {
                    self.bind(path, name, vis, Target::Item, &conditions);
                }
                if let Some(module) = self.modules.0.get_mut(path) {
                    module.items.push((item, conditions));
                }
            }
        }
        Ok(())
    }

    /// Adds the items of `const _: () = {…}` as a module without a name.
    fn add_block(&mut self, path: &str, block: Block, outer: &Conditions) -> Result<(), String> {
        let inner = child(path, &format!("_{}", self.modules.0.len()));
        let item = |statement| match statement {
            Stmt::Item(item) => Some(item),
            _ => None,
        };
        let items = block.stmts.into_iter().filter_map(item).collect();
        self.add_all(&inner, items, outer)?;
        // the names of the enclosing module are in scope
        let target = Target::Module(path.to_owned());
        let outer = Binding { target, public: false, conditions: Conditions::new() };
        if let Some(module) = self.modules.0.get_mut(&inner) {
            module.globs.push(outer);
        }
        Ok(())
    }

    /// Expands the macro calls, and those in their expansions.
    fn expand(&mut self) -> Result<(), String> {
        while let Some((path, call, conditions)) = self.calls.pop() {
            let tokens = self.macros.expand(&call)?;
            let file: syn::File =
                syn::parse2(tokens).map_err(|error| format!("{path}: {error}"))?;
            self.add_all(&path, file.items, &conditions)?;
        }
        Ok(())
    }

    fn import(&mut self, path: &str, item: ItemUse, conditions: &Conditions) {
        let mut open = vec![(Vec::new(), &item.tree)];
        while let Some((mut prefix, tree)) = open.pop() {
            match tree {
                UseTree::Path(tree) => {
                    prefix.push(tree.ident.to_string());
                    open.push((prefix, &tree.tree));
                }
                UseTree::Group(group) => {
                    open.extend(group.items.iter().map(|tree| (prefix.clone(), tree)));
                }
                UseTree::Name(tree) => {
                    let name = tree.ident.to_string();
                    if name != "self" {
                        prefix.push(name);
                    }
                    let name = prefix.last().cloned().unwrap_or_default();
                    self.bind(path, name, &item.vis, Target::Import(prefix), conditions);
                }
                UseTree::Rename(tree) => {
                    if tree.ident != "self" {
                        prefix.push(tree.ident.to_string());
                    }
                    let name = tree.rename.to_string();
                    self.bind(path, name, &item.vis, Target::Import(prefix), conditions);
                }
                UseTree::Glob(_) => {
                    let binding = binding(&item.vis, Target::Import(prefix), conditions);
                    if let Some(module) = self.modules.0.get_mut(path) {
                        module.globs.push(binding);
                    }
                }
            }
        }
    }

    fn bind(
        &mut self,
        path: &str,
        name: String,
        vis: &Visibility,
        target: Target,
        conditions: &Conditions,
    ) {
        let binding = binding(vis, target, conditions);
        if let Some(module) = self.modules.0.get_mut(path) {
            module.names.entry(name).or_default().push(binding);
        }
    }
}

/// Removes the lines that are comments: documentation is half of the text, and each line of it an attribute.
fn without_docs(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    for line in text.lines().filter(|line| !line.trim_ascii_start().starts_with("//")) {
        code.push_str(line);
        code.push('\n');
    }
    code
}

fn binding(vis: &Visibility, target: Target, conditions: &Conditions) -> Binding {
    Binding { target, public: is_public(vis), conditions: conditions.clone() }
}

/// Returns `true` for `pub` without restriction.
pub(super) fn is_public(vis: &Visibility) -> bool {
    matches!(vis, Visibility::Public(_))
}

/// Returns the name and the visibility of an item that declares a name.
pub(super) fn declaration(item: &Item) -> Option<(String, &Visibility)> {
    let (ident, vis) = match item {
        Item::Const(item) => (&item.ident, &item.vis),
        Item::Enum(item) => (&item.ident, &item.vis),
        Item::Fn(item) => (&item.sig.ident, &item.vis),
        Item::Static(item) => (&item.ident, &item.vis),
        Item::Struct(item) => (&item.ident, &item.vis),
        Item::Trait(item) => (&item.ident, &item.vis),
        Item::Type(item) => (&item.ident, &item.vis),
        _ => return None,
    };
    Some((ident.to_string(), vis))
}

fn attributes(item: &Item) -> &[syn::Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}
