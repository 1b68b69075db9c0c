//! What the README says of the tests is so.

use std::fs;
use std::path::Path;

/// The names in the last column: a row at a time, with its first column.
fn rows(readme: &str) -> Vec<(&str, Vec<&str>)> {
    let table = readme.split("| construct |").nth(1).expect("the table").lines().skip(2);
    let rows = table.take_while(|line| line.starts_with('|') || line.is_empty());
    rows.filter(|line| !line.is_empty())
        .map(|line| {
            let cells: Vec<_> = line.trim_matches('|').split(" | ").collect();
            let [construct, _, shown_by] = cells[..] else { panic!("not three columns: {line}") };
            (construct.trim(), shown_by.split('`').skip(1).step_by(2).collect())
        })
        .collect()
}

/// `file::function` or `folder::file::function` in this folder, or `ui/AREA/KIND-CASE`.
fn is_there(name: &str) -> bool {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Some((file, function)) = name.rsplit_once("::") else {
        return root.join("../ui-tests/tests").join(format!("{name}.rs")).is_file();
    };
    let source =
        fs::read_to_string(root.join("tests").join(format!("{}.rs", file.replace("::", "/"))));
    // Some are written in macros, which put no parenthesis behind the name.
    source.unwrap_or_default().split("fn ").skip(1).any(|rest| {
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        &rest[..end] == function
    })
}

/// As the README counts them: `twice!`, the functions in its kin, and checks written out.
fn functions_under_all_schedules(source: &str) -> usize {
    let counts = |line: &&str| {
        let line = line.strip_prefix("    ").unwrap_or(line);
        let check = line.strip_prefix("let report = ").unwrap_or(line);
        line.starts_with("twice! {")
            || line.starts_with("fn ") && line.ends_with(" {") && !line.contains('(')
            || line.starts_with("tests::twice::check(")
            || check.starts_with("Check::new()")
    };
    source.lines().filter(counts).count()
}

#[test]
fn the_functions_are_as_many_as_the_readme_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let table = readme.split("| file | functions |").nth(1).expect("the table").lines().skip(2);
    let mut sum = 0;
    for row in table.take_while(|line| line.starts_with('|')) {
        let cells: Vec<_> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [file, said] = cells[..] else { panic!("not two columns: {row}") };
        let said: usize = said.trim_matches('*').parse().expect(row);
        if file == "all" {
            assert_eq!(said, sum, "the last row");
            return;
        }
        let source = fs::read_to_string(root.join("tests").join(file.trim_matches('`'))).unwrap();
        let counted = functions_under_all_schedules(&source);
        assert_eq!(said, counted, "{file}");
        sum += counted;
    }
    panic!("the table has no last row");
}

#[test]
fn the_tests_of_the_table_are_there() {
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = fs::read_to_string(readme).unwrap();
    let rows = rows(&readme);
    assert!(rows.len() > 100, "only {} rows were read", rows.len());
    for (construct, names) in rows {
        assert!(!names.is_empty(), "nothing shows {construct}");
        for name in names {
            assert!(is_there(name), "{construct}: there is no `{name}`");
        }
    }
}
