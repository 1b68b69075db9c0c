//! What is in scope across an await, and may not be: by what is known here, and by its type.

use super::*;

/// The type of a local is noted at the first await at which it is in scope and has not been moved.
pub(super) fn note_types(body: &mut Body, moved: &[Moved]) {
    let mut points: Vec<_> = body.awaits.iter_mut().zip(moved).collect();
    // Where a `#[cfg]` may remove the await, only what is noted nowhere else.
    // But that at each of them, for only one may be there.
    points.sort_by_key(|(point, _)| !point.cfg.is_empty());
    let mut certain = Uses::new();
    for (point, moved) in points {
        for &var in &point.scope {
            let is_pending = point.pending.contains(&var);
            let asks = match body.vars[var].class {
                Class::Boxed => is_pending || !is_gone(moved, var),
                Class::Rest(None) => is_pending,
                Class::Rederived => !is_gone(moved, var),
                Class::Counted => is_pending && body.vars[var].origin != Origin::IteratorAgain,
                _ => false,
            };
            let is_visible = body.vars[var].is_used() || body.vars[var].is_initialized;
            let asks = asks && !body.vars[var].refused;
            let is_certain = point.cfg.is_empty();
            if asks && is_visible && !certain.contains(&var) {
                point.noted.push(var);
                if is_certain {
                    certain.insert(var);
                }
            }
        }
    }
}

/// What borrows, and cannot be borrowed again, must not be needed after a cancel.
pub(super) fn check(body: &mut Body, errors: &mut Errors) {
    for id in 0..body.vars.len() {
        let is_refused = |&operand: &VarId| body.vars[operand].refused;
        let follows = body.vars[id].operands.iter().any(is_refused);
        let var = &mut body.vars[id];
        let pending = || body.awaits.iter().find(|point| point.pending.contains(&id));
        if !follows && let Some(stale) = var.stale {
            let mut behind = body.awaits.iter().skip(stale as usize);
            if let Some(point) = behind.find(|point| point.pending.contains(&id)) {
                var.refused = true;
                errors.push_at(
                    var.ident.span(),
                    format!(
                        "`{}` cannot be borrowed again at `{}.await`: what it comes from is assigned \
                         before [borrowed-across-await]\n\
                         help: keep an owned value, or end its use before the assignment",
                        var.name, point.text,
                    ),
                );
                continue;
            }
        }
        // What comes of a borrow that is refused is no mistake of its own.
        var.refused |= follows && var.class == Class::Counted;
        if !var.rederivable
            && !follows
            && let Some(point) = pending()
        {
            var.refused = true;
            errors.push_at(
                var.ident.span(),
                format!(
                    "`{}` borrows, so it cannot be saved at `{}.await` [borrowed-across-await]\n\
                     help: if evaluating its initializer again makes the same borrow, say so: \
                     `#[rederive] let ..`\n\
                     help: otherwise keep an owned value, or end its use before the await",
                    var.name, point.text,
                ),
            );
        }
    }
}
