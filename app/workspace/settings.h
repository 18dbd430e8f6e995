#pragma once

#include "workspace/measuredcount.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>

namespace hermes::modelapi {
struct Parameters;
}

namespace hermes::workspace {

class SettingsStore;

/// Where the program keeps what is about registries and not in them: journals, records of changes.
/// One place for the window and for hermesctl.
[[nodiscard]] QString stateFolder();
/// What can be made anew at any time: indexes. In the user's cache, never in a work tree.
[[nodiscard]] QString cacheFolder();
/// The user's history of runs. One file for the window and for hermesctl.
[[nodiscard]] QString runsFile();

/// What the program remembers between runs. No secret is ever kept here. Thread: UI.
class Settings
{
public:
    enum class Appearance
    {
        FollowSystem,
        Light,
        Dark
    };

    /// The user's own settings file.
    Settings();
    /// A given file, for tests.
    explicit Settings(const QString &file);
    ~Settings();

    /// Newest first, at most 12, absolute paths; folders that are gone stay until removed.
    [[nodiscard]] QStringList recentRegistries() const;
    void addRecentRegistry(const QString &folder);
    void removeRecentRegistry(const QString &folder);

    /// What the next run opens by itself, in the order of the tabs. A registry is not among them
    /// while it loads: one that brings the program down is not opened again unasked.
    [[nodiscard]] QStringList openRegistries() const;
    void setOpenRegistries(const QStringList &folders);
    /// The one of them in front; empty = none.
    [[nodiscard]] QString lastRegistry() const;
    void setLastRegistry(const QString &folder);

    [[nodiscard]] Appearance appearance() const;
    void setAppearance(Appearance appearance);

    /// How the texts under edit are shown.
    struct TextLook
    {
        bool hasRuler = false;
        int rulerColumn = 80; ///< Where paragraphs are broken too; 20 to 400.
        bool showsWhiteSpace = false;
        bool hasBreadcrumbs = true; ///< The sections around the caret.

        bool operator==(const TextLook &) const = default;
    };
    [[nodiscard]] TextLook textLook() const;
    void setTextLook(const TextLook &look);

    /// Languages that prompts are checked in; `en_US`. Of a first run that of the system.
    [[nodiscard]] QStringList spellingLanguages() const;
    void setSpellingLanguages(const QStringList &languages);

    /// QMainWindow's geometry and splitter sizes; empty = never saved.
    [[nodiscard]] QByteArray windowGeometry() const;
    void setWindowGeometry(const QByteArray &geometry);
    [[nodiscard]] QByteArray splitterState(const QString &name) const;
    void setSplitterState(const QString &name, const QByteArray &state);

    /// Documents of a registry as `kind/id`.
    struct OpenDocuments
    {
        QStringList ids; ///< In the order of their tabs.
        QString current; ///< Empty = none.

        bool operator==(const OpenDocuments &) const = default;
    };
    /// What was open in a registry when it was last closed.
    [[nodiscard]] OpenDocuments openDocuments(const QString &registry) const;
    void setOpenDocuments(const QString &registry, const OpenDocuments &documents);

    /// Where someone is in a text. Characters are UTF-16 code units, lines begin with 0.
    struct TextPlace
    {
        int anchor = 0;
        int position = 0; ///< Of the caret; the selection reaches from `anchor` to it.
        int topLine = 0; ///< In sight.
        QList<int> folded; ///< Headings whose sections are folded.

        bool operator==(const TextPlace &) const = default;
    };
    /// In the prompt of a document (`kind/id`). Kept for those that are open or recent.
    [[nodiscard]] std::optional<TextPlace> textPlace(const QString &registry,
                                                     const QString &id) const;
    void setTextPlace(const QString &registry, const QString &id, const TextPlace &place);

    /// How the registry's entries are shown.
    struct RegistryView
    {
        bool isTable = false;
        QByteArray columns; ///< Of the table; empty = never changed.
    };
    [[nodiscard]] RegistryView registryView() const;
    void setRegistryView(const RegistryView &view);

    /// A query under a name of the user's.
    struct SavedSearch
    {
        QString name;
        QString query;

        bool operator==(const SavedSearch &) const = default;
    };
    [[nodiscard]] QList<SavedSearch> savedSearches() const; ///< By name.
    void saveSearch(const SavedSearch &search); ///< Replaces one with the same name.
    void removeSavedSearch(const QString &name);

    /// The server that the user agreed to send prompts to by a connection; empty = none yet.
    [[nodiscard]] QString agreedServer(const QString &connectionId) const;
    void setAgreedServer(const QString &connectionId, const QString &server);
    /// Id of the connection that was chosen last for a test-send.
    [[nodiscard]] QString testConnection() const;
    void setTestConnection(const QString &connectionId);
    /// Parameters that a definition (`kind/id`) is test-sent with, over those of the connections.
    [[nodiscard]] modelapi::Parameters testParameters(const QString &registry,
                                                      const QString &id) const;
    void setTestParameters(const QString &registry, const QString &id,
                           const modelapi::Parameters &parameters); ///< None: nothing is kept.

    /// For whom prompts are shown, by assembly::targetName(); empty = as written.
    [[nodiscard]] QString previewTarget() const;
    void setPreviewTarget(const QString &name);

    /// The server that the user agreed to have tokens counted at by a connection; empty = none yet.
    [[nodiscard]] QString agreedCounter(const QString &connectionId) const;
    void setAgreedCounter(const QString &connectionId, const QString &server);
    /// What providers counted for a model beside our own counts, the newest first; at most 20.
    [[nodiscard]] QList<MeasuredCount> measuredCounts(const QString &modelId) const;
    void addMeasuredCount(const QString &modelId, const MeasuredCount &count);

    /// Entries of a registry as `kind/id`, the one opened last first; at most 30.
    [[nodiscard]] QStringList recentEntries(const QString &registry) const;
    void addRecentEntry(const QString &registry, const QString &id);

private:
    std::unique_ptr<SettingsStore> m_settings;
};

} // namespace hermes::workspace
