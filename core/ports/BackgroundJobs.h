#pragma once

#include <QObject>
#include <QPointer>
#include <QThreadPool>

#include <functional>
#include <memory>
#include <mutex>

namespace tickgate {

/// Runs slow look-ups on a small pool of its own and delivers the answers on the thread this object lives on. Lives on
/// the asker's thread, owned by the asker. A context that is gone by then gets nothing; destruction waits for the jobs
/// that have begun and drops the others.
class BackgroundJobs : public QObject
{
    Q_OBJECT

public:
    explicit BackgroundJobs(QObject *parent = nullptr);
    ~BackgroundJobs() override;

    /// job() runs on the pool, deliver(result) on this object's thread while `context` (of the same thread) lives.
    template <typename Job, typename Deliver>
    void run(Job job, QObject *context, Deliver deliver)
    {
        const QPointer<QObject> guard(context);
        start([job = std::move(job), guard, deliver = std::move(deliver)]() mutable -> std::function<void()> {
            auto result = std::make_shared<decltype(job())>(job());
            return [result, guard, deliver = std::move(deliver)] {
                if (guard)
                    deliver(*result);
            };
        });
    }

private:
    struct Mailbox
    {
        std::mutex mutex;
        BackgroundJobs *receiver = nullptr; // null once the receiver is going
    };

    void start(std::function<std::function<void()>()> work);

    std::shared_ptr<Mailbox> m_mailbox;
    QThreadPool m_pool;
};

} // namespace tickgate
