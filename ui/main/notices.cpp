#include "main/notices.h"

#include "widgets/messagebar.h"
#include "workspace/fragmentdocument.h"

#include <QPushButton>

using namespace Qt::StringLiterals;

namespace hermes::mainwindow {

using Severity = widgets::MessageBar::Severity;

Notices::Notices(widgets::MessageBar &bar, QObject *parent) : QObject(parent), m_bar(bar) { }

void Notices::tell(const QString &text)
{
    m_bar.showMessage(Severity::Info, text);
}

void Notices::tellError(const core::Error &error)
{
    m_bar.showMessage(Severity::Error, error.message);
}

void Notices::tellDone(const QString &title)
{
    m_bar.showMessage(Severity::Info, tr("Done: %1").arg(title));
    connect(m_bar.addButton(tr("Take back")), &QPushButton::clicked, this,
            &Notices::takeBackRequested);
}

void Notices::offer(const QString &text, const QString &button, const std::function<void()> &act)
{
    m_bar.showMessage(Severity::Info, text);
    addOffer(button, act);
}

void Notices::offerRemedy(const core::Error &error, const QString &button,
                          const std::function<void()> &act)
{
    m_bar.showMessage(Severity::Warning, error.message);
    addOffer(button, act);
}

void Notices::addOffer(const QString &button, const std::function<void()> &act)
{
    connect(m_bar.addButton(button), &QPushButton::clicked, this, [this, act] {
        m_bar.dismiss();
        act();
    });
}

void Notices::tellLeftClosed(const core::EntryId &id, const QStringList &aside)
{
    QString text = tr("%1 stays closed: the program ended twice while it opened it.")
                       .arg(workspace::shownId(id));
    if (!aside.isEmpty()) {
        text += u' ' + tr("Its unsaved text is kept in %1.").arg(aside.join(u", "_s));
    }
    m_bar.showMessage(Severity::Warning, text);
    connect(m_bar.addButton(tr("Open it")), &QPushButton::clicked, this, [this, id] {
        m_bar.dismiss();
        Q_EMIT entryRequested(id);
    });
}

void Notices::tellRegistryGone(const QString &root)
{
    m_bar.showMessage(
        Severity::Warning,
        tr("The folder %1 is gone. What is open here is kept, and unsaved text is in the "
           "journal.")
            .arg(root));
}

} // namespace hermes::mainwindow
