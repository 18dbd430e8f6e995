#pragma once

#include "modelapi/connectionsettings.h"
#include "modelapi/modellist.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
QT_END_NAMESPACE

namespace hermes::widgets {
class IconButton;
class Theme;
} // namespace hermes::widgets

namespace hermes::connections {

/// A type of connection in words: "Anthropic", "OpenAI-compatible server".
[[nodiscard]] QString connectionTypeText(modelapi::ConnectionType type);

/// An address of that type, where the provider itself has none.
[[nodiscard]] QString exampleBaseUrl(modelapi::ConnectionType type);

/// Name, type, address and model of a connection. Thread: UI.
class ServerFields final : public QWidget
{
    Q_OBJECT

public:
    explicit ServerFields(const widgets::Theme &theme);

    /// Says nothing; edited() is for what the user does.
    void show(const QString &name, const modelapi::ConnectionSettings &settings);
    [[nodiscard]] QString name() const;
    /// Writes what the fields have; the rest stays.
    void apply(modelapi::ConnectionSettings &settings) const;
    /// What the list of models offers; the text stays as it is.
    void setModels(const QList<modelapi::ModelEntry> &models);
    void focusName();

Q_SIGNALS:
    void edited();
    void modelsRequested();

private:
    void layOut();
    void showType();
    void showPlainHttp();
    void completeAddress();
    [[nodiscard]] modelapi::ConnectionType type() const;

    QFormLayout *m_rows;
    QLineEdit *m_name;
    QComboBox *m_type;
    QLineEdit *m_address;
    QLabel *m_plainHttp; ///< What http means for that address.
    QComboBox *m_model;
    widgets::IconButton *m_fetch;
    QComboBox *m_apiVersion;
    QComboBox *m_keyHeader;
};

} // namespace hermes::connections
