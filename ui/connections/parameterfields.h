#pragma once

#include "modelapi/connectionsettings.h"
#include "registry/modelfacts.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
QT_END_NAMESPACE

namespace hermes::connections {

/// The parameters of a connection, as far as its API and model take them. An empty field is not
/// sent. Thread: UI.
class ParameterFields final : public QWidget
{
    Q_OBJECT

public:
    ParameterFields();

    /// Says nothing; edited() is for what the user does.
    void show(const modelapi::ConnectionSettings &settings);
    /// Only the fields that this API and model take; values of the others stay in the settings.
    void showTaken(const modelapi::ConnectionSettings &settings);
    /// Writes what the fields have.
    void apply(modelapi::ConnectionSettings &settings) const;
    /// What is known of models beside their names; showTaken() follows it.
    void setKnownModels(const registry::ModelTable &models) { m_models = models; }

Q_SIGNALS:
    void edited();

private:
    [[nodiscard]] QLineEdit *addNumber(const QString &parameter, const QString &label,
                                       const QString &range);
    void addRow(const QString &parameter, const QString &label, QWidget *field);
    /// In the empty field, the limit that is sent all the same.
    void showImpliedLimit(modelapi::ConnectionSettings settings);
    /// The words that the model takes; what is typed stays.
    void offerEfforts(modelapi::ConnectionSettings settings);

    registry::ModelTable m_models;
    QStringList m_offeredEfforts; ///< The first is the empty one.
    bool m_isEffortClosed = false; ///< Other words are not sent.
    QFormLayout *m_rows;
    QLabel *m_leftOut;
    QLineEdit *m_temperature;
    QLineEdit *m_topP;
    QLineEdit *m_topK;
    QLineEdit *m_maxOutputTokens;
    QLineEdit *m_seed;
    QLineEdit *m_contextTokens;
    QComboBox *m_thinking;
    QLineEdit *m_thinkingBudget;
    QComboBox *m_effort;
    QLineEdit *m_stopSequences;
};

} // namespace hermes::connections
