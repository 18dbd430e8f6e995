#include "accessibletree.h"

#include <QDBusArgument>
#include <QDBusInterface>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusReply>
#include <QDBusVariant>
#include <QTest>

using namespace Qt::StringLiterals;

namespace hermes::tour {

namespace {

const QString accessible = u"org.a11y.atspi.Accessible"_s;
constexpr int deepest = 24;
constexpr int widest = 400; ///< Children looked at; lists of thousands are not walked.
// State numbers of AT-SPI's StateType.
constexpr int enabledState = 8;
constexpr int showingState = 25;

QDBusMessage call(const QDBusConnection &bus, const QString &service, const QString &path,
                  const QString &interface, const QString &method, const QVariantList &arguments)
{
    QDBusMessage message = QDBusMessage::createMethodCall(service, path, interface, method);
    message.setArguments(arguments);
    return bus.call(message, QDBus::Block, 3000);
}

QVariant property(const QDBusConnection &bus, const QString &service, const QString &path,
                  const QString &interface, const QString &name)
{
    const QDBusMessage reply =
        call(bus, service, path, u"org.freedesktop.DBus.Properties"_s, u"Get"_s, {interface, name});
    return reply.arguments().isEmpty()
        ? QVariant()
        : reply.arguments().constFirst().value<QDBusVariant>().variant();
}

QDBusConnection accessibilityBus()
{
    const QDBusMessage reply = call(QDBusConnection::sessionBus(), u"org.a11y.Bus"_s,
                                    u"/org/a11y/bus"_s, u"org.a11y.Bus"_s, u"GetAddress"_s, {});
    const QString address =
        reply.arguments().isEmpty() ? QString() : reply.arguments().constFirst().toString();
    return QDBusConnection::connectToBus(address, u"accessibility"_s);
}

} // namespace

AccessibleTree::AccessibleTree() : m_bus(accessibilityBus()) { }

QList<AccessibleTree::Node> AccessibleTree::children(const Node &node) const
{
    QList<Node> nodes;
    const QDBusMessage reply =
        call(m_bus, node.service, node.path, accessible, u"GetChildren"_s, {});
    if (reply.arguments().isEmpty()) {
        return nodes;
    }
    const auto list = reply.arguments().constFirst().value<QDBusArgument>();
    list.beginArray();
    while (!list.atEnd() && nodes.size() < widest) {
        QString service;
        QDBusObjectPath path;
        list.beginStructure();
        list >> service >> path;
        list.endStructure();
        nodes.append({service, path.path()});
    }
    list.endArray();
    return nodes;
}

QString AccessibleTree::nameOf(const Node &node) const
{
    return property(m_bus, node.service, node.path, accessible, u"Name"_s).toString();
}

QString AccessibleTree::roleOf(const Node &node) const
{
    const QDBusMessage reply =
        call(m_bus, node.service, node.path, accessible, u"GetRoleName"_s, {});
    return reply.arguments().isEmpty() ? QString() : reply.arguments().constFirst().toString();
}

quint64 AccessibleTree::stateOf(const Node &node) const
{
    const QDBusMessage reply = call(m_bus, node.service, node.path, accessible, u"GetState"_s, {});
    if (reply.arguments().isEmpty()) {
        return 0;
    }
    const auto list = reply.arguments().constFirst().value<QDBusArgument>();
    QList<uint> words;
    list >> words;
    return words.value(0) | (static_cast<quint64>(words.value(1)) << 32U);
}

QRect AccessibleTree::placeOf(const Node &node) const
{
    constexpr uint screenCoordinates = 0;
    const QDBusMessage reply = call(m_bus, node.service, node.path, u"org.a11y.atspi.Component"_s,
                                    u"GetExtents"_s, {screenCoordinates});
    if (reply.arguments().isEmpty()) {
        return {};
    }
    const auto extents = reply.arguments().constFirst().value<QDBusArgument>();
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
    extents.beginStructure();
    extents >> x >> y >> width >> height;
    extents.endStructure();
    return {x, y, width, height};
}

/// Depth first through what is showing; ends when the visitor says so.
template <typename Visit>
bool AccessibleTree::visit(const Node &node, int depth, const Visit &visitor) const
{
    for (const auto childs = children(node); const Node &child : childs) {
        // Applications themselves have no state worth asking for.
        const bool isShowing = depth == 0 || ((stateOf(child) >> showingState) & 1U) != 0;
        if (isShowing
            && (visitor(child) || (depth < deepest && visit(child, depth + 1, visitor)))) {
            return true;
        }
    }
    return false;
}

std::optional<AccessibleItem> AccessibleTree::find(const QString &name, const QString &role) const
{
    std::optional<AccessibleItem> found;
    const Node root{u"org.a11y.atspi.Registry"_s, u"/org/a11y/atspi/accessible/root"_s};
    visit(root, 0, [&](const Node &node) {
        const QString itsName = nameOf(node);
        if (name.endsWith(u'*') ? !itsName.startsWith(QStringView(name).chopped(1))
                                : itsName != name) {
            return false;
        }
        const QString itsRole = roleOf(node);
        const QRect place = placeOf(node);
        if ((!role.isEmpty() && itsRole != role) || place.isEmpty()) {
            return false;
        }
        found = AccessibleItem{node.service, node.path, name, itsRole, place};
        return true;
    });
    return found;
}

std::optional<AccessibleItem> AccessibleTree::waitFor(const QString &name, const QString &role,
                                                      int milliseconds) const
{
    std::optional<AccessibleItem> found;
    const bool isThere = QTest::qWaitFor(
        [&] {
            found = find(name, role);
            return found.has_value();
        },
        milliseconds);
    return isThere ? found : std::nullopt;
}

QString AccessibleTree::textOf(const AccessibleItem &item) const
{
    const QDBusMessage reply =
        call(m_bus, item.service, item.path, u"org.a11y.atspi.Text"_s, u"GetText"_s, {0, -1});
    return reply.type() == QDBusMessage::ReplyMessage ? reply.arguments().constFirst().toString()
                                                      : nameOf({item.service, item.path});
}

bool AccessibleTree::isEnabled(const AccessibleItem &item) const
{
    return ((stateOf({item.service, item.path}) >> enabledState) & 1U) != 0;
}

QString AccessibleTree::dump() const
{
    QString lines;
    const Node root{u"org.a11y.atspi.Registry"_s, u"/org/a11y/atspi/accessible/root"_s};
    visit(root, 0, [&](const Node &node) {
        lines += u"%1: %2\n"_s.arg(roleOf(node), nameOf(node));
        return false;
    });
    return lines;
}

} // namespace hermes::tour
