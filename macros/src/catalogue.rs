//! What the macros have to know of the catalogue, which is in the runtime: how it numbers names,
//! and what its functions are called.

use proc_macro2::{Ident, Literal};
use syn::Expr;

/// The number of a name, as `probe::method` of the runtime has it: FNV-1a.
pub(crate) fn number(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// Modules and types with their functions, as `function::names` of the runtime has them.
const FUNCTIONS: &[(&str, &[&str])] = &[
    ("task", &["yield_now"]),
    ("coop", &["consume_budget"]),
    ("io", &["copy", "copy_buf", "copy_bidirectional", "copy_bidirectional_with_sizes"]),
    ("signal", &["ctrl_c"]),
    ("net", &["lookup_host"]),
    (
        "fs",
        &[
            "canonicalize",
            "copy",
            "create_dir",
            "create_dir_all",
            "hard_link",
            "metadata",
            "read",
            "read_dir",
            "read_link",
            "read_to_string",
            "remove_dir",
            "remove_dir_all",
            "remove_file",
            "rename",
            "set_permissions",
            "symlink_metadata",
            "try_exists",
            "write",
        ],
    ),
    ("File", &["create", "create_new", "open"]),
    ("TcpListener", &["bind"]),
    ("TcpStream", &["connect"]),
    ("UdpSocket", &["bind"]),
];

/// A function of the catalogue that a call may mean. Whether it does, the compiler finds out.
pub(crate) struct Function {
    module: &'static str,
    name: &'static str,
}

impl Function {
    /// The one that is called like the last two names of the path, or else like the last one.
    pub(crate) fn of(func: &Expr) -> Option<Function> {
        let Expr::Path(path) = func else { return None };
        let mut segments = path.path.segments.iter().rev().map(|segment| &segment.ident);
        let last = segments.next()?;
        let before = segments.next();
        let mut named = FUNCTIONS.iter().filter_map(|(module, names)| {
            let name = names.iter().find(|name| last == *name)?;
            Some(Function { module, name })
        });
        let exact = named.clone().find(|function| before.is_some_and(|b| b == function.module));
        // Who imports a module by another name, or the function.
        exact.or_else(|| {
            named.find(|function| !is_type(function.module) && !before.is_some_and(is_type_ident))
        })
    }

    /// Whether it goes on where it was, in an annotated function.
    pub(crate) fn resumes(&self) -> bool {
        self.module == "io" && matches!(self.name, "copy" | "copy_buf")
    }

    /// The function of another crate that is called the same.
    pub(crate) fn namesake(&self) -> Option<Function> {
        self.resumes().then_some(Function { module: "futures_io", name: self.name })
    }

    pub(crate) fn number(&self) -> Literal {
        Literal::u64_suffixed(number(&format!("{}::{}", self.module, self.name)))
    }

    /// Its module or type, and its name, in `function::names`.
    pub(crate) fn path(&self, at: proc_macro2::Span) -> (Ident, Ident) {
        (Ident::new(self.module, at), Ident::new(self.name, at))
    }
}

fn is_type_ident(ident: &Ident) -> bool {
    is_type(&ident.to_string())
}

fn is_type(name: &str) -> bool {
    name.starts_with(char::is_uppercase)
}
