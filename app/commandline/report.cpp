#include "commandline/report.h"

#include <QChar>
#include <QJsonDocument>

#include <algorithm>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::commandline {

namespace {

bool isHarmless(char32_t character)
{
    if (character == U'\n' || character == U'\t') {
        return true;
    }
    switch (QChar::category(character)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return false;
    default:
        return true;
    }
}

} // namespace

QString shown(const QString &text)
{
    QString result;
    const QList<uint> characters = text.toUcs4();
    for (const char32_t character : characters) {
        if (isHarmless(character)) {
            result += QString::fromUcs4(&character, 1);
        } else {
            result += u"\\u{%1}"_s.arg(static_cast<uint>(character), 0, 16);
        }
    }
    return result;
}

Outcome succeeded(const QString &text)
{
    return {Success, text.toUtf8(), {}};
}

Outcome succeededWith(const QJsonObject &json)
{
    return {Success, QJsonDocument(json).toJson(), {}};
}

Outcome succeededWith(const QJsonArray &json)
{
    return {Success, QJsonDocument(json).toJson(), {}};
}

Outcome failedWith(const Error &error)
{
    const bool isRefusal = error.code == ErrorCode::BundleRefused
        || error.code == ErrorCode::VersionExists || error.code == ErrorCode::NothingToRelease
        || error.code == ErrorCode::InvalidDefinition || error.code == ErrorCode::BranchMoved
        || error.code == ErrorCode::ChangedOutside;
    const int exitCode = isRefusal                 ? Refused
        : error.code == ErrorCode::InvalidArgument ? WrongUsage
                                                   : Failed;
    QString text = u"hermesctl: "_s + shown(error.message) + u'\n';
    if (!error.detail.isEmpty()) {
        text += u"  "_s + shown(error.detail) + u'\n';
    }
    return {exitCode, {}, text.toUtf8()};
}

Outcome wrongUsage(const QString &message)
{
    return {WrongUsage, {}, (u"hermesctl: "_s + message + u"\nTry hermesctl --help.\n"_s).toUtf8()};
}

QJsonObject countJson(const tokens::TokenCount &count)
{
    return {{u"count"_s, count.tokens},
            {u"isExact"_s, count.isExact()},
            {u"vocabulary"_s, nameOf(count.method.encoding)},
            {u"basis"_s, inWords(count.method)}};
}

QString table(const QList<QStringList> &rows)
{
    QList<qsizetype> widths;
    for (const QStringList &row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (qsizetype i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths.at(i), row.at(i).size());
        }
    }
    QString text;
    for (const QStringList &row : rows) {
        QString line;
        for (qsizetype i = 0; i < row.size(); ++i) {
            line += i + 1 < row.size() ? row.at(i).leftJustified(widths.at(i) + 2) : row.at(i);
        }
        text += line.trimmed().isEmpty() ? u"\n"_s : line + u'\n';
    }
    return text;
}

QString severityName(Problem::Severity severity)
{
    return severity == Problem::Severity::Error  ? u"error"_s
        : severity == Problem::Severity::Warning ? u"warning"_s
                                                 : u"note"_s;
}

QJsonObject problemJson(const Problem &problem)
{
    return {{u"severity"_s, severityName(problem.severity)},
            {u"rule"_s, problem.rule},
            {u"message"_s, problem.message},
            {u"file"_s, problem.file.text()},
            {u"line"_s, problem.line},
            {u"column"_s, problem.column},
            {u"field"_s, problem.field}};
}

QString placeOf(const Problem &problem)
{
    return problem.line > 0 ? u"%1:%2"_s.arg(problem.file.text(), QString::number(problem.line))
                            : problem.file.text();
}

} // namespace hermes::commandline
