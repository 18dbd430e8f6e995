#include "generatedsource.h"

#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace hermes::test {

namespace {

constexpr int fragmentCount = 4; ///< Each contains later ones at most, so none contains itself.
constexpr int deepestSection = 3;
const QString sourcePath = u"studio/sources/agents/generated.md"_s;

QString fragmentPath(const QString &name)
{
    return u"studio/fragments/%1.md"_s.arg(name);
}

/// Writes a template, and what is in it, at random.
class Writer
{
public:
    Writer(QRandomGenerator &random, int firstFragment)
        : m_random(random), m_firstFragment(firstFragment), m_end(chance(4) ? "\r\n" : "\n")
    {
    }

    [[nodiscard]] QByteArray text(int pieces)
    {
        QByteArray written;
        for (int i = 0; i < pieces; ++i) {
            written += piece();
        }
        return written;
    }

private:
    [[nodiscard]] int below(int limit) { return static_cast<int>(m_random.bounded(limit)); }
    [[nodiscard]] bool chance(int of) { return below(of) == 0; }
    [[nodiscard]] QByteArray words()
    {
        static constexpr std::array all{
            "plain words", "na\u00efve \u4f60\u597d", "# Heading", "- item \U0001F600", "",
            "a { b } }} c"};
        return all.at(static_cast<size_t>(below(static_cast<int>(all.size()))));
    }
    [[nodiscard]] QByteArray variable()
    {
        static constexpr std::array all{"{{word}}", "{{{long}}}", "{{& word }}", "{{none}}",
                                        "{{nobody}}"};
        return all.at(static_cast<size_t>(below(static_cast<int>(all.size()))));
    }
    [[nodiscard]] QByteArray partial()
    {
        if (m_firstFragment == fragmentCount) {
            return "{{> absent}}";
        }
        const int index = m_firstFragment + below(fragmentCount - m_firstFragment);
        const QByteArray name = "f" + QByteArray::number(index);
        return chance(3) ? "{{> " + name + "@1.0.0}}" : "{{>" + name + "}}";
    }
    [[nodiscard]] QByteArray section()
    {
        if (m_depth == deepestSection) {
            return words() + m_end;
        }
        static constexpr std::array openings{"{{#strict}}", "{{^strict}}", "{{#items}}",
                                             "{{^none}}", "{{#pairs}}"};
        const QByteArray opening =
            openings.at(static_cast<size_t>(below(static_cast<int>(openings.size()))));
        const QByteArray name = opening.sliced(3).chopped(2);
        const QByteArray between = chance(3) ? QByteArray() : m_end; // within a line, or lines
        ++m_depth;
        QByteArray inner = text(1 + below(3));
        --m_depth;
        inner += name == "items" ? "- {{.}}!" + m_end
            : name == "pairs"    ? "{{in}} -> {{out}}" + m_end
                                 : QByteArray();
        return opening + between + inner + "{{/" + name + "}}" + m_end;
    }
    [[nodiscard]] QByteArray piece()
    {
        switch (below(10)) {
        case 0:
        case 1:
            return words() + m_end;
        case 2:
        case 3:
            return words() + ' ' + variable() + words() + m_end;
        case 4:
            return QByteArray(below(5), ' ') + partial() + m_end;
        case 5:
            return words() + partial() + words() + m_end;
        case 6:
        case 7:
            return section();
        case 8:
            return chance(2) ? "{{! not for" + m_end + "the model }}" + m_end
                             : "`{{other}}` {{word}}" + m_end;
        default:
            return "{{=<% %>=}}" + m_end + "<% word %> {{word}} <%> f3 %>" + m_end + "<%={{ }}=%>"
                + (chance(2) ? m_end : QByteArray());
        }
    }

    QRandomGenerator &m_random;
    int m_firstFragment;
    QByteArray m_end;
    int m_depth = 0;
};

QByteArray head(const QByteArray &version)
{
    return "---\nversion: " + version
        + "\nvariables:\n  word: Go\n  long:\n    default: \"two\\nlin\u00e9s\"\n"
          "  strict:\n    type: flag\n    default: true\n"
          "  items:\n    type: list\n    default: [one, two, three]\n"
          "  pairs:\n    type: list\n    default:\n      - in: a\n        out: b\n"
          "  none:\n    type: text\n---\n";
}

assembly::TemplateFile templateFile(const QString &path, const QByteArray &text)
{
    const core::RepoPath file = *core::RepoPath::parse(path);
    return {file, text, registry::readSourceHead(text, file)};
}

} // namespace

GeneratedSource::GeneratedSource(quint32 seed)
{
    QRandomGenerator random(seed);
    const auto written = [&random](int firstFragment, const QByteArray &version, int pieces) {
        QByteArray text = head(version) + Writer(random, firstFragment).text(pieces);
        if (random.bounded(4) == 0) {
            text.chop(1); // no line end at the end
        }
        return text;
    };
    for (int i = 0; i < fragmentCount; ++i) {
        const QString name = u"f%1"_s.arg(i);
        m_fragments.insert(name, written(i + 1, "2.0.0", 3));
        m_fragments.insert(name + u"@1.0.0"_s, written(i + 1, "1.0.0", 3));
    }
    m_source = written(0, "1.0.0", 12);
}

assembly::Assembly GeneratedSource::assembled() const
{
    return assembly::assembleTemplate(templateFile(sourcePath, m_source), {}, *this);
}

OriginTexts GeneratedSource::texts() const
{
    OriginTexts texts;
    texts.files.insert(sourcePath, m_source);
    for (const auto &[reference, text] : m_fragments.asKeyValueRange()) {
        const QString name = reference.section(u'@', 0, 0);
        texts.files.insert(fragmentPath(name) + reference.sliced(name.size()), text);
    }
    texts.values = {{u"word"_s, "Go"}, {u"long"_s, "two\nlin\u00e9s"}};
    return texts;
}

core::Result<assembly::TemplateFile> GeneratedSource::fragment(const QString &name,
                                                               const QString &version) const
{
    const QString reference = version.isEmpty() ? name : name + u'@' + version;
    const auto text = m_fragments.constFind(reference);
    if (text == m_fragments.cend()) {
        return core::failure(core::ErrorCode::NotFound, u"no fragment %1"_s.arg(reference));
    }
    return templateFile(fragmentPath(name), *text);
}

} // namespace hermes::test
