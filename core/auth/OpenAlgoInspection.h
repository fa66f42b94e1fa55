#pragma once

#include "core/config/ProxyConfig.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace tickgate {

/// One thing about an OpenAlgo folder that keeps something from working, and what to do about it.
struct OpenAlgoProblem
{
    enum class Code
    {
        FolderNotSet,
        FolderMissing,
        NotOpenAlgo,
        EnvMissing,
        PepperMissing,
        PepperPlaceholder,
        PepperTooShort,
        DatabaseNotSqlite,
        DatabaseAbsent,
        DatabaseUnreadable,
        TableMissing,
        DatabaseLocked,
        NoKeys,
        PythonMissing,
        OwnProxyOn
    };

    Code code = Code::FolderNotSet;
    QString text;         ///< one sentence
    QString remedy;       ///< one sentence
    bool blocking = true; ///< keys cannot be checked; otherwise it is advice

    bool operator==(const OpenAlgoProblem &) const = default;
};

/// What was found in an OpenAlgo folder: what is taken from it, what is missing.
struct OpenAlgoInspection
{
    QString folder;
    QStringList taken; ///< "API_KEY_PEPPER = ***", as the folder's .env gives them
    std::vector<OpenAlgoProblem> problems;
    int keys = 0; ///< API keys in the database
    QString database;
    QString webAddress; ///< of OpenAlgo's pages
    QString python;     ///< that would run the adapter host

    /// Keys can be checked against it.
    [[nodiscard]] bool usable() const;
};

/// Where people put OpenAlgo, most likely first.
[[nodiscard]] QStringList usualOpenAlgoPlaces();

/// The first of the places that holds an OpenAlgo, empty when none does. Looks at the file system.
[[nodiscard]] QString findOpenAlgo(const QStringList &places = usualOpenAlgoPlaces());

/// Looks at the folder, its .env and its database as this configuration would use them. Blocks on the disk, and up to
/// 1.5 s on a locked database: pool threads and the command line only.
[[nodiscard]] OpenAlgoInspection inspectOpenAlgo(const LoadedConfig &loaded);

} // namespace tickgate
