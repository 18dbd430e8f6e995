#include "markdownedits.h"

#include <algorithm>

namespace hermes::test {

namespace {

/// Short texts, each of them about one thing.
QByteArrayList shortTexts()
{
    return {
        "",
        "\n",
        "\n\n  \n",
        "one line",
        "# Title\n\nOne\ntwo *three\nfour* five.\n\nLast",
        "# A\n## B\ntext\n### C\n- x\n#### D\n",
        "Title\n=====\n\ntext\nSub\n---\nmore\n\n---\n\n***\nend\n",
        "- a\n- b\n  - c\n\n    deep\n  - d\n- e\n\ntail\n",
        "- a\n\n- b\n\n  second\n\n- c\n\n\n  after two\n\ntail\n",
        "1. one\n2. two\n\n7. seven\n1) other\n\n   more\n10. ten\n",
        "* a\n+ b\n- c\n\n* d\n\n+ e\n",
        "-\n\n  not within\n\n-\n  within\n\n- ![](x)\n\n- foo\n",
        "- # Heading\n\n  text\n- ```\n  code\n  ```\n\n  more\n\n      indented\n\ntail\n",
        "- [ ] open\n- [x] done\n- [X] done, too\n\n1. [ ] a\n",
        "```cpp\nint a;\n\nint b;\n```\n\ntext\n\n~~~\nopen\n\n# no heading\n\n- no list\n",
        "text\n```\na\n```\nmore\n\n````\n```\nb\n```\n````\n\nend\n",
        "text\n\n```\n\nc\n```\n\n  ```\n  d\n  ```\n",
        "    code\n\n    more\n\n\ttabs\n\ntext\n    lazy\n\n```\nx\n```\n    code\n",
        "> quoted\nlazy\n> more\n\n> other\n\n>\n> - in\n>   list\n>\n> ```\n> code\n\nafter\n",
        "> - a\n>\n>\n>   b\n> - # c\n>\n>   d\n\ntail\n",
        "| a | b |\n|---|:-:|\n| 1 | `x|y` |\n| 2 |\n\ntext\n",
        "a | b\n--|--\n|  | x |\n# row\n\nend\n",
        "| | |\n|-|-|\n| | |\n\n|x|\n|-|\n",
        "<div>\n\n*text*\n\n</div>\n\n<!-- open\n\n-->\n\n<pre>\n\n</pre>\n",
        "[a]: http://a \"t\"\n\n[b] and [a], [c][b]\n\n[b]:\nhttp://b\n't\non'\n\n[c] \\[a]\n",
        "text [x]\n\n- item [y]\n\n- [x]: http://x\n\n> [y]: http://y\n\n[x]: http://z\n",
        "[Note]: no link\n\n# [Note]\n\n[Note] and [note]\n\n[NOTE]: <u>\n",
        "[a]: x\nfoo\n\n[b]: y\n===\n\n[foo\nbar]: /z\n\n[foo bar]\n\n[a][b] ![a] ![i][b]\n",
        "one\r\ntwo\r\n\r\n- a\r\n- b\r\n\r\n```\r\ncode\r\n\r\n```\r\n# H\r\n\r\nend",
        "one\rtwo\r\r# H\r\r- a\r\r  b\r\rend",
        "\tTabs\n\n-\ta\n\n\tb\n\n 1.\tx\n\n  \t \n\n\t\tcode\n",
        "\U0001F600\n\n- \U0001F468\u200D\U0001F469 *two*s\n\n\u00FC \u2028 \u00A0\n\n\uFEFFx\n",
        QByteArray("nul \0 in\n\n\0\n\n- \0 a\n", 20),
        "\xEF\xBB\xBF# After a mark\n\ntext\n",
        "a\\\nb  \nc\n\n`code\nspan` &amp; &#x41; &copy; <http://x> <a@b.c>\n",
        "![i](x \"t\") ~~s~~ __b__\n\n![i\nj](<x>)\n\n*![i]*\n",
        "![](x)\n\n[](y)\n\n#\n\n## ![](z)\n\n``` \n```\n\n-\n\n>\n\n---\n",
        "***bold* x**\n\n**a\n\nb**\n\n[open\n\nclose](x)\n\n`a\n\nb`\n",
        "1. a\n\n   ```sh\n   ls\n   ```\n\n   then\n\n2. b\n\n   > q\n\n   then\n\n\ntail\n",
    };
}

/// As prompts are.
QByteArray longText()
{
    QByteArray text = "# Long\n";
    for (int section = 0; section < 12; ++section) {
        const QByteArray number = QByteArray::number(section);
        text += "\n## Section " + number + "\n\nWords of **a prompt** that go on for `a while`.\n"
            + "They say {{" + number + "}} things.\n\n- one item of section " + number
            + "\n- another one\n" + (section % 3 == 0 ? "\n  with more\n" : "")
            + (section % 4 == 1 ? "\n\n  after two lines\n" : "") + "\n```json\n{\"section\": "
            + number + "}\n```\n" + (section % 5 == 2 ? "> quoted\n> on\n\n---\n" : "");
    }
    return text;
}

const QByteArrayList &pieces()
{
    static const QByteArrayList pieces{
        "a",
        "a",
        " ",
        "\n",
        "\n",
        "\n\n",
        "\n\n\n",
        "# ",
        "\n# H\n",
        "#",
        "- ",
        "\n- item\n",
        "* ",
        "+ x\n",
        "1. ",
        "\n2) b\n",
        "> ",
        "\n> q\n",
        ">",
        "```",
        "\n```\n",
        "\n~~~\n",
        "`",
        "*",
        "**",
        "_",
        "    ",
        "  ",
        "\t",
        "\n---\n",
        "---",
        "\n===\n",
        "===",
        "|",
        "\n|-|-|\n",
        "\na|b\n",
        "[",
        "]",
        "[x]",
        "[a]",
        "]: ",
        "[a]: /u\n",
        "\n\n[x]: http://n\n\n",
        "\n[b]: <u> 'v'\n",
        "'",
        "\"",
        "(",
        ")",
        "[t](u)",
        "![](i)",
        "![alt](i)",
        "\\",
        "&lt;",
        "<",
        "<b>",
        "<!--",
        "\n<div>\n",
        "-->",
        "\r\n",
        "\r",
        "\n\n  in\n",
        "\n\n\n  in\n",
        "- [ ] ",
        "\n\n    code\n",
        "\u00E9",
        "\U0001F600",
        "\xC3",
        "\xEF\xBB\xBF",
        ":",
        "text\n\n",
        "  \n",
        "{{x}}",
        "~~",
        ".",
        "9",
        "-\n\n  x\n",
        "\v",
    };
    return pieces;
}

} // namespace

QByteArrayList tiedMarkdown()
{
    QByteArrayList texts = shortTexts();
    const QByteArray all = texts.join("\n\n");
    texts.append(longText());
    texts.append(all);
    texts.append(QByteArray(all).replace("\n", "\r\n"));
    return texts;
}

qsizetype MarkdownEdits::below(qsizetype most)
{
    return std::uniform_int_distribution<qsizetype>(0, most)(m_random);
}

/// Beginnings of lines are the places that matter.
qsizetype MarkdownEdits::anyPlace()
{
    const qsizetype place = below(m_text.size());
    return below(1) == 0 ? place : m_text.first(place).lastIndexOf('\n') + 1;
}

QByteArray MarkdownEdits::anyPiece()
{
    QByteArray piece;
    for (qsizetype rest = below(2); rest >= 0; --rest) {
        piece += pieces().at(below(pieces().size() - 1));
    }
    return piece;
}

void MarkdownEdits::step()
{
    constexpr qsizetype kept = 20;
    constexpr qsizetype longest = 8000;
    const qsizetype place = anyPlace();
    const QByteArray before = m_text;
    switch (below(19)) {
    case 0:
        if (!m_before.isEmpty()) {
            m_text = m_before.at(below(m_before.size() - 1));
        }
        break;
    case 1: // Something from elsewhere comes here.
        m_text.insert(place, QByteArray(m_text.mid(anyPlace(), below(80))));
        break;
    case 2:
        m_text.remove(place, below(200));
        break;
    case 3:
        m_text.replace(place, below(40), anyPiece());
        break;
    case 4: {
        const QByteArrayList texts = shortTexts();
        const QByteArray &other = texts.at(below(texts.size() - 1));
        if (below(4) == 0) {
            m_text = other;
        } else {
            m_text.insert(place, other);
        }
        break;
    }
    case 5:
    case 6:
    case 7:
    case 8:
    case 9:
        m_text.remove(place, 1 + below(3));
        break;
    default:
        m_text.insert(place, anyPiece());
    }
    if (m_text.size() > longest) {
        m_text.remove(anyPlace(), m_text.size() / 2);
    }
    m_before.append(before);
    if (m_before.size() > kept) {
        m_before.removeFirst();
    }
}

} // namespace hermes::test
