// Written by `--bless`.

use super::check;

mod p01;

#[test]
fn program_01() {
    check(&p01::PROGRAM);
}

mod p02;

#[test]
fn program_02() {
    check(&p02::PROGRAM);
}

mod p03;

#[test]
fn program_03() {
    check(&p03::PROGRAM);
}

mod p04;

#[test]
fn program_04() {
    check(&p04::PROGRAM);
}

mod p05;

#[test]
fn program_05() {
    check(&p05::PROGRAM);
}

mod p06;

#[test]
fn program_06() {
    check(&p06::PROGRAM);
}

mod p07;

#[test]
fn program_07() {
    check(&p07::PROGRAM);
}

mod p08;

#[test]
fn program_08() {
    check(&p08::PROGRAM);
}

mod p09;

#[test]
fn program_09() {
    check(&p09::PROGRAM);
}

mod p10;

#[test]
fn program_10() {
    check(&p10::PROGRAM);
}

mod p11;

#[test]
fn program_11() {
    check(&p11::PROGRAM);
}

mod p12;

#[test]
fn program_12() {
    check(&p12::PROGRAM);
}

mod p13;

#[test]
fn program_13() {
    check(&p13::PROGRAM);
}

mod p14;

#[test]
fn program_14() {
    check(&p14::PROGRAM);
}

mod p15;

#[test]
fn program_15() {
    check(&p15::PROGRAM);
}

mod p16;

#[test]
fn program_16() {
    check(&p16::PROGRAM);
}

mod p17;

#[test]
fn program_17() {
    check(&p17::PROGRAM);
}

mod p18;

#[test]
fn program_18() {
    check(&p18::PROGRAM);
}

mod p19;

#[test]
fn program_19() {
    check(&p19::PROGRAM);
}

mod p20;

#[test]
fn program_20() {
    check(&p20::PROGRAM);
}

mod p21;

#[test]
fn program_21() {
    check(&p21::PROGRAM);
}

mod p22;

#[test]
fn program_22() {
    check(&p22::PROGRAM);
}

mod p23;

#[test]
fn program_23() {
    check(&p23::PROGRAM);
}

mod p24;

#[test]
fn program_24() {
    check(&p24::PROGRAM);
}

mod p25;

#[test]
fn program_25() {
    check(&p25::PROGRAM);
}

mod p26;

#[test]
fn program_26() {
    check(&p26::PROGRAM);
}

mod p27;

#[test]
fn program_27() {
    check(&p27::PROGRAM);
}

mod p28;

#[test]
fn program_28() {
    check(&p28::PROGRAM);
}

mod p29;

#[test]
fn program_29() {
    check(&p29::PROGRAM);
}

mod p30;

#[test]
fn program_30() {
    check(&p30::PROGRAM);
}

mod p31;

#[test]
fn program_31() {
    check(&p31::PROGRAM);
}

mod p32;

#[test]
fn program_32() {
    check(&p32::PROGRAM);
}

mod p33;

#[test]
fn program_33() {
    check(&p33::PROGRAM);
}

mod p34;

#[test]
fn program_34() {
    check(&p34::PROGRAM);
}

mod p35;

#[test]
fn program_35() {
    check(&p35::PROGRAM);
}

mod p36;

#[test]
fn program_36() {
    check(&p36::PROGRAM);
}

mod p37;

#[test]
fn program_37() {
    check(&p37::PROGRAM);
}

mod p38;

#[test]
fn program_38() {
    check(&p38::PROGRAM);
}

mod p39;

#[test]
fn program_39() {
    check(&p39::PROGRAM);
}

mod p40;

#[test]
fn program_40() {
    check(&p40::PROGRAM);
}

