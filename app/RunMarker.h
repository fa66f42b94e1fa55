#pragma once

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <optional>

namespace tickgate {

/// How the run before this one ended when it did not end by itself.
struct UncleanEnd
{
    qint64 pid = 0;
    QString version;
    QDateTime startedAt;
    QDateTime lastSignOfLife; ///< the end came at or soon after this
    QString reason;           ///< in a sentence; says so when it is not known
    bool wasServing = false;  ///< start again at once
    bool relaunched = false;  ///< it ended to be replaced by this process
    int failures = 0;         ///< in a row, up to then
    QStringList logExcerpt;   ///< the last lines it logged

    /// "Tickgate ended unexpectedly at 13:16:02 ..." for window and log.
    [[nodiscard]] QString sentence() const;
};

/// The note in the state folder that says a run has begun and not ended, so that the next one can tell. Main thread,
/// held by the process that holds the instance lock. Writing it is best effort: a full disk must not stop trading.
class RunMarker
{
public:
    explicit RunMarker(const QString &stateDir);

    /// What the note of an earlier run says; nothing when that run ended cleanly. Call before begin(), and before the
    /// log file is written to, whose last lines are read.
    [[nodiscard]] std::optional<UncleanEnd> previous() const;

    void begin();
    /// Whether the proxy is being served: what the next launch resumes after an unclean end.
    void setServing(bool serving);
    /// Now and then, so that the time of an unclean end is known. The run's note is written anew.
    void touch();
    /// The run ended cleanly.
    void end();
    /// The run ends so that another process takes its place: the note stays, says why, and asks it to serve again.
    void handOver(const QString &reason, int failures);

    /// Where the last words of a crashing process go, see CrashNote.
    [[nodiscard]] QString crashFile() const;

private:
    void write();

    const QString m_stateDir;
    QDateTime m_startedAt;
    bool m_serving = false;
    bool m_begun = false;
    bool m_relaunching = false;
    int m_failures = 0;
};

} // namespace tickgate
