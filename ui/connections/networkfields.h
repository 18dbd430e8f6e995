#pragma once

#include "modelapi/connectionsettings.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QComboBox;
class QFormLayout;
class QLineEdit;
class QPlainTextEdit;
class QSpinBox;
QT_END_NAMESPACE

namespace hermes::widgets {
class UserDialogs;
}

namespace hermes::connections {

/// Proxy, certificates, extra headers and time-outs of a connection. Thread: UI.
class NetworkFields final : public QWidget
{
    Q_OBJECT

public:
    explicit NetworkFields(widgets::UserDialogs &dialogs);

    /// Says nothing; edited() is for what the user does.
    void show(const modelapi::ConnectionSettings &settings);
    /// Writes what the fields have; the rest stays.
    void apply(modelapi::ConnectionSettings &settings) const;

Q_SIGNALS:
    void edited();

private:
    void layOut();
    void showProxy();
    void browse();
    [[nodiscard]] QSpinBox *addSeconds(const QString &label, const QString &name);
    [[nodiscard]] QList<modelapi::ExtraHeader> headers() const;

    widgets::UserDialogs &m_dialogs;
    QFormLayout *m_rows;
    QComboBox *m_proxy;
    QWidget *m_proxyPlace;
    QLineEdit *m_proxyHost;
    QSpinBox *m_proxyPort;
    QLineEdit *m_caFile;
    QPlainTextEdit *m_headers;
    QSpinBox *m_connect = nullptr;
    QSpinBox *m_firstByte = nullptr;
    QSpinBox *m_idle = nullptr;
    QSpinBox *m_total = nullptr;
};

} // namespace hermes::connections
