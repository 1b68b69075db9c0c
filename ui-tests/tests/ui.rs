//! The refusals, as the compiler prints them.

#[test]
fn select() {
    trybuild::TestCases::new().compile_fail("tests/ui/select/*.rs");
}

#[test]
fn attribute() {
    trybuild::TestCases::new().compile_fail("tests/ui/attr/*.rs");
}
