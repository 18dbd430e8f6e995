#pragma once

#include <QDBusConnection>
#include <QList>
#include <QRect>
#include <QString>

#include <optional>

namespace hermes::tour {

/// A widget of another process as assistive technology sees it (AT-SPI 2 over D-Bus).
struct AccessibleItem
{
    QString service;
    QString path;
    QString name;
    QString role; ///< "push button", "text", "table cell", …
    QRect place; ///< On the screen.
};

/// Looks into the running program from outside. Every look asks anew. Thread: one.
class AccessibleTree
{
public:
    AccessibleTree();

    [[nodiscard]] bool isConnected() const { return m_bus.isConnected(); }
    /// The first item below the program's windows with this name, and role if one is given; one
    /// that is showing. A name that ends in * stands for every name that begins so.
    [[nodiscard]] std::optional<AccessibleItem> find(const QString &name,
                                                     const QString &role = {}) const;
    /// Waits until it is there. nullopt after `milliseconds`.
    [[nodiscard]] std::optional<AccessibleItem>
    waitFor(const QString &name, const QString &role = {}, int milliseconds = 60'000) const;
    /// The text of an item: AT-SPI's Text interface, else its name.
    [[nodiscard]] QString textOf(const AccessibleItem &item) const;
    [[nodiscard]] bool isEnabled(const AccessibleItem &item) const;
    /// All showing items as lines "role: name", for messages.
    [[nodiscard]] QString dump() const;

private:
    struct Node
    {
        QString service;
        QString path;
    };
    [[nodiscard]] QList<Node> children(const Node &node) const;
    [[nodiscard]] QString nameOf(const Node &node) const;
    [[nodiscard]] QString roleOf(const Node &node) const;
    [[nodiscard]] quint64 stateOf(const Node &node) const;
    [[nodiscard]] QRect placeOf(const Node &node) const;
    template <typename Visit>
    bool visit(const Node &node, int depth, const Visit &visitor) const;

    QDBusConnection m_bus;
};

} // namespace hermes::tour
