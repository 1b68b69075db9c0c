//! A whole program: a function, what it calls, and how it is run.

use super::call::{annotated, plain};
use super::choices::Choices;
use super::features::{Feature, Features};
use super::generator::{Callee, Generator, Ret};
use super::scope::{Mode, Ty};

/// A generated program.
#[derive(Clone, Debug)]
pub struct Program {
    /// The functions, plain and annotated.
    source: String,
    params: Params,
    /// How often the function is called.
    turns: u32,
}

/// The parameters of a function beside the environment.
#[derive(Clone, Debug, Default)]
struct Params {
    /// Name, type, and the argument in a run.
    lent: Vec<(&'static str, &'static str, &'static str)>,
    owned: Vec<(String, &'static str, &'static str)>,
}

/// Makes the program of `seed`, with about `size` statements.
pub fn generate(seed: u64, features: Features, size: u32) -> Program {
    let choices = &mut Choices::new(seed);
    let features = some_of(choices, features);
    let mut functions = Vec::new();
    let mut callees = Vec::new();
    if features.has(Feature::Calls) {
        for index in 0..choices.below(3) {
            let name = format!("helper{index}");
            let (callee, text) = helper(choices, features, name, &callees, size / 3);
            functions.push(text);
            callees.push(callee);
        }
    }
    let (params, text) = subject(choices, features, &callees, size);
    functions.push(text);
    let turns = if choices.percent(25) { 2 } else { 1 };
    Program { source: functions.join("\n"), params, turns }
}

const HEAD: &str = "\
use cancel_safe::{Checkpoint, cancel_safe};
use tests::differential::{Call, Program, World};
use tests::world::*;

pub const PROGRAM: Program = Program { fresh, plain: call_plain, annotated: call_annotated };
";

impl Program {
    /// The functions as they are written for both.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The same with other functions.
    pub fn with_source(&self, source: String) -> Self {
        Program { source, ..self.clone() }
    }

    /// The module with the plain functions.
    pub fn plain(&self) -> String {
        indented(&format!("mod plain {{\nuse super::*;\n\n{}}}\n", plain(&self.source)))
    }

    /// The module with the annotated functions.
    pub fn annotated(&self) -> String {
        let functions = annotated(&self.source);
        let functions = functions.replace("pub async fn", "#[cancel_safe]\npub async fn");
        indented(&format!("mod annotated {{\nuse super::*;\n\n{functions}}}\n"))
    }

    /// The whole.
    pub fn text(&self) -> String {
        let call_plain = indented(&call_plain(&self.params, self.turns));
        let call_annotated = indented(&call_annotated(&self.params, self.turns));
        let parts = [HEAD, &self.plain(), &self.annotated(), &call_plain, &call_annotated];
        parts.join("\n")
    }

    /// The whole, without annotated functions.
    pub fn plain_text(&self) -> String {
        let call_plain = indented(&call_plain(&self.params, self.turns));
        [HEAD, &self.plain(), &call_plain, CALL_NOTHING].join("\n")
    }

    /// Whether a line of the text is in the plain functions. An error in there is an error of the
    /// generator.
    pub fn is_plain(&self, line: usize) -> bool {
        line <= HEAD.lines().count() + 1 + self.plain().lines().count()
    }
}

/// Leaves out some, so that the others have more room.
fn some_of(choices: &mut Choices, features: Features) -> Features {
    Feature::ALL.iter().filter(|&&feature| features.has(feature)).fold(
        Features::BASE,
        |some, &feature| if choices.percent(75) { some.with(feature) } else { some },
    )
}

fn ret(choices: &mut Choices, features: Features) -> Ret {
    let ty = choices.pick(&[(4, Ty::U32), (2, Ty::Text), (2, Ty::List), (1, Ty::Item)]);
    match features.has(Feature::Try) {
        true => choices.pick(&[(3, Ret::Value(ty)), (4, Ret::Result(ty)), (2, Ret::Option(ty))]),
        false => Ret::Value(ty),
    }
}

fn helper(
    choices: &mut Choices,
    features: Features,
    name: String,
    callees: &[Callee],
    fuel: u32,
) -> (Callee, String) {
    let ret = ret(choices, features);
    let takes_list = features.has(Feature::Lent) && choices.percent(50);
    let takes_start = features.has(Feature::Owned) && choices.percent(50);
    let mut params = Params::default();
    if takes_list {
        params.lent.push(("numbers", "&[u32]", ""));
    }
    if takes_start {
        params.owned.push(("start".to_string(), "u32", ""));
    }
    let mut generator = Generator::new(choices, features, ret, fuel.max(2));
    generator.callees = callees.to_vec();
    let text = function(&mut generator, &name, &params);
    (Callee { name, ret, takes_list, takes_start }, text)
}

fn subject(
    choices: &mut Choices,
    features: Features,
    callees: &[Callee],
    fuel: u32,
) -> (Params, String) {
    let ret = ret(choices, features);
    let mut params = Params::default();
    if features.has(Feature::Lent) {
        let lent = [
            ("numbers", "&[u32]", "&world.numbers"),
            ("out", "&mut Vec<u32>", "&mut world.out"),
            ("label", "&str", "&world.label"),
        ];
        params.lent.extend(lent.into_iter().filter(|_| choices.percent(50)));
    }
    if features.has(Feature::Owned) {
        let owned = [
            ("items", "Vec<u32>", "vec![3, 1, 2]"),
            ("title", "String", "String::from(\"title\")"),
            ("start", "u32", "4"),
        ];
        for (name, ty, argument) in owned {
            if choices.percent(40) {
                let mutability = if choices.percent(30) { "mut " } else { "" };
                params.owned.push((format!("{mutability}{name}"), ty, argument));
            }
        }
    }
    let mut generator = Generator::new(choices, features, ret, fuel);
    generator.callees = callees.to_vec();
    let text = function(&mut generator, "subject", &params);
    (params, text)
}

fn function(generator: &mut Generator<'_>, name: &str, params: &Params) -> String {
    for (name, ty, _) in &params.lent {
        let (ty, mode) = match *ty {
            "&[u32]" => (Ty::List, Mode::Ref),
            "&str" => (Ty::Text, Mode::Ref),
            _ => (Ty::List, Mode::RefMut),
        };
        generator.scope.declare(name.to_string(), ty, mode, mode == Mode::RefMut);
    }
    for (name, ty, _) in &params.owned {
        let ty = match *ty {
            "u32" => Ty::U32,
            "String" => Ty::Text,
            _ => Ty::List,
        };
        let mutable = name.starts_with("mut ");
        let name = name.trim_start_matches("mut ").to_string();
        generator.scope.declare(name, ty, Mode::Own, mutable);
    }
    let diverges = generator.statements(97);
    if !diverges {
        let tail = generator.returned(2);
        generator.push(tail);
    }
    let lent = params.lent.iter().map(|(name, ty, _)| format!(", {name}: {ty}"));
    let owned = params.owned.iter().map(|(name, ty, _)| format!(", {name}: {ty}"));
    let params: String = lent.chain(owned).collect();
    let body = std::mem::take(&mut generator.lines).join("\n");
    let ret = generator.ret.name();
    format!("pub async fn {name}(env: &Env{params}) -> {ret} {{\n{body}\n}}\n")
}

/// The arguments that are lent, each with a comma in front.
fn lent(params: &Params) -> String {
    params.lent.iter().map(|(.., argument)| format!(", {argument}")).collect()
}

/// What calls the plain function.
fn call_plain(params: &Params, turns: u32) -> String {
    let owned: String = params.owned.iter().map(|(.., argument)| format!(", {argument}")).collect();
    format!(
        "\
fn call_plain(world: &mut World) -> Call<'_> {{
Box::pin(async move {{
for _ in 0..{turns} {{
let returned = plain::subject(&world.env{}{owned}).await;
world.returned.push(format!(\"{{returned:?}}\"));
}}
world.outcome()
}})
}}
",
        lent(params)
    )
}

/// What calls the annotated function.
fn call_annotated(params: &Params, turns: u32) -> String {
    let owned: Vec<_> = params.owned.iter().map(|(.., argument)| *argument).collect();
    let with = match owned.as_slice() {
        [] => "()".to_string(),
        [one] => one.to_string(),
        several => format!("({})", several.join(", ")),
    };
    let restart = match owned.is_empty() {
        true => String::new(),
        false => format!("if pending.is_finished() {{\npending.restart({with});\n}}\n"),
    };
    format!(
        "\
fn fresh() -> Box<dyn std::any::Any> {{
Box::new(annotated::SubjectCheckpoint::with({with}))
}}

fn call_annotated(world: &mut World) -> Call<'_> {{
Box::pin(async move {{
while world.returned.len() < {turns} {{
let pending: &mut annotated::SubjectCheckpoint = world.pending.downcast_mut().unwrap();
{restart}let returned = annotated::subject(pending, &world.env{}).await;
world.returned.push(format!(\"{{returned:?}}\"));
}}
world.outcome()
}})
}}
",
        lent(params)
    )
}

const CALL_NOTHING: &str = "\
fn fresh() -> Box<dyn std::any::Any> {
    Box::new(())
}

fn call_annotated(_: &mut World) -> Call<'_> {
    unreachable!()
}
";

/// Indents each line by the braces around it.
fn indented(text: &str) -> String {
    let mut depth = 0_usize;
    let mut indented = String::new();
    for line in text.lines().map(str::trim) {
        let closing =
            line.chars().take_while(|&c| c == '}' || c == ')').filter(|&c| c == '}').count();
        let indent = if line.is_empty() { 0 } else { 4 * depth.saturating_sub(closing) };
        let opened = line.matches('{').count();
        let closed = line.matches('}').count();
        depth = (depth + opened).saturating_sub(closed);
        indented += &format!("{:indent$}{line}\n", "");
    }
    indented
}
