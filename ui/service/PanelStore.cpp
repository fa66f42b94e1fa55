#include "PanelStore.h"

#include "core/config/WholeFile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QMutex>
#include <QThreadPool>

#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>

namespace tickgate {

namespace {
constexpr int kSaveDelayMs = 1000;

const QString kVersionKey = QStringLiteral("version");
/// Raise it together with a new row of the table below.
constexpr int kStoreVersion = 1;

/// Step n leads from version n to version n + 1. Files without a version are of version 0.
using Migration = void (*)(QJsonObject &);
const Migration kMigrations[] = {
    [](QJsonObject &) {}, // the first with a version; every key keeps its name and meaning
};
static_assert(std::size(kMigrations) == kStoreVersion);

} // namespace

/// Keeps saves in order, whichever pool thread runs them; the newest text wins.
struct PanelStore::Writer
{
    QMutex order;
    QMutex guard;
    QByteArray newest;

    void write(const QString &path)
    {
        const QMutexLocker inOrder(&order);
        QByteArray text;
        {
            const QMutexLocker lock(&guard);
            text.swap(newest);
        }
        if (text.isEmpty())
            return;
        QDir().mkpath(QFileInfo(path).absolutePath());
        QSaveFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !commitWhole(file))
            spdlog::warn("panel: could not remember the window's layout: {}", file.errorString().toStdString());
    }
};

PanelStore::PanelStore(QString path, QObject *parent)
    : QObject(parent)
    , m_path(std::move(path))
    , m_writer(std::make_shared<Writer>())
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(kSaveDelayMs);
    connect(&m_timer, &QTimer::timeout, this, &PanelStore::save);

    // Once, before the window is shown: there is nothing to block yet.
    QFile file(m_path);
    if (!m_path.isEmpty() && file.open(QIODevice::ReadOnly)) {
        m_values = QJsonDocument::fromJson(file.readAll()).object();
        m_new = m_values.isEmpty();
    }
    migrate();
}

void PanelStore::migrate()
{
    const int version = std::max(0, m_values.value(kVersionKey).toInt());
    if (version > kStoreVersion) {
        m_readOnly = tr("What the window remembers (%1) was saved by a newer Tickgate. It is used, but changes are not "
                        "kept: update Tickgate to keep them.")
                         .arg(m_path);
        spdlog::warn("panel: {}", m_readOnly.toStdString());
        return;
    }
    for (int step = version; step < kStoreVersion; ++step)
        kMigrations[step](m_values);
    m_values.insert(kVersionKey, kStoreVersion);
}

PanelStore::~PanelStore()
{
    if (!m_timer.isActive())
        return;
    save();
    m_writer->write(m_path);
}

void PanelStore::save()
{
    m_timer.stop();
    if (m_path.isEmpty() || !m_readOnly.isEmpty())
        return;
    {
        const QMutexLocker lock(&m_writer->guard);
        m_writer->newest = QJsonDocument(m_values).toJson();
    }
    QThreadPool::globalInstance()->start([writer = m_writer, path = m_path] { writer->write(path); });
}

void PanelStore::set(const QString &key, const QJsonValue &value)
{
    if (m_values.value(key) == value)
        return;
    m_values.insert(key, value);
    m_timer.start();
    Q_EMIT changed(key);
}

QByteArray PanelStore::bytes(const QString &key) const
{
    return QByteArray::fromBase64(m_values.value(key).toString().toLatin1());
}

void PanelStore::setBytes(const QString &key, const QByteArray &value)
{
    set(key, QString::fromLatin1(value.toBase64()));
}

QString PanelStore::text(const QString &key, const QString &otherwise) const
{
    return m_values.value(key).toString(otherwise);
}

void PanelStore::setText(const QString &key, const QString &value)
{
    set(key, value);
}

bool PanelStore::flag(const QString &key, bool otherwise) const
{
    return m_values.value(key).toBool(otherwise);
}

void PanelStore::setFlag(const QString &key, bool value)
{
    set(key, value);
}

int PanelStore::number(const QString &key, int otherwise) const
{
    return m_values.value(key).toInt(otherwise);
}

void PanelStore::setNumber(const QString &key, int value)
{
    set(key, value);
}

} // namespace tickgate
