#include "widgets/userdialogs.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>
#include <QMessageBox>
#include <QPushButton>

#include <utility>

namespace hermes::widgets {

namespace {

enum class FilePurpose
{
    Save,
    Open,
    Folder
};

QFileDialog *makeFileDialog(QWidget *parent, const FileQuestion &question, FilePurpose purpose)
{
    auto *dialog = new QFileDialog(parent, question.title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setNameFilter(question.filter);
    if (!question.suggestion.isEmpty()) {
        dialog->setDirectory(QFileInfo(question.suggestion).absolutePath());
        dialog->selectFile(question.suggestion);
    }
    switch (purpose) {
    case FilePurpose::Save:
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setFileMode(QFileDialog::AnyFile);
        break;
    case FilePurpose::Open:
        dialog->setFileMode(QFileDialog::ExistingFile);
        break;
    case FilePurpose::Folder:
        dialog->setFileMode(QFileDialog::Directory);
        dialog->setOption(QFileDialog::ShowDirsOnly);
        break;
    }
    return dialog;
}

void askForPath(QWidget *parent, const FileQuestion &question, FilePurpose purpose,
                UserDialogs::TextAnswer answered)
{
    QFileDialog *dialog = makeFileDialog(parent, question, purpose);
    QObject::connect(dialog, &QDialog::finished, dialog,
                     [dialog, answer = std::move(answered)](int result) {
                         const QStringList chosen = dialog->selectedFiles();
                         answer(result == QDialog::Accepted ? chosen.value(0) : QString());
                     });
    dialog->open();
}

} // namespace

void SystemUserDialogs::chooseSaveFile(QWidget *parent, const FileQuestion &question,
                                       TextAnswer answered)
{
    askForPath(parent, question, FilePurpose::Save, std::move(answered));
}

void SystemUserDialogs::chooseOpenFile(QWidget *parent, const FileQuestion &question,
                                       TextAnswer answered)
{
    askForPath(parent, question, FilePurpose::Open, std::move(answered));
}

void SystemUserDialogs::chooseFolder(QWidget *parent, const FileQuestion &question,
                                     TextAnswer answered)
{
    askForPath(parent, question, FilePurpose::Folder, std::move(answered));
}

void SystemUserDialogs::askText(QWidget *parent, const TextQuestion &question, TextAnswer answered)
{
    auto *dialog = new QInputDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(question.title);
    dialog->setLabelText(question.label);
    dialog->setTextValue(question.suggestion);
    QObject::connect(dialog, &QDialog::finished, dialog,
                     [dialog, answer = std::move(answered)](int result) {
                         answer(result == QDialog::Accepted ? dialog->textValue() : QString());
                     });
    dialog->open();
}

void SystemUserDialogs::choose(QWidget *parent, const ButtonQuestion &question,
                               ButtonAnswer answered)
{
    auto *box = new QMessageBox(parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(question.title);
    box->setText(question.text);
    box->setTextFormat(Qt::PlainText);
    QList<QAbstractButton *> buttons;
    for (const QString &text : question.buttons)
        buttons.append(box->addButton(text, QMessageBox::ActionRole));
    if (auto *safe = qobject_cast<QPushButton *>(buttons.value(question.safeButton))) {
        box->setDefaultButton(safe);
        box->setEscapeButton(safe);
    }
    QObject::connect(box, &QDialog::finished, box,
                     [box, buttons, safe = question.safeButton, answer = std::move(answered)] {
                         const qsizetype index = buttons.indexOf(box->clickedButton());
                         answer(index >= 0 ? static_cast<int>(index) : safe);
                     });
    box->open();
}

} // namespace hermes::widgets
