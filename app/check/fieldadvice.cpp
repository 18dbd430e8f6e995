#include "check/fieldadvice.h"

#include "check/checkdefinition.h"
#include "core/versionrange.h"
#include "registry/spdxlicenses.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QLocale>
#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::check {

using core::SemanticVersion;
using core::VersionRange;
using Severity = core::Problem::Severity;

namespace {

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(FieldAdvice)
};

/// What was meant by something that is nearly a version: `v1.2` is 1.2.0.
std::optional<SemanticVersion> nearestVersion(const QString &text)
{
    static const QRegularExpression pattern(
        u"\\A\\s*[vV]?0*(\\d{1,9})(?:\\.0*(\\d{1,9}))?(?:\\.0*(\\d{1,9}))?\\s*\\z"_s);
    const QRegularExpressionMatch match = pattern.match(text);
    return match.hasMatch() ? std::optional(SemanticVersion{match.captured(1).toUInt(),
                                                            match.captured(2).toUInt(),
                                                            match.captured(3).toUInt(),
                                                            {},
                                                            {}})
                            : std::nullopt;
}

class Advisor
{
public:
    Advisor(const registry::Manifest &manifest, const FieldContext &context)
        : m_manifest(manifest), m_context(context)
    {
    }

    QMap<QString, FieldAdvice> advise()
    {
        adviseId();
        adviseRequired();
        adviseVersion();
        adviseModel();
        adviseRange(u"compatibility.hermes"_s, {u"compatibility"_s, u"hermes"_s},
                    Messages::tr("Hermes %1", "%1 is a range: 1.2.0 or newer"));
        adviseRange(u"compatibility.desktop"_s, {u"compatibility"_s, u"desktop"_s},
                    Messages::tr("Hermes Desktop %1", "%1 is a range: 1.2.0 or newer"));
        adviseLicense();
        advisePage();
        adviseDependencies();
        return m_advice;
    }

private:
    [[nodiscard]] QJsonValue valueAt(const QStringList &path) const
    {
        QJsonValue value = m_manifest.all;
        for (const QString &key : path) {
            value = value.toObject().value(key);
        }
        return value;
    }
    void say(const QString &field, Severity severity, const QString &text,
             const std::optional<FieldAdvice::Fix> &fix = std::nullopt)
    {
        m_advice.insert(field, {severity, text, fix});
    }
    static FieldAdvice::Fix use(const QStringList &path, const QString &value)
    {
        return {Messages::tr("Use %1").arg(value), path, value};
    }

    void adviseId()
    {
        const QJsonValue id = m_manifest.all.value(u"id");
        if (!id.isString() && !id.isUndefined()) {
            return;
        }
        const QString text = id.toString();
        const QString author = text.contains(u'/') ? text.section(u'/', 0, 0) + u'/' : QString();
        const bool hasAuthor = core::isValidEntryName(author + m_context.folderName);
        const QString right = (hasAuthor ? author : QString()) + m_context.folderName;
        const auto fix =
            core::isValidEntryName(right) ? std::optional(use({u"id"_s}, right)) : std::nullopt;
        if (text.isEmpty()) {
            say(u"id"_s, Severity::Error,
                Messages::tr("The id is missing. It is the folder's name, %1.")
                    .arg(m_context.folderName),
                fix);
        } else if (!core::isValidEntryName(text)) {
            say(u"id"_s, Severity::Error,
                Messages::tr("Only lower-case letters, digits, “.”, “_” and “-”, as name or "
                             "author/name."),
                fix);
        } else if (text.section(u'/', -1) != m_context.folderName) {
            say(u"id"_s, Severity::Error,
                Messages::tr(
                    "The folder is called %1, and the id must end with its name. To change "
                    "both, and every reference, rename the entry.")
                    .arg(m_context.folderName),
                fix);
        }
    }

    void adviseRequired()
    {
        const auto require = [this](const QString &key, const QString &text) {
            const QJsonValue value = m_manifest.all.value(key);
            if (value.isUndefined() || (value.isString() && value.toString().isEmpty())) {
                say(key, Severity::Error, text);
            }
        };
        require(u"name"_s, Messages::tr("A definition needs a name: what people call it."));
        require(u"version"_s, Messages::tr("A definition needs a version, such as 1.0.0."));
        require(u"description"_s,
                Messages::tr("A definition needs a description: what it is for."));
    }

    void adviseVersion()
    {
        const QString &version = m_manifest.version;
        if (version.isEmpty() || SemanticVersion::parse(version)) {
            return;
        }
        const std::optional<SemanticVersion> nearest = nearestVersion(version);
        say(u"version"_s, Severity::Error,
            Messages::tr("Not a semantic version: three numbers, such as 1.2.0, or 1.2.0-rc.1."),
            nearest ? std::optional(use({u"version"_s}, nearest->toString())) : std::nullopt);
    }

    void adviseModel()
    {
        const QString &model = m_manifest.model;
        if (model.isEmpty() || m_context.models.isEmpty()) {
            return;
        }
        const auto known = std::ranges::find(m_context.models, model, &registry::ModelInfo::id);
        if (known != m_context.models.cend()) {
            known->isDeprecated
                ? say(u"model"_s, Severity::Warning,
                      Messages::tr("%1. Its provider has deprecated this model; choose another.")
                          .arg(modelInWords(*known)))
                : say(u"model"_s, Severity::Note, modelInWords(*known));
            return;
        }
        const QStringList nearest = nearestModels(model, m_context.models, 1);
        say(u"model"_s, Severity::Warning,
            Messages::tr("Not in the registry's model catalog. Press the down arrow to choose from "
                         "it."),
            nearest.isEmpty() ? std::nullopt : std::optional(use({u"model"_s}, nearest.first())));
    }

    void adviseRange(const QString &field, const QStringList &path, const QString &sentence)
    {
        const QJsonValue value = valueAt(path);
        const QString text = value.toString();
        if (text.isEmpty()) {
            if (value.isString() || (value.isUndefined() && isObjectOrAbsent(path.first()))) {
                say(field, Severity::Error,
                    Messages::tr("Required: a range of versions such as >=0.3.0, or * for any."));
            }
            return;
        }
        const core::Result<VersionRange> range = VersionRange::parse(text);
        if (!range) {
            say(field, Severity::Error,
                Messages::tr("Not a range of versions. Write >=1.2.0, ^1.2, >=1.0.0 <2.0.0, or * "
                             "for any."));
        } else if (range->isEmpty()) {
            say(field, Severity::Error, Messages::tr("No version can be in this range."));
        } else {
            say(field, Severity::Note, sentence.arg(range->inWords()));
        }
    }

    [[nodiscard]] bool isObjectOrAbsent(const QString &key) const
    {
        const QJsonValue value = m_manifest.all.value(key);
        return value.isObject() || value.isUndefined();
    }

    void adviseLicense()
    {
        const QString &license = m_manifest.license;
        if (license.isEmpty() || registry::isSpdxExpression(license)) {
            return;
        }
        const QString spelling = registry::spdxSpelling(license.trimmed());
        say(u"license"_s, Severity::Warning,
            Messages::tr("Not an identifier of the SPDX licence list, such as MIT or Apache-2.0; "
                         "programs will not know it."),
            spelling.isEmpty() ? std::nullopt : std::optional(use({u"license"_s}, spelling)));
    }

    void advisePage()
    {
        const QString page = m_manifest.author ? m_manifest.author->url : QString();
        const QUrl url(page, QUrl::StrictMode);
        const bool isWeb = url.isValid() && !url.host().isEmpty()
            && (url.scheme() == u"https" || url.scheme() == u"http");
        if (!page.isEmpty() && !isWeb) {
            say(u"author.url"_s, Severity::Warning,
                Messages::tr("Not a web address such as https://example.org."));
        }
    }

    void adviseDependencies()
    {
        const QJsonArray items = m_manifest.all.value(u"dependencies").toArray();
        for (qsizetype i = 0; i < items.size(); ++i) {
            const QJsonObject item = items.at(i).toObject();
            adviseDependency(u"dependencies.%1"_s.arg(i), item.value(u"id").toString(),
                             item.value(u"version").toString());
        }
    }

    void adviseDependency(const QString &field, const QString &id, const QString &version)
    {
        const core::Result<core::EntryId> entry = core::EntryId::parse(id);
        if (id.isEmpty()) {
            return;
        }
        const core::Result<VersionRange> range = VersionRange::parse(version);
        if (!range || range->isEmpty()) {
            say(field, Severity::Error,
                Messages::tr("%1 is not a range of versions such as >=1.2.0 or ^1.2.")
                    .arg(version));
        } else if (!entry || !std::ranges::binary_search(m_context.entryIds, entry->toString())) {
            say(field, Severity::Warning, Messages::tr("%1 is not in this registry.").arg(id));
        } else {
            say(field, Severity::Note,
                Messages::tr("%1, %2", "entry and range of versions: 1.2.0 or newer")
                    .arg(entry->toString(), range->inWords()));
        }
    }

    const registry::Manifest &m_manifest;
    const FieldContext &m_context;
    QMap<QString, FieldAdvice> m_advice;
};

} // namespace

QMap<QString, FieldAdvice> adviseFields(const registry::Manifest &manifest,
                                        const FieldContext &context)
{
    return Advisor(manifest, context).advise();
}

QString priceInWords(const registry::ModelInfo &model)
{
    const auto amount = [](double price) { return QLocale().toString(price, 'g', 6); };
    return model.price && model.pricesFrom.isValid()
        ? Messages::tr("%1 %2 / %3 per million", "currency, price of tokens in and out")
              .arg(model.price->currency, amount(model.price->input), amount(model.price->output))
        : QString();
}

QString modelInWords(const registry::ModelInfo &model)
{
    QStringList parts{model.label, model.provider};
    if (model.contextTokens > 0) {
        parts.append(Messages::tr("%L1 tokens").arg(model.contextTokens));
    }
    if (const QString price = priceInWords(model); !price.isEmpty()) {
        parts.append(Messages::tr("%1 (%2)", "price, date of it")
                         .arg(price, model.pricesFrom.toString(Qt::ISODate)));
    }
    parts.removeAll(QString());
    return parts.join(u" · "_s);
}

} // namespace hermes::check
