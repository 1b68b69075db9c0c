//! What is in scope across an await, and may not be: by what is known here, and by its type.

use super::*;

/// The type of a local is noted at the first await at which it is in scope and has not been moved. Where that
/// depends on the way to the await, the compiler lets nobody look at it: so where it is declared.
pub(super) fn note_types(body: &mut Body, moved: &[Moved]) {
    let mut points: Vec<_> = body.awaits.iter_mut().zip(moved).collect();
    // Where a `#[cfg]` may remove the await, only what is noted nowhere else.
    // But that at each of them, for only one may be there.
    points.sort_by_key(|(point, _)| !point.cfg.is_empty());
    let mut certain = Uses::new();
    for (point, moved) in points {
        for &var in &point.scope {
            let has_value = body.vars[var].is_initialized || !body.vars[var].has_place_for_type;
            let may_be_there = has_value && is_gone(moved, var) && moved.there.contains(&var);
            let is_pending = || point.pending.contains(&var);
            let asks = match body.vars[var].class {
                Class::Boxed => is_pending() || !is_gone(moved, var) || may_be_there,
                Class::Rest(None) => is_pending(),
                Class::Rederived => !is_gone(moved, var),
                // So are its items.
                Class::Counted if body.vars[var].origin == Origin::Stepped => !is_gone(moved, var),
                Class::Counted => is_pending() && body.vars[var].origin != Origin::IteratorAgain,
                _ => false,
            };
            let is_visible = body.vars[var].is_used() || body.vars[var].is_initialized;
            let asks = asks && !body.vars[var].refused;
            let is_certain = point.cfg.is_empty();
            if asks && is_visible && !certain.contains(&var) {
                point.noted.push(var);
                body.vars[var].noted_early |= may_be_there && !is_pending();
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
        let follows = body.vars[id].operands.iter().any(|&operand| body.vars[operand].refused);
        // What comes of a borrow that is refused is no mistake of its own.
        body.vars[id].refused |= follows && matches!(body.vars[id].class, Class::Counted);
        if follows {
            continue;
        }
        if let Some(refusal) = refusal(body, id) {
            let is_first = body.vars[body.vars[id].first..id].iter().all(|var| !var.refused);
            body.vars[id].refused = true;
            if is_first {
                errors.push_at(body.vars[id].declared, refusal);
            }
        }
    }
}

fn refusal(body: &Body, id: VarId) -> Option<String> {
    let var = &body.vars[id];
    let iterates = matches!(var.origin, Origin::Iterator | Origin::IteratorAgain);
    // What has no name in the source is underlined.
    let name = match iterates || var.is_unnamed() {
        true => "this".to_owned(),
        false => format!("`{}`", var.name),
    };
    let reason = Reason { body, id, var, name };
    match var.rederivable {
        false if iterates => reason.chooses_what_changes(),
        true if var.origin == Origin::Rederive => reason.stale().or_else(|| reason.changed()),
        true => reason.stale(),
        false => reason
            .stale()
            .or_else(|| reason.buffered())
            .or_else(|| reason.takes_items())
            .or_else(|| reason.unsaved()),
    }
}

/// Why a variable must not be needed after a cancel, each in words.
struct Reason<'a> {
    body: &'a Body,
    id: VarId,
    var: &'a Var,
    name: String,
}

impl Reason<'_> {
    /// The first await that needs it.
    fn needed(&self) -> Option<&str> {
        let mut points = self.body.awaits.iter();
        points.find(|point| point.pending.contains(&self.id)).map(|point| &*point.text)
    }

    /// The halves of a stream, in one `let`, are `mut` to be used at all.
    fn is_changed(&self) -> bool {
        let is_picked = matches!(self.var.origin, Origin::Picked(_));
        self.var.changes && (self.var.is_initialized || is_picked)
    }

    fn chooses_what_changes(&self) -> Option<String> {
        self.needed().map(|text| {
            format!(
                "the loop may change by what this chooses, so it cannot be made again at \
                 `{text}.await` [borrowed-across-await]\n\
                 help: choose in the loop: `for item in items.iter_mut() {{ if .. }}`\n\
                 help: if the loop does not change that, say so: `#[rederive] for ..`",
            )
        })
    }

    /// Where nobody reads it any more, it may be another.
    fn stale(&self) -> Option<String> {
        let name = &self.name;
        let is_live = |&index: &AwaitId| self.body.lives.pending[index as usize].contains(&self.id);
        let end = self.body.awaits.len() as AwaitId;
        let mut stale = self.var.stale.iter().flat_map(|awaits| awaits.start..end.min(awaits.end));
        stale.find(is_live).map(|index| {
            let text = &self.body.awaits[index as usize].text;
            format!(
                "{name} cannot be borrowed again at `{text}.await`: what it comes from is assigned, or lent \
                 as `&mut`, before [borrowed-across-await]\n\
                 help: keep an owned value, or end its use before that",
            )
        })
    }

    fn changed(&self) -> Option<String> {
        let name = &self.name;
        self.needed().filter(|_| self.is_changed()).map(|text| {
            format!(
                "{name} is `mut`: what is done to it is lost where `#[rederive]` makes it again, at \
                 `{text}.await` [borrowed-across-await]\n\
                 help: keep an owned value, or end its use before the await",
            )
        })
    }

    fn buffered(&self) -> Option<String> {
        let name = &self.name;
        self.needed().filter(|_| self.var.buffers).map(|text| {
            format!(
                "{name} has a buffer over a borrow, so it can neither be saved nor made again at \
                 `{text}.await` [borrowed-across-await]\n\
                 help: make it where what it borrows is owned, and pass it to this function by `&mut`\n\
                 help: or let it own what it reads or writes, as with `into_split()`",
            )
        })
    }

    fn takes_items(&self) -> Option<String> {
        let name = &self.name;
        let is_stepped = |&operand: &VarId| self.body.vars[operand].origin == Origin::Stepped;
        let takes = self.var.origin == Origin::Rederive && self.var.operands.iter().any(is_stepped);
        self.needed().filter(|_| takes).map(|text| {
            format!(
                "{name} cannot be made again at `{text}.await`: `#[rederive]` would take another item \
                 [borrowed-across-await]\n\
                 help: keep an owned value, or end its use before the await",
            )
        })
    }

    fn unsaved(&self) -> Option<String> {
        let name = &self.name;
        self.needed().map(|text| {
            // What is `mut` would be refused there.
            let advice = match self.is_changed() {
                true if self.var.is_text => {
                    "help: if all that is assigned to it lives for ever, write its type: `let mut name: \
                     &'static str = ..`\n\
                     help: otherwise keep"
                }
                true => "help: keep",
                false if self.var.origin == Origin::Rederive => "help: keep",
                false => {
                    "help: if evaluating its initializer again makes the same borrow, with nothing done \
                     to it meanwhile, say so: `#[rederive] let ..`\n\
                     help: otherwise keep"
                }
            };
            format!(
                "{name} borrows, so it cannot be saved at `{text}.await` [borrowed-across-await]\n\
                 {advice} an owned value, or end its use before the await",
            )
        })
    }
}
