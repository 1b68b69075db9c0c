//! Takes statements out of generated blocks.
//!
//! `for item in items { .. }` is a block: make the iterator, loop, drop it. Resuming enters such a
//! block from its start, where the compiler wants `items` to be there; but it has gone into the
//! iterator. So a block whose first statements take something by value dissolves into the one
//! around it, and resuming enters behind those.

use super::ir::*;

pub(crate) fn splice(block: &mut Block) {
    let stmts = std::mem::take(&mut block.stmts);
    for mut stmt in stmts {
        inner_blocks(&mut stmt, splice);
        let Some(inner) = dissolves(&mut stmt) else {
            block.stmts.push(stmt);
            continue;
        };
        let tail = inner.stmts.pop();
        block.stmts.append(&mut inner.stmts);
        block.stmts.extend(tail.map(|tail| replace_value(stmt, tail)));
    }
}

/// The block that stands for the value of `stmt`, if it is one to dissolve.
fn dissolves(stmt: &mut Stmt) -> Option<&mut Block> {
    let value = match &mut stmt.kind {
        StmtKind::Let(let_) => let_.init.as_mut()?,
        StmtKind::Value { attrs, value, .. } if attrs.is_empty() => value,
        _ => return None,
    };
    let Value::Block(block) = value else { return None };
    let takes = block.stmts.iter().any(|stmt| match &stmt.kind {
        StmtKind::Let(let_) => takes_operands(let_),
        _ => false,
    });
    (block.generated && takes).then_some(block)
}

fn takes_operands(let_: &Let) -> bool {
    match &let_.init {
        Some(Value::Simple(code)) => {
            code.facts.mentions.iter().any(|mention| mention.how == How::Take)
        }
        Some(Value::Block(block)) => block.stmts.iter().any(|stmt| match &stmt.kind {
            StmtKind::Let(let_) => takes_operands(let_),
            _ => false,
        }),
        _ => false,
    }
}

/// `stmt` with the value of `tail`, which was the last statement of its block.
fn replace_value(stmt: Stmt, tail: Stmt) -> Stmt {
    let awaits = tail.awaits;
    let kind = match (stmt.kind, tail.kind) {
        (StmtKind::Let(mut let_), StmtKind::Value { value, .. }) => {
            let_.init = Some(value);
            StmtKind::Let(let_)
        }
        (StmtKind::Value { semi, .. }, StmtKind::Value { attrs, value, semi: inner }) => {
            StmtKind::Value { attrs, value, semi: inner.or(semi) }
        }
        // The last statement of a block is its value, or yields `()`.
        (_, tail) => tail,
    };
    Stmt { kind, awaits }
}

/// Runs `f` on the blocks inside of a statement.
fn inner_blocks(stmt: &mut Stmt, f: fn(&mut Block)) {
    match &mut stmt.kind {
        StmtKind::Plain(_) => {}
        StmtKind::Let(let_) => let_.init.iter_mut().for_each(|init| value_blocks(init, f)),
        StmtKind::Value { value, .. } => value_blocks(value, f),
    }
}

fn value_blocks(value: &mut Value, f: fn(&mut Block)) {
    match value {
        Value::Simple(_) => {}
        Value::Block(block) => f(block),
        Value::If(if_) => {
            f(&mut if_.then);
            if_.otherwise.iter_mut().for_each(|otherwise| value_blocks(otherwise, f));
        }
        Value::Match(match_) => {
            for arm in &mut match_.arms {
                if let ArmBody::Awaits { block, .. } = &mut arm.body {
                    f(block);
                }
            }
        }
        Value::Loop(loop_) => f(&mut loop_.body),
    }
}
