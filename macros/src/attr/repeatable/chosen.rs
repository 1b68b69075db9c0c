//! One of several values: `if long { &a } else { &b }`, `match name { Some(name) => name, None => return }`.

use syn::{Expr, Ident, Pat, Stmt, parse_quote, parse_quote_spanned};

use super::{closures, is_wrapping, may_be_borrow};
use crate::attr::{bindings, flatten};

pub(crate) struct Choice<'e> {
    /// What its patterns bind parts of, where one of the values is made of them.
    pub(crate) matched: Option<&'e Expr>,
    /// The local whose value tells which, where nothing is bound.
    pub(crate) number: Option<&'e Ident>,
    pub(crate) ways: Vec<Way<'e>>,
}

pub(crate) struct Way<'e> {
    pub(crate) pat: Option<&'e Pat>,
    pub(crate) value: &'e Expr,
}

/// Whether a name is that of a local that borrows, as far as is known.
type IsNamed<'a> = &'a dyn Fn(&Ident) -> bool;

impl<'e> Choice<'e> {
    pub(crate) fn of(expr: &'e Expr) -> Option<Self> {
        match expr {
            Expr::Paren(e) => Choice::of(&e.expr),
            Expr::If(e) => Choice::by_condition(e),
            Expr::Match(e) => Choice::by_match(e),
            _ => None,
        }
    }

    fn by_condition(e: &'e syn::ExprIf) -> Option<Self> {
        let (_, otherwise) = e.else_branch.as_ref()?;
        let clause = match &*e.cond {
            Expr::Let(clause) => Some(clause),
            cond if flatten::condition_has_let(cond) => return None,
            _ => None,
        };
        let then = Way { pat: clause.map(|it| &*it.pat), value: tail(&e.then_branch)? };
        Some(Choice {
            matched: clause.filter(|_| then.mentions_match()).map(|it| &*it.expr),
            number: compared(&e.cond),
            ways: vec![then, Way { pat: None, value: value(otherwise)? }],
        })
    }

    fn by_match(e: &'e syn::ExprMatch) -> Option<Self> {
        let is_plain = |arm: &syn::Arm| arm.attrs.is_empty() && !matches!(arm.pat, Pat::Guard(_));
        if !e.arms.iter().all(is_plain) {
            return None;
        }
        let way = |arm: &'e syn::Arm| Some(Way { pat: Some(&arm.pat), value: value(&arm.body)? });
        let ways: Vec<_> = e.arms.iter().map(way).collect::<Option<_>>()?;
        let is_matched = ways.iter().any(Way::mentions_match);
        Some(Choice {
            matched: is_matched.then_some(&*e.expr),
            number: name(&e.expr).filter(|_| !is_matched),
            ways,
        })
    }

    /// Whether one of the values is a borrow for certain, as far as names tell. They are of one type, so all
    /// are. What is matched has to be borrowed too: else it may be another when it is matched again.
    pub(crate) fn may_borrow(&self, is_named: IsNamed<'_>) -> bool {
        let mut ways = self.ways.iter().filter(|way| !way.diverges());
        match self.matched {
            Some(_) => ways.any(|way| way.borrows_match(way.value)),
            None => ways.any(|way| way.may_borrow(way.value, is_named)),
        }
    }
}

impl Way<'_> {
    pub(crate) fn diverges(&self) -> bool {
        bindings::diverges(self.value)
    }

    /// Whether `value` is what the pattern binds, and no copy.
    pub(crate) fn binds(&self, value: &Expr) -> bool {
        let bindings = self.pat.map(flatten::bindings).unwrap_or_default();
        name(value).is_some_and(|name| {
            let mut bindings = bindings.iter();
            bindings.any(|binding| binding.ident == *name && !binding.copied && !binding.changes)
        })
    }

    fn mentions_match(&self) -> bool {
        let bindings = self.pat.map(flatten::bindings).unwrap_or_default();
        let names = closures::names(self.value);
        bindings.iter().any(|binding| names.contains(&binding.ident))
    }

    /// Whether `value` borrows from what was matched.
    fn borrows_match(&self, value: &Expr) -> bool {
        match value {
            Expr::Paren(e) => self.borrows_match(&e.expr),
            Expr::Reference(e) => self.borrows_match(&e.expr),
            Expr::Unary(e) => self.borrows_match(&e.expr),
            Expr::Field(e) => self.borrows_match(&e.base),
            Expr::Index(e) => self.borrows_match(&e.expr),
            Expr::MethodCall(e) => self.borrows_match(&e.receiver),
            Expr::Call(some) => some.args.iter().any(|arg| self.borrows_match(arg)),
            Expr::Tuple(tuple) => tuple.elems.iter().any(|part| self.borrows_match(part)),
            value => self.binds(value),
        }
    }

    fn may_borrow(&self, value: &Expr, is_named: IsNamed<'_>) -> bool {
        let again = |part| self.may_borrow(part, is_named);
        match value {
            Expr::Call(some) if is_wrapping(some) => some.args.iter().any(again),
            Expr::Tuple(tuple) => tuple.elems.iter().any(again),
            value => match Choice::of(value) {
                Some(choice) => choice.may_borrow(is_named),
                None => {
                    may_be_borrow(value) || self.binds(value) || name(value).is_some_and(is_named)
                }
            },
        }
    }
}

/// Visits the values of a choice.
pub(crate) fn for_each_value(choice: &mut Expr, visit: &mut dyn FnMut(&mut Expr)) {
    match choice {
        Expr::Paren(e) => for_each_value(&mut e.expr, visit),
        Expr::If(e) => {
            if let [Stmt::Expr(then, _)] = &mut *e.then_branch.stmts {
                for_each_value(then, visit);
            }
            if let Some((_, otherwise)) = &mut e.else_branch {
                for_each_value(otherwise, visit);
            }
        }
        Expr::Match(e) => e.arms.iter_mut().for_each(|arm| for_each_value(&mut arm.body, visit)),
        value if bindings::diverges(value) => visit(value),
        Expr::Block(block) => {
            if let [Stmt::Expr(value, _)] = &mut *block.block.stmts {
                for_each_value(value, visit);
            }
        }
        value => visit(value),
    }
}

/// Has `choice` made by `number`, which says how many of its values come before the one that is meant.
pub(crate) fn choose_by(choice: &mut Expr, number: &Ident) {
    fn choose(choice: &mut Expr, number: &Ident, next: &mut u32) {
        match choice {
            Expr::Paren(e) => choose(&mut e.expr, number, next),
            Expr::If(e) => {
                if let [Stmt::Expr(then, _)] = &mut *e.then_branch.stmts {
                    choose(then, number, next);
                }
                *e.cond = parse_quote_spanned!(number.span()=> #number < #next);
                if let Some((_, otherwise)) = &mut e.else_branch {
                    choose(otherwise, number, next);
                }
            }
            Expr::Match(e) => {
                *e.expr = parse_quote!(#number);
                let last = e.arms.len() - 1;
                for (index, arm) in e.arms.iter_mut().enumerate() {
                    choose(&mut arm.body, number, next);
                    arm.pat = match index == last {
                        true => parse_quote_spanned!(number.span()=> _),
                        false => parse_quote_spanned!(number.span()=> 0..#next),
                    };
                }
            }
            value if bindings::diverges(value) => *next += 1,
            Expr::Block(block) => {
                if let [Stmt::Expr(value, _)] = &mut *block.block.stmts {
                    choose(value, number, next);
                }
            }
            _ => *next += 1,
        }
    }
    choose(choice, number, &mut 0);
}

/// The value of what stands behind an `else` or a `=>`.
fn value(way: &Expr) -> Option<&Expr> {
    match way {
        way if bindings::diverges(way) => Some(way),
        Expr::Block(block) if block.label.is_none() => tail(&block.block),
        way => Some(way),
    }
}

/// The value of a block that does nothing else.
fn tail(block: &syn::Block) -> Option<&Expr> {
    match &*block.stmts {
        [Stmt::Expr(value, None)] => Some(value),
        _ => None,
    }
}

fn name(expr: &Expr) -> Option<&Ident> {
    match expr {
        Expr::Path(path) => path.path.get_ident(),
        _ => None,
    }
}

/// `number` of `number < 1`.
fn compared(cond: &Expr) -> Option<&Ident> {
    match cond {
        Expr::Binary(e) if matches!(*e.right, Expr::Lit(_)) => name(&e.left),
        _ => None,
    }
}
