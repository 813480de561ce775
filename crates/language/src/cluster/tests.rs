use super::*;

fn grouped(texts: &[&str]) -> Vec<Vec<usize>> {
    let questions = Question::read(texts, None);
    let themes = themes(&questions, Options::standard(false));
    themes.into_iter().map(|theme| theme.members).collect()
}

#[test]
fn alike_ones_come_together_and_opposites_do_not() {
    let texts = [
        "可以开增值税专用发票吗",
        "油性皮肤能用吗",
        "你们可以开增值税专用发票吗？",
        "干性皮肤能用吗",
        "请问可以开增值税专用发票吗",
        "门店在哪座城市",
    ];
    assert_eq!(grouped(&texts), [vec![0, 2, 4], vec![1], vec![3], vec![5]]);
    assert_eq!(grouped(&texts), grouped(&texts));
    assert!(grouped(&[]).is_empty());
    assert_eq!(grouped(&["", "?"]).len(), 2);
}

#[test]
fn the_plain_question_gives_the_name() {
    let texts = [
        "你好，请问可以开增值税专用发票吗，谢谢",
        "可以开增值税专用发票吗",
        "可以开增值税专用发票吗，我们是公司采购，财务那边要",
    ];
    let themes = themes(&Question::read(&texts, None), Options::standard(false));
    assert_eq!(themes.len(), 1);
    assert_eq!(themes[0].representative, 1);
    let table = [
        ("你好，请问可以开发票吗，谢谢", "可以开发票吗"),
        ("染发后能用吗？？", "染发后能用吗"),
        ("你好", "你好"),
        ("？？？", "？？？"),
        ("Hi, can you tell me where my card is?", "where my card is"),
        ("history of my card", "history of my card"),
    ];
    for (from, to) in table {
        assert_eq!(name(from), to);
    }
    assert_eq!(name(&"长".repeat(40)).chars().count(), 31);
}

#[test]
fn a_new_question_joins_its_theme() {
    let read = |text: &str| Question::new(text, None);
    let shelf = Shelf::new(
        &[
            ("换".to_owned(), read("怎么换货")),
            ("票".to_owned(), read("可以开增值税发票吗")),
        ],
        Options::standard(false),
    );
    let joined = |text: &str| shelf.joins(&read(text)).map(|(id, _)| id);
    assert_eq!(joined("请问可以开增值税的发票吗"), Some("票"));
    assert_eq!(joined("怎么退货"), None);
    assert_eq!(joined("门店在哪座城市"), None);
}
