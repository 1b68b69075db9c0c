//! What borrows from a local that is carried: it is borrowed anew in each round.

use super::*;

/// `let view = &batch[..];`
pub(super) struct Borrower {
    let_token: Token![let],
    pat: syn::Pat,
    ty: Option<syn::Type>,
    init: Expr,
    mentions: Vec<Mention>,
    origin: Origin,
    vars: Vec<VarId>,
}

impl Borrower {
    /// If it can be borrowed again wherever its operands are.
    pub(super) fn of(let_: &Let, vars: &[Var]) -> Option<Self> {
        let is_again = |&var: &VarId| {
            let var = &vars[var];
            matches!(var.class, Class::Rederived) && var.rederivable
        };
        let is_plain = matches!(let_.origin, Origin::User | Origin::Rederive | Origin::Temporary)
            && let_.attrs.is_empty()
            && let_.diverge.is_none()
            && let_.steps.is_empty()
            && let_.vars.iter().all(is_again);
        let Some(Value::Simple(Code { code, facts })) = let_.init.as_ref().filter(|_| is_plain)
        else {
            return None;
        };
        facts.await_point.is_none().then(|| Borrower {
            let_token: let_.let_token,
            pat: let_.pat.clone(),
            ty: let_.ty.clone(),
            init: code.clone(),
            mentions: facts.mentions.clone(),
            origin: let_.origin,
            vars: let_.vars.clone(),
        })
    }

    /// The same in a round.
    pub(super) fn again(&self, carry: &Carry, awaits: Range<AwaitId>) -> Stmt {
        let mut init = Code::new(self.init.clone());
        init.facts.mentions.clone_from(&self.mentions);
        init.facts.mentions.iter_mut().for_each(|mention| carry.rename(&mut mention.var));
        let mut vars = self.vars.clone();
        vars.iter_mut().for_each(|var| carry.rename(var));
        let kind = StmtKind::Let(Box::new(Let {
            attrs: Vec::new(),
            let_token: self.let_token,
            pat: self.pat.clone(),
            ty: self.ty.clone(),
            init: Some(Value::Simple(init)),
            diverge: None,
            origin: self.origin,
            steps: Vec::new(),
            again: None,
            vars,
            semi: None,
        }));
        Stmt { kind, awaits }
    }
}

/// Declares for each variable one that a round has of its own.
pub(super) fn declare(borrowers: &[Borrower], own: &mut Vec<(VarId, VarId)>, vars: &mut Vec<Var>) {
    for &outer in borrowers.iter().flat_map(|borrower| &borrower.vars) {
        let mut again = vars[outer].clone();
        for operand in &mut again.operands {
            if let Some((_, renamed)) = own.iter().find(|(outer, _)| outer == operand) {
                *operand = *renamed;
            }
        }
        own.push((outer, vars.len()));
        vars.push(again);
    }
}
