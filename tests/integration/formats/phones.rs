//! Telephone numbers.

use super::warns;

#[test]
fn a_phone_number_has_a_digit_and_only_the_contracts_characters() {
    warns(
        &["Phone"],
        &[
            "0",
            "1",
            "2",
            "3",
            "4",
            "5",
            "6",
            "7",
            "8",
            "9",
            " 1",
            "+1",
            "-1",
            ".1",
            "(1",
            ")1",
            "/1",
            "#1",
            "*1",
            ",1",
            ";1",
            "1x",
            "x1",
            "1ext",
            "ext1",
            "+49 (30) 123-4.5/6 #7*8,9;0 x1 ext2",
            "1 ext. 2",
        ],
        &[
            "",
            " ",
            "+",
            "x",
            "ext",
            "-",
            "none",
            "1a",
            "1e",
            "1xt",
            "1X",
            "1EXT",
            "1ex",
            "1:2",
            "1_2",
            "1&2",
            "1=2",
            "1'2",
            "1\t2",
            "1\n2",
            "1\u{a0}2",
            "1\u{2011}2",
            "١٢٣",
            "１２３",
            "②",
            "1😀",
        ],
    );
}

#[test]
fn every_phone_field_has_the_phone_format() {
    let fields = ["AssistantPhone", "Fax", "HomePhone", "MobilePhone", "OtherPhone", "Phone"];
    warns(&fields, &["+49 30 1"], &["ask Una", ""]);
}
