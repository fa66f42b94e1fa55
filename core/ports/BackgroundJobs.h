#pragma once

#include <QObject>
#include <QPointer>
#include <QString>
#include <QThreadPool>

#include <functional>
#include <memory>
#include <mutex>

namespace tickgate {

/// Runs slow look-ups on a small pool of its own and delivers the answers on the thread this object lives on. Lives on
/// the asker's thread, owned by the asker. A context that is gone by then gets nothing. Destruction drops the jobs that
/// have not begun, and waits for the others or leaves them to the application, which waits for them before it ends.
class BackgroundJobs : public QObject
{
    Q_OBJECT

public:
    enum class AtEnd
    {
        Wait,
        Leave ///< for jobs that may take seconds and own all that they use
    };

    explicit BackgroundJobs(QObject *parent = nullptr, AtEnd atEnd = AtEnd::Wait);
    ~BackgroundJobs() override;

    using Failed = std::function<void(const QString &reason)>;

    /// job() runs on the pool, deliver(result) on this object's thread while `context` (of the same thread) lives;
    /// where job() throws, failed(reason) does so instead. Who waits for the answer needs both.
    template <typename Job, typename Deliver>
    void run(Job job, QObject *context, Deliver deliver, Failed failed = {})
    {
        const QPointer<QObject> guard(context);
        start(
            [job = std::move(job), guard, deliver = std::move(deliver)]() mutable -> std::function<void()> {
                auto result = std::make_shared<decltype(job())>(job());
                return [result, guard, deliver = std::move(deliver)] {
                    if (guard)
                        deliver(*result);
                };
            },
            [guard, failed = std::move(failed)](const QString &reason) {
                if (guard && failed)
                    failed(reason);
            });
    }

private:
    struct Mailbox
    {
        std::mutex mutex;
        BackgroundJobs *receiver = nullptr; // null once the receiver is going
    };

    void start(std::function<std::function<void()>()> work, Failed failed);

    std::shared_ptr<Mailbox> m_mailbox;
    const AtEnd m_atEnd;
    std::unique_ptr<QThreadPool> m_pool;
};

} // namespace tickgate
