#pragma once

#include <QString>
#include <QStringList>

#include <functional>

QT_BEGIN_NAMESPACE
class QWidget;
QT_END_NAMESPACE

namespace hermes::widgets {

/// What a file dialog asks.
struct FileQuestion
{
    QString title;
    QString suggestion; ///< Path of the file or folder first shown; empty = the last one.
    QString filter; ///< As QFileDialog has it: "Bundles (*.hermes.zip)"; unused for folders.
};

struct TextQuestion
{
    QString title;
    QString label;
    QString suggestion;
};

struct ButtonQuestion
{
    QString title;
    QString text;
    QStringList buttons; ///< Verbs, left to right as people read.
    int safeButton = 0; ///< Index of what Enter takes and Escape means.
};

/// Questions to the user that interrupt. Behind an interface so that tests answer them.
///
/// Nothing waits: the answer comes by a call of `answered`, which is not called after `parent` is
/// gone. Thread: UI.
class UserDialogs
{
public:
    /// The path chosen; empty = the user chose none.
    using TextAnswer = std::function<void(const QString &)>;
    /// The index of the button.
    using ButtonAnswer = std::function<void(int)>;

    UserDialogs() = default;
    virtual ~UserDialogs() = default;
    Q_DISABLE_COPY_MOVE(UserDialogs)

    virtual void chooseSaveFile(QWidget *parent, const FileQuestion &question,
                                TextAnswer answered) = 0;
    virtual void chooseOpenFile(QWidget *parent, const FileQuestion &question,
                                TextAnswer answered) = 0;
    virtual void chooseFolder(QWidget *parent, const FileQuestion &question,
                              TextAnswer answered) = 0;
    virtual void askText(QWidget *parent, const TextQuestion &question, TextAnswer answered) = 0;
    virtual void choose(QWidget *parent, const ButtonQuestion &question, ButtonAnswer answered) = 0;
};

/// The real dialogs, window-modal.
class SystemUserDialogs final : public UserDialogs
{
public:
    void chooseSaveFile(QWidget *parent, const FileQuestion &question,
                        TextAnswer answered) override;
    void chooseOpenFile(QWidget *parent, const FileQuestion &question,
                        TextAnswer answered) override;
    void chooseFolder(QWidget *parent, const FileQuestion &question, TextAnswer answered) override;
    void askText(QWidget *parent, const TextQuestion &question, TextAnswer answered) override;
    void choose(QWidget *parent, const ButtonQuestion &question, ButtonAnswer answered) override;
};

} // namespace hermes::widgets
