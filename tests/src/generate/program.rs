//! A whole program: a function, what it calls, and how it is run.

use super::call::{annotated, plain};
use super::choices::Choices;
use super::features::{Feature, Features};
use super::generator::{Callee, Generator, Ret};
use super::scope::{Mode, Ty};

/// A generated program.
#[derive(Clone, Debug)]
pub struct Program {
    /// The decisions that it was made of.
    pub choices: Vec<u32>,
    /// The module that it is.
    pub text: String,
    /// A module without the annotated functions.
    pub plain_text: String,
    /// The lines of the plain functions. An error in there is an error of the generator.
    pub plain_lines: std::ops::Range<usize>,
}

/// The parameters of a function beside the environment.
#[derive(Clone, Debug, Default)]
struct Params {
    /// Name, type, and the argument in a run.
    lent: Vec<(&'static str, &'static str, &'static str)>,
    owned: Vec<(String, &'static str, &'static str)>,
}

/// Makes the program of `choices`, with about `size` statements.
pub fn generate(mut choices: Choices, features: Features, size: u32) -> Program {
    let features = some_of(&mut choices, features);
    let mut functions = Vec::new();
    let mut callees = Vec::new();
    if features.has(Feature::Calls) {
        for index in 0..choices.below(3) {
            let (callee, text) =
                helper(&mut choices, features, format!("helper{index}"), &callees, size / 3);
            functions.push(text);
            callees.push(callee);
        }
    }
    let (params, text) = subject(&mut choices, features, &callees, size);
    functions.push(text);
    let twice = choices.percent(25);
    let functions = functions.join("\n");
    let head = "use cancel_safe::{Checkpoint, cancel_safe};\n\
                use tests::differential::{Call, Program, World};\n\
                use tests::world::*;\n\n";
    let plain = format!("mod plain {{\nuse super::*;\n\n{}\n}}\n", plain(&functions));
    let annotated = annotated(&functions).replace("pub async fn", "#[cancel_safe]\npub async fn");
    let annotated = format!("mod annotated {{\nuse super::*;\n\n{annotated}\n}}\n");
    let start = head.lines().count() + 1;
    let plain_lines = start..start + plain.lines().count();
    let call_plain = call_plain(&params, twice);
    let call_annotated = call_annotated(&params, twice);
    Program {
        choices: choices.into_recorded(),
        text: indented(&format!("{head}{plain}\n{annotated}\n{call_plain}\n{call_annotated}")),
        plain_text: indented(&format!("{head}{plain}\n{call_plain}\n{CALL_NOTHING}")),
        plain_lines,
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
    let fuel = generator.fuel;
    let diverges = generator.statements(fuel);
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

fn turns(twice: bool) -> u32 {
    if twice { 2 } else { 1 }
}

/// What calls the plain function.
fn call_plain(params: &Params, twice: bool) -> String {
    let owned: String = params.owned.iter().map(|(.., argument)| format!(", {argument}")).collect();
    format!(
        "\
pub const PROGRAM: Program = Program {{ fresh, plain: call_plain, annotated: call_annotated }};

fn call_plain(world: &mut World) -> Call<'_> {{
Box::pin(async move {{
for _ in 0..{} {{
let returned = plain::subject(&world.env{}{owned}).await;
world.returned.push(format!(\"{{returned:?}}\"));
}}
world.outcome()
}})
}}
",
        turns(twice),
        lent(params)
    )
}

/// What calls the annotated function.
fn call_annotated(params: &Params, twice: bool) -> String {
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
while world.returned.len() < {} {{
let pending: &mut annotated::SubjectCheckpoint = world.pending.downcast_mut().unwrap();
{restart}let returned = annotated::subject(pending, &world.env{}).await;
world.returned.push(format!(\"{{returned:?}}\"));
}}
world.outcome()
}})
}}
",
        turns(twice),
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
