#pragma once

#include "registry/manifesttext.h"

#include <expected>

namespace hermes::registry {

/// Why and where a text is not JSON.
struct SyntaxFault
{
    qint64 offset = 0; ///< Bytes.
    QString reason; ///< Translated, a clause without a full stop.
};

/// Finds the spans of a JSON text (RFC 8259). Internal to this folder.
class ManifestParser
{
public:
    /// Deeper nesting is refused, so that no text can exhaust the stack.
    static constexpr int maximumDepth = 128;

    /// `text` must be UTF-8.
    [[nodiscard]] static std::expected<ManifestText, SyntaxFault> parse(const QByteArray &text);

private:
    using Node = ManifestText::Node;

    explicit ManifestParser(const QByteArray &text) : m_text(text) { }

    // Each reads one construct at m_offset; false after fail().
    bool parseRoot(Node &root);
    bool parseValue(Node &node, int depth);
    bool parseMembers(Node &object, int depth);
    bool parseElements(Node &array, int depth);
    bool parseSeparator(char close, const QString &expected);
    bool skipString();
    bool skipEscape();
    bool skipNumber();
    bool skipDigits();
    bool skipWord(QByteArrayView word);
    void skipSpace();
    [[nodiscard]] char at(qint64 offset) const;
    bool fail(qint64 offset, const QString &reason);

    const QByteArray &m_text;
    qint64 m_offset = 0;
    SyntaxFault m_fault;
};

/// The string that a JSON literal with its quotes stands for. The literal must be valid.
[[nodiscard]] QString stringOfLiteral(QByteArrayView literal);

} // namespace hermes::registry
