#pragma once

#include <QCollator>

namespace hermes::widgets {

/// Sorts as people do in the user's language: numbers by value, case ignored. Thread: any.
[[nodiscard]] QCollator peopleCollator();

} // namespace hermes::widgets
