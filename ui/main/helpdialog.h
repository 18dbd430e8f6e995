#pragma once

#include <QtGlobal>

QT_BEGIN_NAMESPACE
class QWidget;
QT_END_NAMESPACE

namespace hermes::mainwindow {

class ActionCatalog;

/// Shows what there is and how to reach it: a guide, and every action with its keys.
void showHelp(const ActionCatalog &actions, QWidget *parent);

} // namespace hermes::mainwindow
