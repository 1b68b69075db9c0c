//! Operands that read what the call itself may change: `self.send(self.next_id)`. Evaluated again, they would
//! be others.

use std::collections::HashSet;
use std::iter;
use std::rc::Rc;

use syn::{Expr, Member};

use super::{macros, repeatable};
use crate::visit::{self, Visit};

/// A local and the fields of it, as `["self", "next_id"]`, up to an index.
#[derive(Clone)]
pub(super) struct Place {
    path: Vec<String>,
    /// Whether it is a local as a whole, by its name alone.
    is_bare: bool,
}

/// What each operand of a call lends to it.
pub(super) struct Lent {
    places: Vec<Vec<Place>>,
    is_method: bool,
    /// The names of references. What is passed by such a name is not read.
    references: Rc<HashSet<String>>,
}

impl Lent {
    /// Of a method, the first operand is the receiver. What is lent `beside` is lent to other calls, which are
    /// polled with this one.
    pub(super) fn of(
        operands: &[&mut Expr],
        is_method: bool,
        beside: &[Place],
        references: &Rc<HashSet<String>>,
    ) -> Self {
        let operands = operands.iter().enumerate();
        let places = operands.map(|(index, operand)| lent(operand, is_method && index == 0));
        let places = places.chain([beside.to_vec()]).collect();
        Lent { places, is_method, references: Rc::clone(references) }
    }

    /// All that is lent.
    pub(super) fn all(&self) -> Vec<Place> {
        self.places.concat()
    }

    /// Whether the call may change what the operand at `index` is computed from.
    pub(super) fn changes(&self, index: usize, operand: &Expr) -> bool {
        if self.is_method && index == 0 || self.is_reference(operand) {
            return false;
        }
        let mut read = Read::default();
        read.operand(operand);
        // What one part of an operand lends, another may read.
        let is_compound =
            matches!(operand, Expr::Tuple(_) | Expr::Array(_) | Expr::Struct(_) | Expr::Call(_));
        let others = self.places.iter().enumerate();
        let others = others.filter(|(other, _)| *other != index || is_compound);
        let mut others = others.flat_map(|(_, places)| places);
        others.any(|place| read.0.iter().any(|read| place.may_change(read)))
    }
}

impl Lent {
    fn is_reference(&self, operand: &Expr) -> bool {
        let Expr::Path(path) = operand else { return false };
        let name = path.path.get_ident().map(ToString::to_string);
        name.is_some_and(|name| self.references.contains(&name))
    }
}

impl Place {
    fn of(expr: &Expr, is_bare: bool) -> Option<Place> {
        let path = match expr {
            Expr::Path(path) => vec![path.path.get_ident()?.to_string()],
            Expr::Paren(e) => return Place::of(&e.expr, is_bare),
            Expr::Index(e) => return Place::of(&e.expr, false),
            Expr::Unary(e) if matches!(e.op, syn::UnOp::Deref(_)) => {
                return Place::of(&e.expr, false);
            }
            Expr::Field(e) => {
                let mut place = Place::of(&e.base, false)?;
                if !behind_index(&e.base) {
                    place.path.push(member(&e.member));
                }
                return Some(place);
            }
            _ => return None,
        };
        Some(Place { path, is_bare })
    }

    /// Whether changing what is lent changes what is `read`. What is lent by a bare name is a reference: what is
    /// read through the name as a whole is none.
    fn may_change(&self, read: &Place) -> bool {
        let is_same = iter::zip(&self.path, &read.path).all(|(one, other)| one == other);
        is_same && !(self.is_bare && read.is_bare)
    }
}

fn behind_index(place: &Expr) -> bool {
    match place {
        Expr::Index(_) => true,
        Expr::Field(e) => behind_index(&e.base),
        Expr::Paren(e) => behind_index(&e.expr),
        Expr::Unary(e) => behind_index(&e.expr),
        _ => false,
    }
}

fn member(member: &Member) -> String {
    match member {
        Member::Named(name) => name.to_string(),
        Member::Unnamed(index) => index.index.to_string(),
    }
}

/// What an operand lends to the call, as far as it may be a `&mut`.
fn lent(operand: &Expr, is_receiver: bool) -> Vec<Place> {
    struct Lent(Vec<Place>);
    impl<'ast> Visit<'ast> for Lent {
        fn visit_expr(&mut self, expr: &'ast Expr) {
            match expr {
                Expr::Reference(e) if e.mutability.is_some() => {
                    self.0.extend(Place::of(&e.expr, false));
                }
                Expr::MethodCall(_) if repeatable::yields_mutable(expr) => {
                    self.0.extend(receiver(expr));
                }
                expr => visit::visit_expr(self, expr),
            }
        }
    }
    if is_receiver {
        return receiver(operand).into_iter().collect();
    }
    let all =
        |parts: &mut dyn Iterator<Item = &Expr>| parts.flat_map(|it| lent(it, false)).collect();
    match operand {
        Expr::Path(_) => Place::of(operand, true).into_iter().collect(),
        Expr::Tuple(e) => all(&mut e.elems.iter()),
        Expr::Array(e) => all(&mut e.elems.iter()),
        Expr::Call(e) if repeatable::is_constructor(e) => all(&mut e.args.iter()),
        Expr::Struct(e) => all(&mut e.fields.iter().map(|field| &field.expr)),
        operand => {
            let mut lent = Lent(Vec::new());
            lent.visit_expr(operand);
            lent.0
        }
    }
}

/// What the future of a branch is lent, wherever it stands in it.
pub(super) fn lent_to(future: &Expr) -> Vec<Place> {
    struct LentTo(Vec<Place>);
    impl<'ast> Visit<'ast> for LentTo {
        fn visit_expr(&mut self, expr: &'ast Expr) {
            match expr {
                Expr::Call(e) => e.args.iter().for_each(|arg| self.0.extend(lent(arg, false))),
                Expr::MethodCall(e) if !repeatable::is_repeatable(expr) => {
                    self.0.extend(receiver(&e.receiver));
                    e.args.iter().for_each(|arg| self.0.extend(lent(arg, false)));
                }
                _ => {}
            }
            visit::visit_expr(self, expr);
        }
    }
    let mut lent = LentTo(Vec::new());
    lent.visit_expr(future);
    lent.0
}

/// What a method is called on, also behind `get_mut()` and its kin.
fn receiver(operand: &Expr) -> Option<Place> {
    match operand {
        Expr::MethodCall(call) => receiver(&call.receiver),
        Expr::Try(e) => receiver(&e.expr),
        Expr::Paren(e) => receiver(&e.expr),
        Expr::Reference(e) => receiver(&e.expr),
        place => Place::of(place, false),
    }
}

/// What an operand is computed from: not what it only borrows.
#[derive(Default)]
struct Read(Vec<Place>);

impl Read {
    fn operand(&mut self, operand: &Expr) {
        match operand {
            Expr::Paren(e) => self.operand(&e.expr),
            Expr::Tuple(e) => e.elems.iter().for_each(|part| self.operand(part)),
            Expr::Array(e) => e.elems.iter().for_each(|part| self.operand(part)),
            Expr::Struct(e) => e.fields.iter().for_each(|field| self.operand(&field.expr)),
            Expr::Call(e) => e.args.iter().for_each(|arg| self.operand(arg)),
            borrow if repeatable::may_be_borrow(borrow) => self.keys(borrow),
            value => self.visit_expr(value),
        }
    }

    /// What a borrow is looked up by.
    fn keys(&mut self, borrow: &Expr) {
        match borrow {
            Expr::Reference(e) => self.keys(&e.expr),
            Expr::Paren(e) => self.keys(&e.expr),
            Expr::Try(e) => self.keys(&e.expr),
            Expr::Field(e) => self.keys(&e.base),
            Expr::Unary(e) => self.keys(&e.expr),
            Expr::Index(e) => {
                self.keys(&e.expr);
                self.visit_expr(&e.index);
            }
            Expr::MethodCall(e) => {
                self.keys(&e.receiver);
                e.args.iter().for_each(|arg| self.visit_expr(arg));
            }
            Expr::Call(e) => e.args.iter().for_each(|arg| self.keys(arg)),
            _ => {}
        }
    }
}

impl<'ast> Visit<'ast> for Read {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        let is_whole = matches!(expr, Expr::Path(_));
        if repeatable::is_place(expr) {
            self.0.extend(Place::of(expr, is_whole));
            self.keys(expr);
            return;
        }
        match expr {
            Expr::MethodCall(e) if repeatable::is_place(&e.receiver) => {
                self.0.extend(Place::of(&e.receiver, false));
                e.args.iter().for_each(|arg| self.visit_expr(arg));
            }
            Expr::Macro(e) => {
                let names = super::idents(expr).into_iter();
                let names = names.chain(macros::captured_names(e.mac.tokens.clone()));
                self.0.extend(names.map(|name| Place { path: vec![name], is_bare: false }));
            }
            expr => visit::visit_expr(self, expr),
        }
    }
}
