#include "documentfixture.h"

#include "widgets/messagebar.h"

#include <QApplication>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTextCursor>
#include <QTextDocument>

using namespace Qt::StringLiterals;
using hermes::workspace::DefinitionDocument;

namespace hermes::test {

namespace {

constexpr int patience = 30'000; ///< ms

QList<QPushButton *> buttons(const widgets::MessageBar &bar)
{
    QList<QPushButton *> shown;
    for (const auto allButtons = bar.findChildren<QPushButton *>();
         QPushButton * button : allButtons) {
        if (button->isVisible()) {
            shown.append(button);
        }
    }
    return shown;
}

} // namespace

DocumentFixture::DocumentFixture() : m_theme(*qApp)
{
    m_theme.setScheme(widgets::Theme::Scheme::Light);
}

void DocumentFixture::make()
{
    m_document.reset();
    m_journal = std::make_unique<workspace::EditJournal>(m_state.path(), m_registry.root());
    m_document = std::make_unique<DefinitionDocument>(
        DefinitionDocument::Location{m_registry.root(), RegistryFixture::writer,
                                     RegistryFixture::writerFolder,
                                     core::RepoPath::fromLiteral(RegistryFixture::manifestFile),
                                     core::RepoPath::fromLiteral(RegistryFixture::promptFile)},
        *m_journal);
}

void DocumentFixture::load(DefinitionDocument::State state)
{
    m_document->load();
    if (!QTest::qWaitFor([&] { return m_document->state() == state; }, patience)) {
        qFatal("the document does not come to that state");
    }
}

void DocumentFixture::open(DefinitionDocument::State state)
{
    make();
    load(state);
}

QString DocumentFixture::promptPath() const
{
    return m_registry.folder().path(RegistryFixture::promptFile);
}

void DocumentFixture::writeManifest(const QByteArray &text) const
{
    m_registry.folder().write(RegistryFixture::manifestFile, text);
}

void DocumentFixture::changeOutside(const QByteArray &prompt)
{
    m_registry.writePrompt(prompt);
    m_document->checkDisk();
}

void DocumentFixture::type(const QString &text)
{
    QTextCursor(m_document->prompt()->document()).insertText(text);
}

bool DocumentFixture::save()
{
    const QSignalSpy saved(m_document.get(), &DefinitionDocument::saved);
    m_document->save();
    return QTest::qWaitFor([&] { return saved.size() == 1; }, patience);
}

widgets::MessageBar *shownBar(const QWidget &parent, const QString &words)
{
    for (const auto bars = parent.findChildren<widgets::MessageBar *>(); auto *bar : bars) {
        if (bar->isVisible() && bar->text().contains(words)) {
            return bar;
        }
    }
    return nullptr;
}

QStringList captions(const widgets::MessageBar &bar)
{
    QStringList captions;
    // A new button is shown with the next turn of the event loop.
    std::ignore = QTest::qWaitFor([&] { return !buttons(bar).isEmpty(); }, 60'000);
    for (const auto allButtons = buttons(bar); const QPushButton *button : allButtons) {
        captions.append(button->text());
    }
    return captions;
}

void clickButton(const widgets::MessageBar &bar, const QString &caption)
{
    QVERIFY2(captions(bar).contains(caption), qPrintable(captions(bar).join(u", "_s)));
    for (const auto allButtons = buttons(bar); QPushButton * button : allButtons) {
        if (button->text() == caption) {
            QTest::mouseClick(button, Qt::LeftButton);
            return;
        }
    }
}

void activate(QWidget &window, QSize size)
{
    window.resize(size);
    window.show();
    if (!QTest::qWaitForWindowActive(&window, patience)) {
        qFatal("the window does not become active");
    }
}

QWidget *control(const QWidget &window, const QString &accessibleName)
{
    for (const auto allWidgets = window.findChildren<QWidget *>(); auto *widget : allWidgets) {
        if (widget->isVisible() && widget->accessibleName() == accessibleName) {
            return widget;
        }
    }
    return nullptr;
}

} // namespace hermes::test
