#pragma once

#include "core/ports/BackgroundJobs.h"

#include <QHash>
#include <QObject>
#include <QString>

#include <functional>
#include <optional>

namespace tickgate {

/// Changes Tickgate's own settings file on a thread of its own: comments and order stay, other keys are left alone.
/// A file of an older layout is migrated on the way, one of a newer layout is refused. GUI thread; owned by the window.
class SettingsWriter : public QObject
{
    Q_OBJECT

public:
    /// Key -> new text; nothing takes the key out, so that the layer below holds again.
    using Changes = QHash<QString, std::optional<QString>>;
    using Done = std::function<void(const QString &error)>;

    explicit SettingsWriter(QString file, QObject *parent = nullptr);

    /// done(error) comes once on the GUI thread, with an empty error when all was written, unless context is gone.
    void write(const Changes &changes, QObject *context, Done done);
    [[nodiscard]] const QString &file() const { return m_file; }

Q_SIGNALS:
    /// The file has changed; comes before done().
    void written();

private:
    QString m_file;
    BackgroundJobs m_jobs;
};

} // namespace tickgate
