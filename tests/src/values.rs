//! Values for the functions under test to move, to borrow and to take apart.

use crate::env::Failed;

/// What patterns take apart.
#[derive(Clone, Debug, PartialEq)]
pub enum Frame {
    Empty,
    Number(u32),
    Text(String),
    Pair { left: u32, right: Option<u32> },
    Nested(Result<Option<u32>, Failed>),
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    pub id: u32,
    pub name: String,
    pub tags: Vec<String>,
}

pub fn item(id: u32) -> Item {
    Item { id, name: format!("item {id}"), tags: vec![format!("tag {id}")] }
}

pub fn length(text: String) -> u32 {
    text.len() as u32
}
