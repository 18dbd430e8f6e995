#include "main/cloneflow.h"

#include "vcs/clone.h"
#include "widgets/userdialogs.h"

#include <QDir>
#include <QFutureWatcher>
#include <QLocale>
#include <QProgressDialog>
#include <QPromise>
#include <QStandardPaths>
#include <QtConcurrentRun>

namespace hermes::mainwindow {

namespace {

/// Of a progress bar, in thousandths: receiving takes most of the time.
constexpr int whole = 1000;
constexpr int receiving = 900;

int thousandths(const vcs::CloneProgress &progress)
{
    const double share = progress.total == 0
        ? 0
        : static_cast<double>(progress.done) / static_cast<double>(progress.total);
    return progress.step == vcs::CloneProgress::Step::Receiving
        ? static_cast<int>(share * receiving)
        : receiving + static_cast<int>(share * (whole - receiving));
}

QString textOf(const vcs::CloneProgress &progress)
{
    return progress.step == vcs::CloneProgress::Step::Receiving
        ? CloneFlow::tr("Receiving: %1 of %2 objects, %3")
              .arg(progress.done)
              .arg(progress.total)
              .arg(QLocale().formattedDataSize(progress.bytes))
        : CloneFlow::tr("Writing files: %1 of %2").arg(progress.done).arg(progress.total);
}

} // namespace

CloneFlow::CloneFlow(widgets::UserDialogs &dialogs, QWidget *window)
    : QObject(window), m_dialogs(dialogs), m_window(window)
{
}

CloneFlow::~CloneFlow()
{
    m_cancel.cancel();
}

void CloneFlow::start()
{
    m_dialogs.askText(m_window, {tr("Clone registry"), tr("URL or folder of the repository:"), {}},
                      [this](const QString &url) {
                          if (!url.trimmed().isEmpty()) {
                              askForPlace(url.trimmed());
                          }
                      });
}

void CloneFlow::askForPlace(const QString &url)
{
    const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    m_dialogs.chooseFolder(m_window, {tr("Folder that will hold the clone"), documents, {}},
                           [this, url](const QString &parent) {
                               if (!parent.isEmpty()) {
                                   clone(url, QDir(parent).filePath(vcs::cloneName(url)));
                               }
                           });
}

void CloneFlow::clone(const QString &url, const QString &folder)
{
    auto *dialog = new QProgressDialog(m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowModality(Qt::WindowModal);
    dialog->setWindowTitle(tr("Clone registry"));
    dialog->setRange(0, 0);
    dialog->setAutoClose(false);
    dialog->setAutoReset(false);
    dialog->setLabelText(tr("Asking the server…"));
    m_cancel = {};
    auto *watcher = new QFutureWatcher<core::Result<void>>(dialog);
    connect(dialog, &QProgressDialog::canceled, this, [this, dialog] {
        m_cancel.cancel();
        dialog->setLabelText(tr("Cancelling…"));
        dialog->show(); // until what was copied is gone
    });
    connect(watcher, &QFutureWatcherBase::progressValueChanged, dialog, [dialog](int value) {
        dialog->setRange(0, whole);
        dialog->setValue(value);
    });
    connect(watcher, &QFutureWatcherBase::progressTextChanged, dialog,
            &QProgressDialog::setLabelText);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, dialog, folder] {
        const core::Result<void> result = watcher->result();
        dialog->disconnect(this);
        dialog->close();
        if (result) {
            Q_EMIT cloned(folder);
        } else if (result.error().code != core::ErrorCode::Cancelled) {
            Q_EMIT failed(result.error());
        }
    });
    const auto work = [url, folder, cancel = m_cancel](QPromise<core::Result<void>> &promise) {
        promise.setProgressRange(0, whole);
        vcs::CloneOptions options;
        options.cancel = cancel;
        options.onProgress = [&promise](const vcs::CloneProgress &progress) {
            promise.setProgressValueAndText(thousandths(progress), textOf(progress));
        };
        promise.addResult(vcs::cloneRepository(url, folder, options));
    };
    watcher->setFuture(QtConcurrent::run(work));
    dialog->show();
}

} // namespace hermes::mainwindow
