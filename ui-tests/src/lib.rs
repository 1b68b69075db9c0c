//! Home of the compile-error tests in `tests/`; see `README.md` for how to bless them.
