//! Names of many languages, in every encoding that has their letters.

use encoding_rs::{Encoding, GBK, ISO_8859_2, MACINTOSH, SHIFT_JIS, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252};

use super::*;

const FRENCH: &[&str] = &[
    "René",
    "Hélène",
    "Benoît",
    "Noël",
    "François",
    "Lefèvre",
    "Jérôme",
    "Chloé",
    "Bézier",
    "Père et Fils",
    "Forêt",
    "Société Générale",
    "Crédit Agricole Île-de-France",
    "Émile",
    "Cœur",
];
const SPANISH: &[&str] = &[
    "García",
    "López",
    "Pérez",
    "Muñoz",
    "Núñez",
    "Sánchez",
    "María",
    "José",
    "Gutiérrez",
    "Íñigo",
    "Martínez",
    "Compañía Andaluza",
    "Ángel",
    "Peña",
    "Jesús",
];
const GERMAN: &[&str] = &[
    "Müller",
    "Jörg",
    "Schäfer",
    "Groß",
    "Köhler",
    "Krüger",
    "Weiß",
    "Jäger",
    "Österreich",
    "Böhm",
    "Grün",
    "Händel",
    "Straßer",
    "Übersee",
    "Schröder",
];
const PORTUGUESE: &[&str] = &[
    "João",
    "Conceição",
    "Gonçalves",
    "Simões",
    "Magalhães",
    "António",
    "Luís",
    "Inês",
    "Araújo",
    "Guimarães",
    "Lourenço",
    "Sebastião",
    "Mónica",
    "Fundação",
    "Brandão",
];
const SCANDINAVIAN: &[&str] = &[
    "Åsa",
    "Jørgensen",
    "Bjørn",
    "Sjöberg",
    "Håkan",
    "Ærø",
    "Kjær",
    "Lindström",
    "Søren",
    "Mårten",
    "Ødegård",
    "Västerås",
    "Nygård",
    "Pålsson",
    "Björk",
];
const POLISH: &[&str] = &[
    "Bożena",
    "Grażyna",
    "Wałęsa",
    "Łukasz",
    "Wiśniewski",
    "Zieliński",
    "Stanisław",
    "Kaźmierczak",
    "Małgorzata",
    "Dąbrowski",
    "Woźniak",
    "Kraków",
    "Żółkiewski",
    "Świątek",
    "Elżbieta",
];
const CZECH: &[&str] = &[
    "Dvořák",
    "Tomáš",
    "Novák",
    "Žižka",
    "Růžička",
    "Jiří",
    "Kučera",
    "Šťastný",
    "Dušan",
    "Černý",
    "Kříž",
    "Procházka",
    "Zdeněk",
    "Veselý",
    "Bártová",
];
const SLOVENIAN: &[&str] = &[
    "Krško",
    "Urška",
    "Žiga",
    "Šoštanj",
    "Dušan",
    "Matjaž",
    "Kranjčar",
    "Božič",
    "Tomaž",
    "Zupančič",
    "Novšak",
    "Jože",
    "Škofja Loka",
    "Anže",
    "Košir",
];
const JAPANESE: &[&str] = &[
    "田中商店",
    "鈴木",
    "佐藤",
    "トヨタ",
    "テスト",
    "サッキ",
    "株式会社",
    "東京都",
    "山田太郎",
    "スズキ",
    "ソニー",
    "あおい",
    "ABC商事",
    "ｶﾀｶﾅ",
    "カカ",
];
const CHINESE: &[&str] = &["王伟", "李娜", "北京", "上海公司", "张三", "深圳市", "陈静", "杨柳", "中国银行", "赵云"];
const RUSSIAN: &[&str] = &["Иванов", "Пётр", "Москва", "Ольга", "ООО", "Сергей", "Щукин", "Юлия", "Фёдор", "Завод"];
const MARKS: &[&str] = &[
    "O’Brien",
    "D’Angelo",
    "John’s",
    "‘Best’ Ltd",
    "“Best” Ltd",
    "Ann’s",
    "Acme™Ltd",
    "Foo™Bar",
    "Good™Co",
    "wait…what",
    "a–b",
    "x—y",
    "„Bo“",
    "Fish – Chips",
    "L’Oréal",
];
const WESTERN: [&[&str]; 5] = [FRENCH, SPANISH, GERMAN, PORTUGUESE, SCANDINAVIAN];
const CENTRAL: [&[&str]; 3] = [POLISH, CZECH, SLOVENIAN];

/// Encodes a text, if the encoding has all of its characters.
type Encode = fn(&str) -> Option<Vec<u8>>;

fn by_library(encoding: &'static Encoding, text: &str) -> Option<Vec<u8>> {
    let (bytes, _, is_broken) = encoding.encode(text);
    (!is_broken).then(|| bytes.into_owned())
}

fn by_page(number: u16, text: &str) -> Option<Vec<u8>> {
    let page = crate::code_pages::upper_half(number).unwrap();
    let byte = |c: char| match c {
        _ if c.is_ascii() => Some(c as u8),
        _ => page.iter().position(|&other| other == c).map(|at| at as u8 + 0x80),
    };
    text.chars().map(byte).collect()
}

const WINDOWS: Encode = |text| by_library(WINDOWS_1252, text);
const DOS: Encode = |text| by_page(850, text);
const OLD_DOS: Encode = |text| by_page(437, text);
const MAC: Encode = |text| by_library(MACINTOSH, text);

/// Files of so many names each, of every language, in small letters, as they are written, and in capitals.
fn files(languages: &[&[&str]], encode: Encode, size: usize) -> Vec<Vec<u8>> {
    let cases: [fn(&str) -> String; 3] = [str::to_lowercase, str::to_owned, str::to_uppercase];
    let mut files = Vec::new();
    for (language, case) in languages.iter().flat_map(|language| cases.map(|case| (language, case))) {
        let names: Vec<Vec<u8>> = language.iter().filter_map(|name| encode(&case(name))).collect();
        let names: Vec<Vec<u8>> = names.into_iter().filter(|name| !name.is_ascii()).collect();
        files.extend(names.windows(size.min(names.len()).max(1)).map(|names| names.join(&b",Referral\r\n"[..])));
    }
    files
}

/// The names of every language, each before a text with typographic marks.
fn with_marks() -> Vec<Vec<&'static str>> {
    WESTERN.map(|names| names.iter().zip(MARKS).flat_map(|(name, mark)| [*name, *mark]).collect()).to_vec()
}

/// How many of the files are read as another encoding than the one named, of how many, and one of them.
fn misread(files: &[Vec<u8>], name: &str) -> (usize, usize, String) {
    let wrong: Vec<&Vec<u8>> = files.iter().filter(|file| guess(file).1 != name).collect();
    let one = wrong.first().map_or_else(String::new, |file| format!("{}: {}", guess(file).1, file.escape_ascii()));
    (wrong.len(), files.len(), one)
}

#[test]
fn text_of_windows_and_of_other_scripts_is_never_read_as_dos_or_mac() {
    let western: Vec<&[&str]> = WESTERN.into_iter().chain([MARKS]).collect();
    let with_marks = with_marks();
    let with_marks: Vec<&[&str]> = with_marks.iter().map(Vec::as_slice).collect();
    let texts: [(&str, &[&[&str]], Encode); 8] = [
        ("Windows-1252", &western, WINDOWS),
        ("Windows-1252 with marks", &with_marks, WINDOWS),
        ("Windows-1250", &CENTRAL, |text| by_library(WINDOWS_1250, text)),
        ("ISO 8859-2", &CENTRAL, |text| by_library(ISO_8859_2, text)),
        ("Windows-1251", &[RUSSIAN], |text| by_library(WINDOWS_1251, text)),
        ("code page 866", &[RUSSIAN], |text| by_library(encoding_rs::IBM866, text)),
        ("Shift-JIS", &[JAPANESE], |text| by_library(SHIFT_JIS, text)),
        ("GBK", &[CHINESE], |text| by_library(GBK, text)),
    ];
    for (encoding, languages, encode) in texts {
        for size in [1, 2, 3, 5, 10, 30] {
            let (wrong, _, one) = misread(&files(languages, encode, size), "Windows-1252");
            assert_eq!(wrong, 0, "{encoding}, {size} names: {one}");
        }
    }
}

#[test]
fn text_of_dos_and_mac_is_told_by_a_few_names() {
    let with_marks = with_marks();
    let with_marks: Vec<&[&str]> = with_marks.iter().map(Vec::as_slice).collect();
    let texts: [(&str, &[&[&str]], usize, Encode); 4] = [
        ("DOS code page 850", &WESTERN, 1, DOS),
        // Page 437 lacks most letters of Portuguese.
        ("DOS code page 850", &[FRENCH, SPANISH, GERMAN, SCANDINAVIAN], 1, OLD_DOS),
        ("Mac OS Roman", &WESTERN, 1, MAC),
        ("Mac OS Roman", &with_marks, 2, MAC),
    ];
    for (name, languages, texts_per_name, encode) in texts {
        // Of a hundred files with so many names, this many may be read as Windows-1252, which is said when in doubt.
        for (names, tolerated) in [(3, 20), (5, 10), (10, 3), (15, 0)] {
            let (wrong, all, one) = misread(&files(languages, encode, names * texts_per_name), name);
            assert!(wrong * 100 <= all * tolerated, "{name}, {names} names: {wrong} of {all}: {one}");
        }
    }
}

#[test]
fn encodings_are_told_apart() {
    for (bytes, name) in [
        (&b"M\x81hle,Stra\xE1e,Ren\x82e"[..], "DOS code page 850"),
        (b"J\x94rg,K\x94ln", "DOS code page 850"),
        (b"M\x9AHLE,K\x99LN", "DOS code page 850"),
        (b"Garc\xA1a,Mu\xA4oz,\x99lberg,Caf\x82", "DOS code page 850"),
        (b"Fran\x8Dois,Ren\x8Ee", "Mac OS Roman"),
        (b"M\x9Fhle,K\x9Aln,G\x8Artner,Stra\xA7e", "Mac OS Roman"),
        (b"O\xD5Brien, D\xD5Angelo, John\xD5s, Zo\x91", "Mac OS Roman"),
        (b"Caf\xE9,M\xFChle,Stra\xDFe", "Windows-1252"),
        (b"\x93Ann\x94 Lee,\x84Bo\x93,\x80 5,\x95 x", "Windows-1252"),
        (b"M\xFChle,K\xF6ln,Fran\xE7ois,Bob\x94s,Ann\x94s", "Windows-1252"),
        (b"Ko\x9Aice,\x8Ekoda,c\x9Cur,Du\x9Aan,Kr\x9Eek", "Windows-1252"),
        (b"KU\x8EMA Ltd,KU\x8EMA Berg,Referral", "Windows-1252"),
        (b"KU\x8AMA Ltd,KU\x8AMA Berg,Referral", "Windows-1252"),
        (b"Alm\xE4s,S\xE1nchez,PE\xD1A,Acme\xAE Ltd", "Windows-1252"),
        (b"ACME\x99LTD,FOO\x99BAR,GOOD\x99CO", "Windows-1252"),
        (b"Rock \x91n\x92 Roll,Surf \x91n\x92 Turf", "Windows-1252"),
        (b"Bob\x94s", "Windows-1252"),
        (b"Ann\xA0Lee,Bo\xA0Berg", "Windows-1252"),
    ] {
        assert_eq!(guess(bytes).1, name, "{}", bytes.escape_ascii());
    }
}
