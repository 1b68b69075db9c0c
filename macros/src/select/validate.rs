//! The rules that the grammar leaves open. Makes no tokens.

use super::parse::{Branch, Select};
use super::pattern::{Delivery, delivery};
use super::ready;
use crate::diag::Errors;
use crate::hygiene::Site;

/// As many as there are output types and bits in the runtime.
pub const MAX_BRANCHES: usize = 64;

pub fn validate(select: &mut Select) {
    let mut errors = std::mem::take(&mut select.errors);
    limits(select, &mut errors);
    patterns(select, &mut errors);
    left_alone(select, &mut errors);
    ready::check(select, &mut errors);
    select.errors = errors;
}

fn limits(select: &Select, errors: &mut Errors) {
    if let Some(branch) = select.branches.get(MAX_BRANCHES) {
        errors.push(
            &branch.pattern,
            format!("more than {MAX_BRANCHES} branches [too-many-branches]"),
        );
    }
    let empty = select.branches.is_empty() && select.fallback.is_none() && select.default.is_none();
    if empty && errors.is_empty() {
        errors.push_at(
            Site::of_facade(&select.krate).span(),
            "`safe_select!` needs a branch: `pattern = future => handler` [no-branches]",
        );
    }
}

fn patterns(select: &Select, errors: &mut Errors) {
    for branch in &select.branches {
        if let Delivery::Refused(refusal) = delivery(&branch.pattern) {
            errors.push(refusal.pattern, refusal.message);
        }
    }
}

/// Where every branch can be switched off, there has to be a way on.
fn left_alone(select: &Select, errors: &mut Errors) {
    let alone = !select.branches.is_empty()
        && select.fallback.is_none()
        && select.default.is_none()
        && select.branches.iter().all(can_be_off)
        && errors.is_empty();
    if let (true, Some(last)) = (alone, select.branches.last()) {
        errors.push(
            &last.pattern,
            "every branch can be switched off, and there is no `else` [else-missing]\n\
             help: add `else => ..`, for when the `if` or the pattern of each has switched it off",
        );
    }
}

fn can_be_off(branch: &Branch) -> bool {
    branch.guard.is_some() || matches!(delivery(&branch.pattern), Delivery::Present(_))
}
