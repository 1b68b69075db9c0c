//! What is moved out of a local before an await that saves it.

use super::*;

/// Each part is asked about once, at the first await where it can be. Those that are used again are not: if one of
/// them is moved, that is a mistake in the plain function too.
pub(super) fn note(body: &mut Body, moved: &[Moved], taken_twice: &VarSet) {
    let mut asked = VarSet::new();
    for (point, moved) in body.awaits.iter_mut().zip(moved) {
        for id in moved.parted.iter() {
            let part = &body.parts[id];
            let class = &body.vars[part.var].class;
            let is_saved = matches!(class, Class::Typed(_) | Class::Boxed | Class::Rest(_));
            let is_used_again = part.used_again || taken_twice.contains(&id);
            let can_be_seen = || part.bound.iter().flatten().all(|var| point.scope.contains(var));
            let is_asked = is_saved && !is_used_again && point.pending.contains(&part.var);
            if is_asked && can_be_seen() && asked.insert(id) {
                point.parted.push(id);
            }
        }
    }
}
