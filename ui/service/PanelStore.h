#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QObject>
#include <QString>
#include <QTimer>

#include <memory>

namespace tickgate {

/// What the window remembers: geometry, columns, page, filters, switches. Values live in memory; the file is written
/// by a worker thread a moment after the last change, and once more when the store goes. An unreadable file counts as
/// empty. The file carries a version: an older one is migrated, a newer one is read and never written. GUI thread;
/// owned by the window.
class PanelStore : public QObject
{
    Q_OBJECT

public:
    /// An empty path remembers nothing beyond this run.
    explicit PanelStore(QString path, QObject *parent = nullptr);
    ~PanelStore() override;

    [[nodiscard]] QByteArray bytes(const QString &key) const;
    void setBytes(const QString &key, const QByteArray &value);
    [[nodiscard]] QString text(const QString &key, const QString &otherwise = {}) const;
    void setText(const QString &key, const QString &value);
    [[nodiscard]] bool flag(const QString &key, bool otherwise) const;
    void setFlag(const QString &key, bool value);
    [[nodiscard]] int number(const QString &key, int otherwise) const;
    void setNumber(const QString &key, int value);

    /// Why nothing is kept beyond this run, as a sentence; empty when it is.
    [[nodiscard]] const QString &whyReadOnly() const { return m_readOnly; }

    /// True until something was ever stored: the panel has not been here before.
    [[nodiscard]] bool isNew() const { return m_new; }

Q_SIGNALS:
    void changed(const QString &key);

private:
    void set(const QString &key, const QJsonValue &value);
    void save();
    void migrate();

    QString m_path;
    QJsonObject m_values;
    QTimer m_timer;
    bool m_new = true;
    QString m_readOnly;
    struct Writer;
    std::shared_ptr<Writer> m_writer;
};

} // namespace tickgate
