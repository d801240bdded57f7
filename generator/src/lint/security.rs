//! Security schemes and servers that are named exist.

use super::input::Input;
use super::spot::Spot;
use crate::diagnostics::{Code, Diagnostic, did_you_mean};

pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let Some(root) = input.root() else { return Vec::new() };
    let schemes: Vec<&str> = root
        .get("components")
        .iter()
        .flat_map(|components| components.map("securitySchemes"))
        .map(|(name, _)| name)
        .collect();
    let urls: Vec<&str> = root.list("servers").filter_map(|server| server.text("url")).collect();
    let mut found = Vec::new();
    requirements(input, &root, &schemes, &mut found);
    for operation in &input.operations {
        requirements(input, &operation.spot, &schemes, &mut found);
        for server in operation.spot.list("servers") {
            let Some(url) = server.get("url") else { continue };
            let Some(text) = url.node.text().filter(|url| !urls.contains(url)) else { continue };
            let message = format!("`servers` of the root has no `{text}`");
            let mut diagnostic = Diagnostic::new(Code::UnknownServer, &url.origin, message);
            diagnostic.help = did_you_mean(text, urls.iter().copied());
            found.push(diagnostic);
        }
    }
    found
}

fn requirements(input: &Input<'_>, spot: &Spot<'_>, schemes: &[&str], found: &mut Vec<Diagnostic>) {
    for alternative in spot.list("security") {
        let names: Vec<_> = alternative.members().collect();
        for (name, spot) in names.iter().filter(|(name, _)| !schemes.contains(name)) {
            let message = format!("there is no security scheme `{name}`");
            let mut diagnostic = Diagnostic::new(Code::UnknownSecurity, &spot.origin, message);
            diagnostic.help = did_you_mean(name, schemes.iter().copied());
            found.push(diagnostic.span(input.key(&spot.origin)));
        }
        if names.len() > 1 {
            let message = "several security schemes at once are not supported";
            let diagnostic = Diagnostic::new(Code::Unsupported, &alternative.origin, message);
            found.push(diagnostic.help("name one; further entries of the list are alternatives"));
        }
    }
}
