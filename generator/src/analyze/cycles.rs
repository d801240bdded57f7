//! Detection of recursive types.

use crate::ir::{Api, Kind, Ty, Type};

/// Marks every field through which a record contains itself without a list in between. Unions box their records anyway.
pub(super) fn mark_boxed(api: &mut Api) {
    let contained: Vec<Vec<usize>> = api.types.iter().map(contained_types).collect();
    let cycles = cycles(&contained);
    for (owner, ty) in api.types.iter_mut().enumerate() {
        let Kind::Record(record) = &mut ty.kind else { continue };
        for field in &mut record.fields {
            field.boxed =
                matches!(field.ty, Ty::Named(to) if cycles.get(to.0) == cycles.get(owner));
        }
    }
}

/// Returns the types of the fields of a record, as indexes.
fn contained_types(ty: &Type) -> Vec<usize> {
    let Kind::Record(record) = &ty.kind else { return Vec::new() };
    let direct = record.fields.iter().filter_map(|field| match field.ty {
        Ty::Named(id) => Some(id.0),
        _ => None,
    });
    direct.collect()
}

/// Returns a number for each node of a graph. Two nodes that can be reached from each other have the same.
fn cycles(edges: &[Vec<usize>]) -> Vec<Option<usize>> {
    let mut reversed = vec![Vec::new(); edges.len()];
    for (from, targets) in edges.iter().enumerate() {
        for to in targets {
            if let Some(sources) = reversed.get_mut(*to) {
                sources.push(from);
            }
        }
    }
    let mut order = Vec::new();
    let mut seen = vec![None; edges.len()];
    for start in 0..edges.len() {
        visit(edges, start, 0, &mut seen, &mut order);
    }
    // a node that was left last is reached backwards only from the nodes of its own cycles
    let mut cycles = vec![None; edges.len()];
    for start in order.into_iter().rev() {
        visit(&reversed, start, start, &mut cycles, &mut Vec::new());
    }
    cycles
}

/// Marks the nodes that can be reached from a node and have no mark, and adds them in the order in which they are left.
fn visit(
    edges: &[Vec<usize>],
    start: usize,
    mark: usize,
    marks: &mut [Option<usize>],
    left: &mut Vec<usize>,
) {
    let mut open = vec![(start, false)];
    while let Some((node, is_left)) = open.pop() {
        if is_left {
            left.push(node);
            continue;
        }
        match marks.get_mut(node) {
            Some(own) if own.is_none() => *own = Some(mark),
            _ => continue,
        }
        open.push((node, true));
        open.extend(edges.get(node).into_iter().flatten().map(|to| (*to, false)));
    }
}

#[cfg(test)]
mod tests {
    use super::cycles;

    #[test]
    fn nodes_of_a_cycle_have_one_number() {
        // 0 → 1 → 2 → 0, 2 → 3 → 4 → 3, 5 → 0, 6 → 6
        let edges = [vec![1], vec![2], vec![3, 0], vec![4], vec![3], vec![0], vec![6]];
        let found = cycles(&edges);
        let is_joint = |a: usize, b: usize| found[a] == found[b];
        assert!(is_joint(0, 1) && is_joint(1, 2) && is_joint(3, 4));
        assert!(![(2, 3), (5, 0), (6, 0), (6, 3), (5, 3)].iter().any(|(a, b)| is_joint(*a, *b)));
    }
}
