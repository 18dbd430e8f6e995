#pragma once

#include "workspace/testsendsession.h"

#include <QFrame>

QT_BEGIN_NAMESPACE
class QGridLayout;
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace hermes::widgets {
class Theme;
}

namespace hermes::testsend {

/// The parameters that a definition is sent with, in a window that pops up: what its connections
/// say, and what is said here in their place. Only those that an API and a model of them take.
/// Thread: UI.
class ParameterPanel final : public QFrame
{
    Q_OBJECT

public:
    explicit ParameterPanel(const widgets::Theme &theme, QWidget *parent = nullptr);

    using AskedConnection = workspace::TestSendSession::AskedConnection;
    /// `here`: over what the connections say.
    void setParameters(const QList<AskedConnection> &asked, const modelapi::Parameters &here);
    /// Above `anchor`, with the focus in its first field.
    void popUp(const QWidget &anchor);

Q_SIGNALS:
    void changed(const hermes::modelapi::Parameters &here);
    void connectionsRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Row
    {
        QString parameter; ///< Its name in files.
        QLabel *label;
        QWidget *field;
        QLabel *source; ///< Where the value comes from.
    };

    void addNumber(const QString &parameter, const QString &label, const QString &range);
    void addThinking();
    void addEffort();
    void addStops();
    void addRow(const QString &parameter, const QString &label, QWidget *field);
    void take();
    void place(const QWidget &anchor);
    void showValue(const Row &row);
    void showSource(const Row &row);

    const widgets::Theme &m_theme;
    QGridLayout *m_grid;
    QList<Row> m_rows;
    QLabel *m_nothing; ///< No connection takes any.
    QPushButton *m_reset;
    QList<AskedConnection> m_asked;
    modelapi::Parameters m_here;
};

} // namespace hermes::testsend
