#include "connections/networkfields.h"

#include "widgets/theme.h"
#include "widgets/userdialogs.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>

#include <limits>

using namespace Qt::StringLiterals;

namespace hermes::connections {

namespace space = widgets::space;

namespace {

constexpr int longestTimeOut = 24 * 60 * 60; ///< seconds
constexpr int shownHeaders = 3; ///< lines

void showSeconds(QSpinBox &box, std::chrono::milliseconds time)
{
    box.setValue(static_cast<int>(std::chrono::ceil<std::chrono::seconds>(time).count()));
}

/// What the box says, or the exact time as long as the user left it alone.
void takeSeconds(const QSpinBox &box, std::chrono::milliseconds &time)
{
    if (box.value() != std::chrono::ceil<std::chrono::seconds>(time).count()) {
        time = std::chrono::seconds(box.value());
    }
}

} // namespace

NetworkFields::NetworkFields(widgets::UserDialogs &dialogs)
    : m_dialogs(dialogs)
    , m_rows(new QFormLayout(this))
    , m_proxy(new QComboBox)
    , m_proxyPlace(new QWidget)
    , m_proxyHost(new QLineEdit)
    , m_proxyPort(new QSpinBox)
    , m_caFile(new QLineEdit)
    , m_headers(new QPlainTextEdit)
{
    layOut();
    connect(m_proxy, &QComboBox::currentIndexChanged, this, [this] {
        showProxy();
        Q_EMIT edited();
    });
    connect(m_proxyHost, &QLineEdit::textEdited, this, &NetworkFields::edited);
    connect(m_caFile, &QLineEdit::textEdited, this, &NetworkFields::edited);
    connect(m_headers, &QPlainTextEdit::textChanged, this, &NetworkFields::edited);
    for (const QSpinBox *box : {m_proxyPort, m_connect, m_firstByte, m_idle, m_total}) {
        connect(box, &QSpinBox::valueChanged, this, &NetworkFields::edited);
    }
}

void NetworkFields::layOut()
{
    using Kind = modelapi::ProxyChoice::Kind;
    m_proxy->setAccessibleName(tr("Proxy"));
    for (const auto &[kind, text] :
         {std::pair{Kind::FromEnvironment, tr("From the environment")},
          std::pair{Kind::None, tr("None")}, std::pair{Kind::Http, tr("HTTP")},
          std::pair{Kind::Socks5, tr("SOCKS 5")}}) {
        m_proxy->addItem(text, static_cast<int>(kind));
    }
    const QString environment =
        tr("“From the environment”: what the variables https_proxy, http_proxy and all_proxy said "
           "when the program was started, but for what no_proxy names. Without them there is no "
           "proxy; settings of the desktop are not read.");
    m_proxy->setToolTip(u"<p>%1</p>"_s.arg(environment.toHtmlEscaped()));
    m_proxy->setAccessibleDescription(environment);
    m_proxyHost->setAccessibleName(tr("Host of the proxy"));
    m_proxyHost->setPlaceholderText(tr("Host"));
    m_proxyPort->setAccessibleName(tr("Port of the proxy"));
    m_proxyPort->setRange(0, std::numeric_limits<quint16>::max());
    m_proxyPort->setSpecialValueText(tr("Port"));
    auto *proxy = new QHBoxLayout(m_proxyPlace);
    proxy->setContentsMargins({});
    proxy->setSpacing(space::small);
    proxy->addWidget(m_proxyHost, 1);
    proxy->addWidget(m_proxyPort);

    m_caFile->setAccessibleName(tr("File of certificates"));
    m_caFile->setPlaceholderText(tr("Those of the system"));
    auto *browseButton = new QPushButton(tr("Browse…"));
    browseButton->setAccessibleDescription(tr("Choose a file of certificates"));
    connect(browseButton, &QPushButton::clicked, this, &NetworkFields::browse);
    auto *file = new QHBoxLayout;
    file->setSpacing(space::small);
    file->addWidget(m_caFile, 1);
    file->addWidget(browseButton);

    m_headers->setAccessibleName(tr("Extra headers, one a line"));
    m_headers->setPlaceholderText(tr("Name: value, one a line. Never a key."));
    m_headers->setTabChangesFocus(true);
    m_headers->setFixedHeight((shownHeaders * m_headers->fontMetrics().lineSpacing())
                              + (2 * space::small));

    m_rows->setContentsMargins({});
    m_rows->setVerticalSpacing(space::small);
    m_rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_rows->addRow(tr("Pro&xy"), m_proxy);
    m_rows->addRow(QString(), m_proxyPlace);
    m_rows->addRow(tr("Own &certificates"), file);
    m_rows->addRow(tr("Extra &headers"), m_headers);
    m_connect = addSeconds(tr("To connect"), tr("Longest time to connect"));
    m_firstByte = addSeconds(tr("To the answer"), tr("Longest time until the answer begins"));
    m_idle = addSeconds(tr("Between events"), tr("Longest silence within the answer"));
    m_total =
        addSeconds(tr("Whole answer"), tr("Longest time from the answer's beginning to its end"));
}

QSpinBox *NetworkFields::addSeconds(const QString &label, const QString &name)
{
    auto *box = new QSpinBox;
    box->setAccessibleName(name);
    box->setRange(1, longestTimeOut);
    box->setSuffix(tr(" s", "seconds"));
    m_rows->addRow(label, box);
    return box;
}

void NetworkFields::showProxy()
{
    using Kind = modelapi::ProxyChoice::Kind;
    const auto kind = static_cast<Kind>(m_proxy->currentData().toInt());
    m_rows->setRowVisible(m_proxyPlace, kind == Kind::Http || kind == Kind::Socks5);
}

void NetworkFields::browse()
{
    m_dialogs.chooseOpenFile(this,
                             {tr("File of certificates"), m_caFile->text(),
                              tr("Certificates (*.pem *.crt *.cer);;All files (*)")},
                             [this](const QString &path) {
                                 if (!path.isEmpty()) {
                                     m_caFile->setText(path);
                                     Q_EMIT edited();
                                 }
                             });
}

void NetworkFields::show(const modelapi::ConnectionSettings &settings)
{
    const QSignalBlocker quiet(this);
    m_proxy->setCurrentIndex(m_proxy->findData(static_cast<int>(settings.proxy.kind)));
    m_proxyHost->setText(settings.proxy.host);
    m_proxyPort->setValue(settings.proxy.port);
    m_caFile->setText(settings.caFile);
    QStringList lines;
    for (const modelapi::ExtraHeader &header : settings.extraHeaders) {
        lines.append(header.name + u": "_s + header.value);
    }
    m_headers->setPlainText(lines.join(u'\n'));
    showSeconds(*m_connect, settings.timeOuts.connect);
    showSeconds(*m_firstByte, settings.timeOuts.firstByte);
    showSeconds(*m_idle, settings.timeOuts.idle);
    showSeconds(*m_total, settings.timeOuts.total);
    showProxy();
}

QList<modelapi::ExtraHeader> NetworkFields::headers() const
{
    QList<modelapi::ExtraHeader> headers;
    for (const auto lines = m_headers->toPlainText().split(u'\n'); const QString &line : lines) {
        if (!line.trimmed().isEmpty()) {
            // without a colon all of it is the name, which is then refused as one
            headers.append({line.section(u':', 0, 0).trimmed(), line.section(u':', 1).trimmed()});
        }
    }
    return headers;
}

void NetworkFields::apply(modelapi::ConnectionSettings &settings) const
{
    settings.proxy.kind = static_cast<modelapi::ProxyChoice::Kind>(m_proxy->currentData().toInt());
    settings.proxy.host = m_proxyHost->text().trimmed();
    settings.proxy.port = static_cast<quint16>(m_proxyPort->value());
    settings.caFile = m_caFile->text().trimmed();
    settings.extraHeaders = headers();
    takeSeconds(*m_connect, settings.timeOuts.connect);
    takeSeconds(*m_firstByte, settings.timeOuts.firstByte);
    takeSeconds(*m_idle, settings.timeOuts.idle);
    takeSeconds(*m_total, settings.timeOuts.total);
}

} // namespace hermes::connections
