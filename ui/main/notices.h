#pragma once

#include "core/entryid.h"
#include "core/error.h"

#include <QObject>
#include <QStringList>

#include <functional>

namespace hermes::widgets {
class MessageBar;
}

namespace hermes::mainwindow {

/// Says in the bar over the panes what happened, with what can be done about it. Thread: UI.
class Notices final : public QObject
{
    Q_OBJECT

public:
    /// `bar` outlives this.
    Notices(widgets::MessageBar &bar, QObject *parent);

    void tell(const QString &text);
    void tellError(const core::Error &error);
    /// An operation is done and can be taken back.
    void tellDone(const QString &title);
    /// Something that can be done about it now.
    void offer(const QString &text, const QString &button, const std::function<void()> &act);
    /// What is wrong, and what mends it; `act` after the bar is gone.
    void offerRemedy(const core::Error &error, const QString &button,
                     const std::function<void()> &act);
    void tellLeftClosed(const core::EntryId &id, const QStringList &aside);
    void tellRegistryGone(const QString &root);

Q_SIGNALS:
    void takeBackRequested();
    void entryRequested(const hermes::core::EntryId &id);

private:
    void addOffer(const QString &button, const std::function<void()> &act);

    widgets::MessageBar &m_bar;
};

} // namespace hermes::mainwindow
