#include "workspace/settings.h"

#include "modelapi/connectionsettings.h"
#include "workspace/settingsstore.h"

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QStandardPaths>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

constexpr qsizetype recentLimit = 12;
constexpr qsizetype recentEntryLimit = 30;
constexpr qsizetype measuredLimit = 20;
constexpr QLatin1StringView savedSearchesKey("savedSearches");

QString registryKey(const QString &group, const QString &registry)
{
    // A settings key may not hold slashes; the readable folder is the value's own business.
    return group + u'/' + QString::fromLatin1(QDir(registry).absolutePath().toUtf8().toHex());
}

/// One for each definition: what another program sets for another one meanwhile stays.
QString parametersKey(const QString &registry, const QString &id)
{
    return registryKey(u"testSend/parameters"_s, registry) + u'-'
        + QString::fromLatin1(id.toUtf8().toHex());
}

QString measuredKey(const QString &modelId)
{
    return u"counting/measured/"_s + QString::fromLatin1(modelId.toUtf8().toHex());
}

QStringList withFirst(QStringList list, const QString &first, qsizetype limit)
{
    list.removeAll(first);
    list.prepend(first);
    return list.first(std::min(list.size(), limit));
}

} // namespace

QString stateFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)
        + u"/hermes-studio/hermes-studio"_s;
}

QString cacheFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation)
        + u"/hermes-studio/hermes-studio"_s;
}

QString runsFile()
{
    return stateFolder() + u"/runs.sqlite"_s;
}

Settings::Settings()
    : Settings(QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
               + u"/hermes-studio/hermes-studio.ini"_s)
{
}

Settings::Settings(const QString &file) : m_settings(std::make_unique<SettingsStore>(file)) { }

Settings::~Settings() = default;

QStringList Settings::recentRegistries() const
{
    return m_settings->value(u"recentRegistries"_s).toStringList();
}

void Settings::addRecentRegistry(const QString &folder)
{
    m_settings->setValue(u"recentRegistries"_s, withFirst(recentRegistries(), folder, recentLimit));
}

void Settings::removeRecentRegistry(const QString &folder)
{
    QStringList recent = recentRegistries();
    recent.removeAll(folder);
    m_settings->setValue(u"recentRegistries"_s, recent);
}

QStringList Settings::openRegistries() const
{
    return m_settings->value(u"openRegistries"_s).toStringList();
}

void Settings::setOpenRegistries(const QStringList &folders)
{
    m_settings->setValue(u"openRegistries"_s, folders);
}

QString Settings::lastRegistry() const
{
    return m_settings->value(u"lastRegistry"_s).toString();
}

void Settings::setLastRegistry(const QString &folder)
{
    m_settings->setValue(u"lastRegistry"_s, folder);
}

Settings::Appearance Settings::appearance() const
{
    const QString name = m_settings->value(u"appearance"_s).toString();
    return name == u"light" ? Appearance::Light
        : name == u"dark"   ? Appearance::Dark
                            : Appearance::FollowSystem;
}

void Settings::setAppearance(Appearance appearance)
{
    m_settings->setValue(u"appearance"_s,
                         appearance == Appearance::Light      ? u"light"_s
                             : appearance == Appearance::Dark ? u"dark"_s
                                                              : u"system"_s);
}

Settings::TextLook Settings::textLook() const
{
    constexpr int leastColumn = 20;
    constexpr int mostColumn = 400;
    TextLook look;
    look.hasRuler = m_settings->value(u"text/ruler"_s, look.hasRuler).toBool();
    look.rulerColumn = std::clamp(m_settings->value(u"text/column"_s, look.rulerColumn).toInt(),
                                  leastColumn, mostColumn);
    look.showsWhiteSpace = m_settings->value(u"text/whiteSpace"_s, look.showsWhiteSpace).toBool();
    look.hasBreadcrumbs = m_settings->value(u"text/breadcrumbs"_s, look.hasBreadcrumbs).toBool();
    return look;
}

void Settings::setTextLook(const TextLook &look)
{
    m_settings->setValue(u"text/ruler"_s, look.hasRuler);
    m_settings->setValue(u"text/column"_s, look.rulerColumn);
    m_settings->setValue(u"text/whiteSpace"_s, look.showsWhiteSpace);
    m_settings->setValue(u"text/breadcrumbs"_s, look.hasBreadcrumbs);
}

QStringList Settings::spellingLanguages() const
{
    const QString usual = QLocale::system().name();
    return m_settings->value(u"text/spelling"_s, QStringList{usual == u"C"_s ? u"en_US"_s : usual})
        .toStringList();
}

void Settings::setSpellingLanguages(const QStringList &languages)
{
    m_settings->setValue(u"text/spelling"_s, languages);
}

QByteArray Settings::windowGeometry() const
{
    return m_settings->value(u"window/geometry"_s).toByteArray();
}

void Settings::setWindowGeometry(const QByteArray &geometry)
{
    m_settings->setValue(u"window/geometry"_s, geometry);
}

QByteArray Settings::splitterState(const QString &name) const
{
    return m_settings->value(u"window/splitter-"_s + name).toByteArray();
}

void Settings::setSplitterState(const QString &name, const QByteArray &state)
{
    m_settings->setValue(u"window/splitter-"_s + name, state);
}

Settings::OpenDocuments Settings::openDocuments(const QString &registry) const
{
    const QString key = registryKey(u"documents"_s, registry);
    return {m_settings->value(key).toStringList(),
            m_settings->value(key + u"-current"_s).toString()};
}

void Settings::setOpenDocuments(const QString &registry, const OpenDocuments &documents)
{
    const QString key = registryKey(u"documents"_s, registry);
    m_settings->setValue(key, documents.ids);
    m_settings->setValue(key + u"-current"_s, documents.current);
}

std::optional<Settings::TextPlace> Settings::textPlace(const QString &registry,
                                                       const QString &id) const
{
    const QVariantMap places = m_settings->value(registryKey(u"places"_s, registry)).toMap();
    constexpr qsizetype fixed = 3; // before the folded lines
    const QStringList numbers = places.value(id).toString().split(u' ');
    if (numbers.size() < fixed) {
        return std::nullopt;
    }
    TextPlace place{numbers.at(0).toInt(), numbers.at(1).toInt(), numbers.at(2).toInt(), {}};
    for (const auto lines = numbers.sliced(fixed); const QString &line : lines) {
        place.folded.append(line.toInt());
    }
    return place;
}

void Settings::setTextPlace(const QString &registry, const QString &id, const TextPlace &place)
{
    const QString key = registryKey(u"places"_s, registry);
    QStringList numbers{QString::number(place.anchor), QString::number(place.position),
                        QString::number(place.topLine)};
    for (const int line : place.folded) {
        numbers.append(QString::number(line));
    }
    const QVariantMap before = m_settings->value(key).toMap();
    QVariantMap places{{id, numbers.join(u' ')}};
    const QStringList known = openDocuments(registry).ids + recentEntries(registry);
    for (const QString &kept : known) {
        if (kept != id && before.contains(kept)) {
            places.insert(kept, before.value(kept));
        }
    }
    m_settings->setValue(key, places);
}

Settings::RegistryView Settings::registryView() const
{
    return {m_settings->value(u"registryView/isTable"_s).toBool(),
            m_settings->value(u"registryView/columns"_s).toByteArray()};
}

void Settings::setRegistryView(const RegistryView &view)
{
    m_settings->setValue(u"registryView/isTable"_s, view.isTable);
    m_settings->setValue(u"registryView/columns"_s, view.columns);
}

QList<Settings::SavedSearch> Settings::savedSearches() const
{
    const QMap<QString, QVariant> saved = m_settings->value(savedSearchesKey).toMap();
    QList<SavedSearch> searches;
    for (const auto &[name, query] : saved.asKeyValueRange()) {
        searches.append({name, query.toString()});
    }
    return searches;
}

void Settings::saveSearch(const SavedSearch &search)
{
    QMap<QString, QVariant> saved = m_settings->value(savedSearchesKey).toMap();
    saved.insert(search.name, search.query);
    m_settings->setValue(savedSearchesKey, saved);
}

void Settings::removeSavedSearch(const QString &name)
{
    QMap<QString, QVariant> saved = m_settings->value(savedSearchesKey).toMap();
    saved.remove(name);
    m_settings->setValue(savedSearchesKey, saved);
}

QString Settings::agreedServer(const QString &connectionId) const
{
    return m_settings->value(u"testSend/agreed/"_s + connectionId).toString();
}

void Settings::setAgreedServer(const QString &connectionId, const QString &server)
{
    m_settings->setValue(u"testSend/agreed/"_s + connectionId, server);
}

QString Settings::testConnection() const
{
    return m_settings->value(u"testSend/connection"_s).toString();
}

void Settings::setTestConnection(const QString &connectionId)
{
    m_settings->setValue(u"testSend/connection"_s, connectionId);
}

modelapi::Parameters Settings::testParameters(const QString &registry, const QString &id) const
{
    const QByteArray kept = m_settings->value(parametersKey(registry, id)).toString().toUtf8();
    return modelapi::parametersFromJson(QJsonDocument::fromJson(kept).object())
        .value_or(modelapi::Parameters());
}

void Settings::setTestParameters(const QString &registry, const QString &id,
                                 const modelapi::Parameters &parameters)
{
    const QString key = parametersKey(registry, id);
    if (parameters == modelapi::Parameters()) {
        m_settings->remove(key);
        return;
    }
    m_settings->setValue(
        key,
        QString::fromUtf8(
            QJsonDocument(modelapi::toJson(parameters)).toJson(QJsonDocument::Compact)));
}

QString Settings::previewTarget() const
{
    return m_settings->value(u"preview/target"_s).toString();
}

void Settings::setPreviewTarget(const QString &name)
{
    m_settings->setValue(u"preview/target"_s, name);
}

QString Settings::agreedCounter(const QString &connectionId) const
{
    return m_settings->value(u"counting/agreed/"_s + connectionId).toString();
}

void Settings::setAgreedCounter(const QString &connectionId, const QString &server)
{
    m_settings->setValue(u"counting/agreed/"_s + connectionId, server);
}

QList<MeasuredCount> Settings::measuredCounts(const QString &modelId) const
{
    QList<MeasuredCount> counts;
    for (const auto kept = m_settings->value(measuredKey(modelId)).toStringList();
         const QString &each : kept) {
        const MeasuredCount count{each.section(u'/', 0, 0).toLongLong(),
                                  each.section(u'/', 1, 1).toLongLong(),
                                  QDate::fromString(each.section(u'/', 2), Qt::ISODate)};
        if (count.own > 0 && count.provider > 0 && count.day.isValid()) {
            counts.append(count);
        }
    }
    return counts;
}

void Settings::addMeasuredCount(const QString &modelId, const MeasuredCount &count)
{
    const QString pair = u"%1/%2/"_s.arg(count.own).arg(count.provider);
    QStringList kept = m_settings->value(measuredKey(modelId)).toStringList();
    // The same prompt again says nothing new but that it is so still.
    kept.removeIf([&pair](const QString &each) { return each.startsWith(pair); });
    m_settings->setValue(measuredKey(modelId),
                         withFirst(kept, pair + count.day.toString(Qt::ISODate), measuredLimit));
}

QStringList Settings::recentEntries(const QString &registry) const
{
    return m_settings->value(registryKey(u"recentEntries"_s, registry)).toStringList();
}

void Settings::addRecentEntry(const QString &registry, const QString &id)
{
    m_settings->setValue(registryKey(u"recentEntries"_s, registry),
                         withFirst(recentEntries(registry), id, recentEntryLimit));
}

} // namespace hermes::workspace
