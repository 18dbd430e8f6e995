#include "findfixture.h"

#include "search/registrysearch.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QTest>

using namespace Qt::StringLiterals;

namespace hermes::test {

namespace {

QByteArray manifestOf(const QByteArray &id, const QByteArray &name, const QByteArray &tags)
{
    return R"({"schemaVersion": "1", "type": "agent", "id": ")" + id + R"(", "name": ")" + name
        + R"(", "version": "1.0.0", "description": "Works.", "entry": "AGENT.md",
 "compatibility": {"hermes": ">=0.3.0", "desktop": ">=0.6.0"}, "tags": [)"
        + tags + "]}\n";
}

} // namespace

FindFixture::FindFixture(widgets::Theme &theme)
{
    m_folder.initGit();
    write(u"architect"_s, "Architect", R"("design")", "# Architect\n\nYou design.\n");
    write(u"backend-engineer"_s, "Backend Engineer", R"("api", "server")",
          "# Backend Engineer\n\nYou build.\n\n## Areas of expertise\n\nServices.\n\n"
          "## Method\n\nRetry at least once.\n");
    write(u"writer"_s, "Writer", R"("prose")", "# Writer\n\nYou write.\n\n## Method\n\nRead.\n");
    m_folder.commitAll(u"Begin"_s);
    m_window = std::make_unique<WindowFixture>(theme);
    open();
}

void FindFixture::open()
{
    m_window->open(m_folder.path());
    m_window->window().activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&m_window->window()));
    // Headings are read in the background.
    QTRY_VERIFY(!m_window->search().search()->find(u"expertise"_s, 1).isEmpty());
}

void FindFixture::restart()
{
    m_window->restart();
    open();
}

void FindFixture::write(const QString &id, const QByteArray &name, const QByteArray &tags,
                        const QByteArray &prompt) const
{
    m_folder.write(u"agents/%1/manifest.json"_s.arg(id), manifestOf(id.toUtf8(), name, tags));
    m_folder.write(u"agents/%1/AGENT.md"_s.arg(id), prompt);
}

void FindFixture::press(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    QWidget *focused = QApplication::focusWidget();
    QTest::keyClick(focused != nullptr ? focused : &m_window->window(), key, modifiers);
}

} // namespace hermes::test
