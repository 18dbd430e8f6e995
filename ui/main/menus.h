#pragma once

#include <QString>

QT_BEGIN_NAMESPACE
class QMenuBar;
class QWidget;
QT_END_NAMESPACE

namespace hermes::mainwindow {

class ActionCatalog;

/// The name of the menu object that the languages of spelling belong into.
inline const QString spellingMenuName = QStringLiteral("spelling");
/// Fills the menu bar from the catalog of actions.
void makeMenus(QMenuBar &bar, const ActionCatalog &actions);
/// Undo, redo, cut, copy, paste and select all go to whatever text has the focus.
void connectEditing(const ActionCatalog &actions);
void showAbout(QWidget *parent);

} // namespace hermes::mainwindow
