#pragma once

#include <QWidget>

QT_BEGIN_NAMESPACE
class QPlainTextEdit;
QT_END_NAMESPACE

namespace hermes::widgets {
class CopyButton;
class Theme;
} // namespace hermes::widgets

namespace hermes::workspace {
struct TestSendResult;
}

namespace hermes::testsend {

/// What went over the wire, without the key: request, head of the answer, its first bytes. Thread:
/// UI.
class ExchangeView final : public QWidget
{
    Q_OBJECT

public:
    explicit ExchangeView(const widgets::Theme &theme, QWidget *parent = nullptr);

    /// A worker makes the texts: attached files can make them long.
    void setExchange(const workspace::TestSendResult &result);
    void clear();

private:
    QPlainTextEdit *m_text;
    widgets::CopyButton *m_curl;
    int m_round = 0; ///< Of making the texts; what comes of an earlier one is dropped.
};

} // namespace hermes::testsend
