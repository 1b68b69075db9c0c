//! Which part of the grammar is generated.

use std::fmt;

macro_rules! features {
    ($($variant:ident $name:literal $doc:literal)*) => {
        /// A construct that can be left out.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Feature {
            $(#[doc = $doc] $variant,)*
        }

        impl Feature {
            /// All of them, in the order in which a grammar is best widened.
            pub const ALL: &[Feature] = &[$(Feature::$variant),*];

            /// The name on the command line.
            pub fn name(self) -> &'static str {
                match self { $(Feature::$variant => $name,)* }
            }

            /// What it stands for.
            pub fn description(self) -> &'static str {
                match self { $(Feature::$variant => $doc,)* }
            }
        }
    };
}

features! {
    Typed "typed" "`let` with a written type"
    Shadow "shadow" "a local with the name of an earlier one"
    If "if" "`if` and `else`"
    Return "return" "`return` within"
    Owned "owned" "owned parameters"
    Lent "lent" "lent parameters beside the environment"
    For "for" "`for` over ranges and owned lists"
    While "while" "`while`"
    Loop "loop" "`loop`, with `break` and `continue`"
    Labels "labels" "labelled `break` and `continue`"
    Match "match" "`match`, with guards, `@`, `|` and `ref`"
    IfLet "if-let" "`if let`"
    WhileLet "while-let" "`while let`"
    LetElse "let-else" "`let .. else`"
    Chains "let-chains" "`if let .. && ..`"
    Destructure "destructure" "patterns in `let`"
    Try "try" "`?` on `Result` and `Option`"
    Assign "assign" "assignment, also of moved locals"
    Moves "moves" "locals that are moved, also in one branch alone"
    Borrow "borrow" "locals that borrow"
    BorrowMut "borrow-mut" "locals that borrow mutably"
    ForRef "for-ref" "`for` over borrowed lists, with adaptors"
    Compound "compound" "`+=` and the like with an await"
    Args "args" "awaits in arguments"
    Postfix "postfix" "methods and fields of an awaited value"
    Operators "operators" "awaits in operands"
    Lazy "lazy" "awaits in operands of `&&` and `||`"
    Literals "literals" "awaits in tuples, arrays and struct literals"
    Index "index" "awaits in an index and in what is indexed"
    Temporaries "temporaries" "references to an awaited temporary"
    HeldTemporaries "held-temporaries" "temporaries that live while arms await"
    Values "values" "blocks, `if`, `match` and `loop` as values"
    Effects "effects" "operands with an effect of their own"
    Deferred "deferred" "`let` without a value"
    Blocks "blocks" "blocks, `unsafe`, local items, attributes on statements"
    Macros "macros" "`format!` with captures, `vec!`, `matches!`"
    MacroAwaits "macro-awaits" "awaits in the arguments of such macros"
    Closures "closures" "closures between awaits"
    Calls "calls" "calls of other annotated functions"
}

/// A set of features.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Features(u64);

impl Features {
    /// Straight-line code: `let`, effects and awaits.
    pub const BASE: Features = Features(0);

    /// The whole grammar.
    pub const ALL: Features = Features((1 << Feature::ALL.len()) - 1);

    /// Whether `feature` is in the set.
    pub fn has(self, feature: Feature) -> bool {
        self.0 >> feature as u32 & 1 == 1
    }

    /// The set with `feature`.
    pub fn with(self, feature: Feature) -> Self {
        Features(self.0 | 1 << feature as u32)
    }

    /// The set without `feature`.
    pub fn without(self, feature: Feature) -> Self {
        Features(self.0 & !(1 << feature as u32))
    }

    /// The set without `features`.
    pub fn minus(self, features: Features) -> Self {
        Features(self.0 & !features.0)
    }

    /// Reads names with commas between them; `base` and `all` are names too.
    pub fn parse(names: &str) -> Result<Self, String> {
        let mut features = Features::BASE;
        for name in names.split(',').filter(|name| !name.is_empty()) {
            let known = Feature::ALL.iter().find(|feature| feature.name() == name);
            features = match (name, known) {
                ("base", _) => features,
                ("all", _) => Features::ALL,
                (_, Some(&feature)) => features.with(feature),
                (_, None) => return Err(format!("no feature is called `{name}`")),
            };
        }
        Ok(features)
    }
}

impl fmt::Debug for Features {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Features::ALL {
            return f.write_str("all");
        }
        f.write_str("base")?;
        let chosen = Feature::ALL.iter().filter(|&&feature| self.has(feature));
        chosen.into_iter().try_for_each(|feature| write!(f, ",{}", feature.name()))
    }
}
