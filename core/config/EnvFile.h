#pragma once

#include "core/config/EnvParser.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>

#include <optional>

namespace tickgate {

/// One line of a .env file that means nothing, in words.
struct EnvProblem
{
    int line = 0;
    QString text;

    bool operator==(const EnvProblem &) const = default;
};

/// A .env file in memory: read as python-dotenv reads it, changed without touching what was not asked for (comments,
/// order, unknown keys, line ends), and saved atomically for the owner's eyes only. A value class for any thread.
class EnvFile
{
public:
    EnvFile() = default;
    [[nodiscard]] static EnvFile fromBytes(const QByteArray &bytes);

    struct ReadResult;
    /// A file that does not exist is an error too; ask QFileInfo first where that is fine.
    [[nodiscard]] static ReadResult read(const QString &path);

    /// The last assignment of a key wins; the text is as written, before ${...} is expanded.
    [[nodiscard]] std::optional<QString> value(const QString &key) const;
    /// All assignments, expanded. As with python-dotenv a variable of the environment wins over one of the file.
    [[nodiscard]] QHash<QString, QString> values(const QHash<QString, QString> &environment) const;
    [[nodiscard]] int lineOf(const QString &key) const;
    [[nodiscard]] QList<EnvProblem> problems() const;

    /// Changes the last assignment of the key in its place, or adds one at the end.
    void setValue(const QString &key, const QString &value);
    /// Takes every assignment of the key out.
    void remove(const QString &key);

    [[nodiscard]] QByteArray toBytes() const;
    /// Writes a new file beside the old one and renames it, permissions 0600. Empty when done, else what went wrong.
    [[nodiscard]] QString save(const QString &path) const;

private:
    [[nodiscard]] QString lineEnd() const;

    QList<EnvStatement> m_statements;
    bool m_byteOrderMark = false;
    bool m_latin1 = false;
};

struct EnvFile::ReadResult
{
    EnvFile file;
    QString error; ///< empty when the file was read

    [[nodiscard]] bool ok() const { return error.isEmpty(); }
};

} // namespace tickgate
