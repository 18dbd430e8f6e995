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
/// What there is and how to reach it: every action with its keys.
void showHelp(const ActionCatalog &actions, QWidget *parent);
void showAbout(QWidget *parent);

} // namespace hermes::mainwindow
