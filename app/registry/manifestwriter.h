#pragma once

#include "registry/manifesttext.h"

namespace hermes::registry {

/// A JSON string with its quotes. Escapes what JSON does not allow in one, and lone surrogates,
/// which UTF-8 cannot hold; nothing else.
[[nodiscard]] QByteArray jsonStringLiteral(const QString &text);

/// Writes changed values in the style of the text around them. Internal to this folder.
///
/// A container is seen as slots: the white space before a member or element, its text, the white
/// space behind it. Changing a container means arranging slots; what stays keeps its bytes.
class ManifestWriter
{
public:
    using Node = ManifestText::Node;

    /// Keeps a reference to `text`.
    explicit ManifestWriter(const ManifestText &text);

    /// The new text of `node` with this value.
    [[nodiscard]] QByteArray rewritten(const Node &node, const QJsonValue &value) const;
    /// The new text of an object with one more member, placed by `keyOrder`.
    [[nodiscard]] QByteArray withMember(const Node &object, const QString &key,
                                        const QJsonValue &value, const QStringList &keyOrder) const;
    /// The new text of an object without any member of this name.
    [[nodiscard]] QByteArray withoutMember(const Node &object, const QString &key) const;

private:
    struct Slot
    {
        QByteArray lead;
        QByteArray body;
        QByteArray trail;
    };
    /// A slot of the changed container: an old one (`origin` is its index) or a new one (-1).
    struct Piece
    {
        qsizetype origin = -1;
        QByteArray body;
    };
    /// How containers of one type are laid out where the text has no example at hand.
    struct Layout
    {
        bool isOneLine = true;
        QByteArray padding; ///< Inside the brackets of a one-line container.
    };

    void learnStyle(const Node &node);
    [[nodiscard]] QByteArray slice(qint64 start, qint64 end) const;
    [[nodiscard]] QList<Slot> slotsOf(const Node &container) const;
    [[nodiscard]] QList<Piece> alignedElements(const Node &array, const QJsonArray &value) const;
    [[nodiscard]] QList<Piece> alignedMembers(const Node &object, const QJsonObject &value) const;
    [[nodiscard]] QByteArray arranged(const Node &container, const QList<Piece> &pieces) const;
    [[nodiscard]] QByteArray separatorLead(const QList<Slot> &members, qsizetype neighbour) const;
    [[nodiscard]] QByteArray fresh(const QJsonValue &value, const QByteArray &indentation) const;
    [[nodiscard]] QByteArray freshMember(const Node &object, const QString &key,
                                         const QJsonValue &value) const;
    [[nodiscard]] QByteArray enclosed(Node::Type type, const QList<QByteArray> &bodies,
                                      const QByteArray &indentation, const Layout &layout) const;
    /// The white space that begins the lines of the container's members.
    [[nodiscard]] QByteArray indentationInside(const Node &container) const;
    [[nodiscard]] QByteArray indentationAt(qint64 offset) const;
    [[nodiscard]] const Layout &layoutFor(const Node &container) const;

    const ManifestText &m_manifest;
    QByteArray m_lineEnding = "\n";
    QByteArray m_indentation = "  ";
    QByteArray m_colon = ": ";
    QByteArray m_afterComma = " ";
    Layout m_rootLayout{false, {}};
    Layout m_objectLayout{true, " "};
    Layout m_arrayLayout;
    bool m_knowsObjects = false;
    bool m_knowsArrays = false;
};

} // namespace hermes::registry
