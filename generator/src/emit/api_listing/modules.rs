//! The modules of the emitted crate, with their macro calls expanded.

use std::collections::BTreeMap;

use super::condition::{Conditions, conditions_of};
use super::cursor::{Cursor, split};
use super::expand::Macros;
use super::parse::{self, Content, Statement};
use super::syntax::{Attribute, Implementation, Item, Tokens};
use crate::emit::token::{Token, tokens};

/// The modules by their paths below the crate; the root has an empty path.
#[derive(Default)]
pub(super) struct Modules<'a>(BTreeMap<String, Module<'a>>);

#[derive(Default)]
pub(super) struct Module<'a> {
    /// The public items by name. Items for different features may have the same.
    pub(super) items: BTreeMap<&'a str, Vec<Own<'a, Item<'a>>>>,
    pub(super) implementations: Vec<Own<'a, Implementation<'a>>>,
    /// What the module declares and imports, by name.
    pub(super) names: BTreeMap<&'a str, Vec<Binding<'a>>>,
    /// The modules that all names are imported from.
    pub(super) globs: Vec<Binding<'a>>,
}

/// Something that a module has under conditions.
pub(super) struct Own<'a, T> {
    pub(super) attributes: Vec<Attribute<'a>>,
    pub(super) conditions: Conditions,
    pub(super) value: T,
}

/// A name in a module.
#[derive(Clone, Debug)]
pub(super) struct Binding<'a> {
    pub(super) target: Target<'a>,
    pub(super) public: bool,
    pub(super) conditions: Conditions,
}

#[derive(Clone, Debug)]
pub(super) enum Target<'a> {
    /// An item of the module itself.
    Item,
    /// The module with this path.
    Module(String),
    /// The path of a `use` declaration.
    Import(Vec<&'a str>),
}

impl<'a> Modules<'a> {
    pub(super) fn get(&self, path: &str) -> Option<&Module<'a>> {
        self.0.get(path)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&String, &Module<'a>)> {
        self.0.iter()
    }

    /// Parses the files of the crate.
    ///
    /// # Errors
    ///
    /// Returns an error if a file is not Rust, or if a macro call cannot be expanded.
    pub(super) fn parse(files: impl Iterator<Item = &'a (String, String)>) -> Result<Self, String> {
        let mut loader = Loader {
            files: files.map(|(name, text)| (name.as_str(), text.as_str())).collect(),
            macros: Macros::default(),
            calls: Vec::new(),
            modules: Self::default(),
        };
        loader.load_file("", Conditions::default())?;
        loader.expand()?;
        Ok(loader.modules)
    }
}

/// Joins a module path and a name.
pub(super) fn child(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}::{name}") }
}

struct Loader<'a> {
    /// The texts of the files by name.
    files: BTreeMap<&'a str, &'a str>,
    macros: Macros<'a>,
    calls: Vec<Call<'a>>,
    modules: Modules<'a>,
}

/// A macro call and the module it is in.
struct Call<'a> {
    path: String,
    name: &'a str,
    arguments: Tokens<'a>,
    conditions: Conditions,
}

impl<'a> Loader<'a> {
    fn load_file(&mut self, path: &str, conditions: Conditions) -> Result<(), String> {
        // a raw identifier is without `r#` in the name of a file
        let base = path.replace("r#", "").replace("::", "/");
        let base = if path.is_empty() { "lib" } else { &base };
        let names = [format!("src/{base}.rs"), format!("src/{base}/mod.rs")];
        let found = names.iter().find_map(|name| Some((name, *self.files.get(name.as_str())?)));
        let Some((name, text)) = found else {
            return Err(format!("there is no file for the module `{path}`"));
        };
        let tokens = tokens(text).map_err(|error| format!("{name}: {error}"))?;
        let items = parse::items(&tokens).map_err(|error| format!("{name}: {error}"))?;
        self.add_all(path, items, &conditions)
    }

    fn add_all(
        &mut self,
        path: &str,
        items: Vec<Statement<'_, 'a>>,
        outer: &Conditions,
    ) -> Result<(), String> {
        self.modules.0.entry(path.to_owned()).or_default();
        items.into_iter().try_for_each(|item| self.add(path, item, outer))
    }

    fn add(
        &mut self,
        path: &str,
        statement: Statement<'_, 'a>,
        outer: &Conditions,
    ) -> Result<(), String> {
        let Statement { attributes, is_public, content } = statement;
        let Some(own) = conditions_of(&attributes) else { return Ok(()) };
        let conditions = outer.and(&own);
        match content {
            Content::Module(name, items) => {
                let child = child(path, name);
                let target = Target::Module(child.clone());
                self.bind(path, name, is_public, target, &conditions);
                match items {
                    Some(items) => self.add_all(&child, parse::items(items)?, &conditions)?,
                    None => self.load_file(&child, conditions)?,
                }
            }
            Content::Import(tree) => {
                self.import(path, Vec::new(), Cursor(tree), is_public, &conditions);
            }
            Content::Macro(name, rules) => self.macros.define(name, rules),
            Content::MacroCall(name, arguments) => {
                let (path, arguments) = (path.to_owned(), arguments.to_vec());
                self.calls.push(Call { path, name, arguments, conditions });
            }
            Content::Block(items) => self.add_block(path, items, &conditions)?,
            Content::Private(name) => self.bind(path, name, false, Target::Item, &conditions),
            Content::Item(name, value) => {
                self.bind(path, name, is_public, Target::Item, &conditions);
                if let Some(module) = self.modules.0.get_mut(path) {
                    let own = Own { attributes, conditions, value };
                    module.items.entry(name).or_insert_with(|| Vec::with_capacity(1)).push(own);
                }
            }
            Content::Implementation(value) => {
                if let Some(module) = self.modules.0.get_mut(path) {
                    module.implementations.push(Own { attributes, conditions, value });
                }
            }
            Content::Other => {}
        }
        Ok(())
    }

    /// Adds the items of `const _: () = {…}` as a module without a name.
    fn add_block(
        &mut self,
        path: &str,
        items: &[Token<'a>],
        outer: &Conditions,
    ) -> Result<(), String> {
        let inner = child(path, &format!("_{}", self.modules.0.len()));
        self.add_all(&inner, parse::items(items)?, outer)?;
        // the names of the enclosing module are in scope
        let target = Target::Module(path.to_owned());
        let outer = Binding { target, public: false, conditions: Conditions::default() };
        if let Some(module) = self.modules.0.get_mut(&inner) {
            module.globs.push(outer);
        }
        Ok(())
    }

    /// Expands the macro calls, and those in their expansions.
    fn expand(&mut self) -> Result<(), String> {
        while let Some(Call { path, name, arguments, conditions }) = self.calls.pop() {
            let tokens = self.macros.expand(name, &arguments)?;
            let items = parse::items(&tokens).map_err(|error| format!("{path}: {error}"))?;
            self.add_all(&path, items, &conditions)?;
        }
        Ok(())
    }

    /// Adds the names of a `use` declaration, or of a part of one after a prefix.
    fn import(
        &mut self,
        path: &str,
        mut prefix: Vec<&'a str>,
        mut tree: Cursor<'_, 'a>,
        is_public: bool,
        conditions: &Conditions,
    ) {
        tree.eat("::");
        while tree.text_at(1) == "::" {
            prefix.push(tree.text_at(0));
            tree.next();
            tree.next();
        }
        if let Some(group) = tree.group("{") {
            for tree in split(group) {
                self.import(path, prefix.clone(), Cursor(tree), is_public, conditions);
            }
            return;
        }
        if tree.eat("*") {
            let binding = binding(is_public, Target::Import(prefix), conditions);
            if let Some(module) = self.modules.0.get_mut(path) {
                module.globs.push(binding);
            }
            return;
        }
        let own = tree.text_at(0);
        if own != "self" {
            prefix.push(own);
        }
        let is_renamed = tree.text_at(1) == "as";
        let last = prefix.last().copied().unwrap_or_default();
        let name = if is_renamed { tree.text_at(2) } else { last };
        self.bind(path, name, is_public, Target::Import(prefix), conditions);
    }

    fn bind(
        &mut self,
        path: &str,
        name: &'a str,
        is_public: bool,
        target: Target<'a>,
        conditions: &Conditions,
    ) {
        let binding = binding(is_public, target, conditions);
        if let Some(module) = self.modules.0.get_mut(path) {
            // most names have one
            let bindings = module.names.entry(name);
            bindings.or_insert_with(|| Vec::with_capacity(1)).push(binding);
        }
    }
}

fn binding<'a>(public: bool, target: Target<'a>, conditions: &Conditions) -> Binding<'a> {
    Binding { target, public, conditions: conditions.clone() }
}
