#include "core/auth/AuthService.h"

#include "core/auth/VerdictCache.h"

#include <QCryptographicHash>
#include <QHash>
#include <QPointer>
#include <QQueue>
#include <QThreadPool>

#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <mutex>
#include <utility>
#include <vector>

namespace tickgate {

namespace {

constexpr qsizetype kLongestKey = 512;

/// Where pool threads leave their answers. It outlives the service; the lock keeps the service from going while an
/// answer is being posted to it.
struct ReturnAddress
{
    std::mutex mutex;
    AuthService *service = nullptr;
};

/// Waiting for checks under way would hold up the hub, so a pool that still works is left to the application's pool,
/// which waits for it there and at the latest when the application ends.
struct PoolDeleter
{
    void operator()(QThreadPool *pool) const
    {
        pool->clear();
        if (pool->activeThreadCount() == 0)
            delete pool;
        else
            QThreadPool::globalInstance()->start([pool] { delete pool; });
    }
};

KeyVerdict verifyGuarded(ApiKeyVerifier &verifier, const QByteArray &key)
{
    try {
        return verifier.verify(key);
    } catch (const std::exception &failure) {
        spdlog::error("auth: the check of a key failed: {}", failure.what());
        return {KeyVerdict::Kind::Unavailable, {}, {}, QStringLiteral("The key could not be checked; try again")};
    }
}

std::optional<QString> brokerGuarded(ApiKeyVerifier &verifier, const QString &userId)
{
    try {
        return verifier.brokerOf(userId);
    } catch (const std::exception &failure) {
        spdlog::error("auth: the broker of user {} could not be looked up: {}", userId.toStdString(), failure.what());
        return std::nullopt;
    }
}

} // namespace

/// What AuthService keeps on its own thread.
class AuthServicePrivate
{
public:
    struct Waiter
    {
        QPointer<QObject> context;
        AuthService::Done done;
    };

    /// One key that is waiting or being checked, and everybody who asked about it meanwhile.
    struct Check
    {
        QByteArray key;
        std::vector<Waiter> waiters;
        quint64 generation = 0; ///< of the caches, when the check began
        int attempts = 0;
    };

    struct BrokerWaiter
    {
        QPointer<QObject> context;
        AuthService::BrokerDone done;
    };

    /// One user whose broker is being looked up.
    struct LookUp
    {
        std::vector<BrokerWaiter> waiters;
        std::vector<BrokerWaiter> next; ///< came while it was read, so that what was read may be of before
    };

    AuthServicePrivate(AuthService *service, std::shared_ptr<ApiKeyVerifier> source, AuthOptions bounds)
        : verifier(std::move(source))
        , options(std::move(bounds))
        , rightKeys(options.rightKeyLifetime, options.rightKeysKept)
        , wrongKeys(options.wrongKeyLifetime, options.wrongKeysKept)
        , stamp(verifier->sourceStamp())
        , pool(new QThreadPool)
        , returnAddress(std::make_shared<ReturnAddress>())
    {
        pool->setMaxThreadCount(options.checksAtOnce);
        returnAddress->service = service;
    }

    std::optional<KeyVerdict> cached(const QByteArray &digest)
    {
        const auto now = options.now();
        if (auto verdict = rightKeys.find(digest, now))
            return verdict;
        return wrongKeys.find(digest, now);
    }

    void forgetIfSourceChanged()
    {
        QByteArray current = verifier->sourceStamp();
        if (current == stamp)
            return;
        stamp = std::move(current);
        forget({});
    }

    void forget(const QString &userId)
    {
        ++generation;
        wrongKeys.clear(); // a wrong key names no user, and may have become right
        if (userId.isEmpty())
            rightKeys.clear();
        else
            rightKeys.removeUser(userId);
    }

    void startWhatFits()
    {
        while (running < options.checksAtOnce && !line.isEmpty()) {
            const QByteArray digest = line.dequeue();
            const std::vector<Waiter> &waiters = checks[digest].waiters;
            if (std::any_of(waiters.begin(), waiters.end(), [](const Waiter &waiter) { return !!waiter.context; }))
                start(digest);
            else
                checks.remove(digest); // everybody who asked has gone
        }
    }

    void start(const QByteArray &digest)
    {
        Check &check = checks[digest];
        check.generation = generation;
        ++check.attempts;
        ++running;
        pool->start([digest, key = check.key, source = verifier, address = returnAddress] {
            const KeyVerdict verdict = verifyGuarded(*source, key);
            const std::lock_guard lock(address->mutex);
            if (AuthService *service = address->service) {
                QMetaObject::invokeMethod(
                    service, [service, digest, verdict] { service->d->finish(digest, verdict); }, Qt::QueuedConnection);
            }
        });
    }

    void finish(const QByteArray &digest, const KeyVerdict &verdict)
    {
        --running;
        Check &check = checks[digest];
        const bool overtaken = check.generation != generation;
        // Once more is enough to be fresh; without the bound, steady invalidations would keep a client waiting for
        // ever.
        if (overtaken && check.attempts < 2) {
            line.prepend(digest);
            startWhatFits();
            return;
        }
        if (!overtaken) {
            if (verdict.kind == KeyVerdict::Kind::Accepted)
                rightKeys.insert(digest, verdict, options.now());
            else if (verdict.kind == KeyVerdict::Kind::WrongKey)
                wrongKeys.insert(digest, verdict, options.now());
        }
        const std::vector<Waiter> waiters = std::move(check.waiters);
        checks.remove(digest);
        startWhatFits();
        const auto guard = options.guard; // an answer may end this service, so nothing of it is touched from here on
        for (const Waiter &waiter : waiters) {
            guard([&] {
                if (waiter.context)
                    waiter.done(verdict);
            });
        }
    }

    void lookUp(const QString &userId)
    {
        pool->start([userId, source = verifier, address = returnAddress] {
            const std::optional<QString> broker = brokerGuarded(*source, userId);
            const std::lock_guard lock(address->mutex);
            if (AuthService *service = address->service) {
                QMetaObject::invokeMethod(
                    service, [service, userId, broker] { service->d->lookedUp(userId, broker); }, Qt::QueuedConnection);
            }
        });
    }

    void lookedUp(const QString &userId, const std::optional<QString> &broker)
    {
        LookUp &known = lookUps[userId];
        const std::vector<BrokerWaiter> waiters = std::exchange(known.waiters, std::exchange(known.next, {}));
        if (known.waiters.empty())
            lookUps.remove(userId);
        else
            lookUp(userId);
        const auto guard = options.guard; // again, an answer may end this service
        for (const BrokerWaiter &waiter : waiters) {
            guard([&] {
                if (waiter.context)
                    waiter.done(broker);
            });
        }
    }

    std::shared_ptr<ApiKeyVerifier> verifier;
    AuthOptions options;
    VerdictCache rightKeys;
    VerdictCache wrongKeys;
    QByteArray stamp;
    quint64 generation = 0;
    QHash<QByteArray, Check> checks; ///< by digest of the key
    QQueue<QByteArray> line;         ///< digests of checks that have not begun
    QHash<QString, LookUp> lookUps;  ///< by user
    int running = 0;
    std::unique_ptr<QThreadPool, PoolDeleter> pool;
    std::shared_ptr<ReturnAddress> returnAddress;
};

AuthService::AuthService(std::shared_ptr<ApiKeyVerifier> verifier, QObject *parent)
    : AuthService(std::move(verifier), AuthOptions(), parent)
{}

AuthService::AuthService(std::shared_ptr<ApiKeyVerifier> verifier, AuthOptions options, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<AuthServicePrivate>(this, std::move(verifier), std::move(options)))
{}

AuthService::~AuthService()
{
    const std::lock_guard lock(d->returnAddress->mutex);
    d->returnAddress->service = nullptr;
}

void AuthService::check(const QByteArray &key, QObject *context, Done done)
{
    if (key.isEmpty() || key.size() > kLongestKey) {
        done({KeyVerdict::Kind::WrongKey, {}, {}, QStringLiteral("Wrong API key")});
        return;
    }
    d->forgetIfSourceChanged();
    const QByteArray digest = QCryptographicHash::hash(key, QCryptographicHash::Sha256);
    if (const auto verdict = d->cached(digest)) {
        done(*verdict);
        return;
    }
    const auto busy = [&done] {
        done({KeyVerdict::Kind::Unavailable, {}, {}, QStringLiteral("Too many keys are being checked; try again")});
    };
    if (const auto known = d->checks.find(digest); known != d->checks.end()) {
        if (static_cast<int>(known->waiters.size()) >= d->options.waitersPerKey)
            busy();
        else
            known->waiters.push_back({context, std::move(done)});
        return;
    }
    if (d->line.size() >= d->options.longestLine) {
        busy();
        return;
    }
    AuthServicePrivate::Check &check = d->checks[digest];
    check.key = key;
    check.waiters.push_back({context, std::move(done)});
    d->line.enqueue(digest);
    d->startWhatFits();
}

void AuthService::invalidateUser(const QString &userId)
{
    if (!userId.isEmpty())
        d->forget(userId);
}

void AuthService::invalidateAll()
{
    d->forget({});
}

void AuthService::findBroker(const QString &userId, QObject *context, BrokerDone done)
{
    const auto known = d->lookUps.find(userId);
    if (known == d->lookUps.end() && d->lookUps.size() < d->options.longestLine) {
        d->lookUps[userId].waiters.push_back({context, std::move(done)});
        d->lookUp(userId);
    } else if (known != d->lookUps.end() && static_cast<int>(known->next.size()) < d->options.waitersPerKey) {
        known->next.push_back({context, std::move(done)});
    } else {
        done(std::nullopt);
    }
}

QString AuthService::sourceName() const
{
    return d->verifier->sourceName();
}

} // namespace tickgate
