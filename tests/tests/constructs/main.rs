//! Small functions, grouped by construct, each held to the same function without the attribute.

mod arrays;
mod borrows;
mod choices;
mod composition;
mod control_flow;
mod effects;
mod expressions;
mod found;
mod futures;
mod guards;
mod if_let;
mod indices;
mod items;
mod iteration;
mod lent;
mod loops;
mod matching;
mod methods;
mod moves;
mod operands;
mod order;
mod parts;
mod patterns;
mod signatures;
mod steps;
mod values;
