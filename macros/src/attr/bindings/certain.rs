//! What happens for certain, where code has several ways, or may not run at all.

use super::mentions::Visitor;
use crate::attr::var_set::VarSet;

/// What happens on each way on.
#[derive(Default)]
pub(super) struct Certain {
    assigned: VarSet,
    taken: VarSet,
}

impl Certain {
    fn retain(&mut self, other: &Certain) {
        self.assigned.retain(&other.assigned);
        self.taken.retain(&other.taken);
    }
}

impl Visitor<'_, '_> {
    /// What may not happen, or more than once: what it assigns or takes, it may not.
    pub(super) fn maybe(&mut self, visit: impl FnOnce(&mut Self)) {
        let outer = self.certain();
        visit(self);
        self.set_certain(outer);
    }

    /// What a `break` may leave.
    pub(super) fn looped(&mut self, visit: impl FnOnce(&mut Self)) {
        let stale = self.resolver.gone_stale.len();
        let (broken, continued) = (self.resolver.broken.len(), self.resolver.continued.len());
        visit(self);
        self.resolver.stale_in_next(continued);
        self.resolver.stale_since(stale);
        self.resolver.stale_behind(broken);
    }

    /// One of several ways, and whether it leads on. What is certain on all of those is collected in `joined`.
    pub(super) fn one_way(
        &mut self,
        goes_on: bool,
        joined: &mut Option<Certain>,
        visit: impl FnOnce(&mut Self),
    ) {
        let (start, first) = (self.certain(), self.facts.mentions.len());
        visit(self);
        let end = self.certain();
        self.set_certain(start);
        match joined {
            _ if !goes_on => self.takes_nothing_apart(first),
            Some(joined) => joined.retain(&end),
            None => *joined = Some(end),
        }
    }

    fn certain(&self) -> Certain {
        Certain { assigned: self.facts.assigned.clone(), taken: self.facts.taken.clone() }
    }

    pub(super) fn set_certain(&mut self, certain: Certain) {
        (self.facts.assigned, self.facts.taken) = (certain.assigned, certain.taken);
    }
}
