#pragma once

#include <QList>
#include <QString>

#include <functional>
#include <optional>

namespace tickgate {

/// One statement of a .env file: an assignment, a comment, blank lines, or something that is none of these.
/// The raw texts of all statements, put together, are the file again, byte for byte.
struct EnvStatement
{
    QString raw; ///< with leading blank lines, comment and line end
    QString key; ///< empty for comments, blank lines and broken statements
    QString value;
    bool hasValue = false; ///< false for a key that stands alone, without "="
    bool broken = false;   ///< could not be understood
    qsizetype valueAt = 0; ///< where the value stands in raw, with its quotes
    qsizetype valueLength = 0;
    int line = 1; ///< where the statement's first character that is not blank stands

    bool operator==(const EnvStatement &) const = default;
};

/// Splits the text of a .env file into statements by the rules python-dotenv follows. Never fails: what cannot be
/// understood becomes a broken statement that ends with its line. Pure.
[[nodiscard]] QList<EnvStatement> parseEnv(const QString &text);

/// Replaces ${NAME} and ${NAME:-fallback}; a name that lookup does not know gives its fallback or nothing. Pure.
[[nodiscard]] QString expandEnvVariables(const QString &value,
                                         const std::function<std::optional<QString>(const QString &)> &lookup);

/// How a value must be written so that the parser reads it back unchanged: bare when possible, else quoted. Pure.
[[nodiscard]] QString quotedEnvValue(const QString &value);

} // namespace tickgate
