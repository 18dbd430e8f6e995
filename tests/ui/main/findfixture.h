#pragma once

#include "windowfixture.h"

#include <memory>

namespace hermes::test {

/// The window over a registry with three agents, `architect`, `backend-engineer` and `writer`,
/// whose search is ready.
class FindFixture
{
public:
    explicit FindFixture(widgets::Theme &theme);

    [[nodiscard]] WindowFixture *operator->() const { return m_window.get(); }
    [[nodiscard]] const ScratchFolder &folder() const { return m_folder; }
    void restart(); ///< Another window of the same user, with the same registry.
    void write(const QString &id, const QByteArray &name, const QByteArray &tags,
               const QByteArray &prompt) const;
    /// To whatever has the focus, as a keyboard does.
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers);

private:
    void open();

    ScratchFolder m_folder;
    std::unique_ptr<WindowFixture> m_window;
};

} // namespace hermes::test
