//! The refusals, as the compiler prints them.

#[test]
fn select() {
    trybuild::TestCases::new().compile_fail("tests/ui/select/*.rs");
}
