#include "BackgroundJobs.h"

#include <spdlog/spdlog.h>

#include <exception>

namespace tickgate {

BackgroundJobs::BackgroundJobs(QObject *parent, AtEnd atEnd)
    : QObject(parent)
    , m_mailbox(std::make_shared<Mailbox>())
    , m_atEnd(atEnd)
    , m_pool(std::make_unique<QThreadPool>())
{
    m_mailbox->receiver = this;
    m_pool->setMaxThreadCount(2);
    m_pool->setObjectName(QStringLiteral("ports"));
}

BackgroundJobs::~BackgroundJobs()
{
    {
        const std::lock_guard lock(m_mailbox->mutex);
        m_mailbox->receiver = nullptr;
    }
    m_pool->clear();
    if (m_atEnd == AtEnd::Leave && m_pool->activeThreadCount() > 0)
        QThreadPool::globalInstance()->start([pool = m_pool.release()] { delete pool; }); // which waits
}

void BackgroundJobs::start(std::function<std::function<void()>()> work, Failed failed)
{
    m_pool->start([mailbox = m_mailbox, work = std::move(work), failed = std::move(failed)] {
        std::function<void()> delivery;
        const auto fail = [&](const QString &reason) {
            spdlog::error("ports: a look-up failed: {}", reason.toStdString());
            delivery = [failed, reason] { failed(reason); };
        };
        try {
            delivery = work();
        } catch (const std::exception &error) {
            fail(QString::fromUtf8(error.what()));
        } catch (...) {
            fail(QStringLiteral("unknown error"));
        }
        const std::lock_guard lock(mailbox->mutex);
        if (mailbox->receiver != nullptr)
            QMetaObject::invokeMethod(mailbox->receiver, std::move(delivery), Qt::QueuedConnection);
    });
}

} // namespace tickgate
