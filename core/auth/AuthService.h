#pragma once

#include "core/auth/ApiKeyVerifier.h"

#include <QObject>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace tickgate {

/// The bounds of AuthService, its guard, and its clock, which tests replace.
struct AuthOptions
{
    int checksAtOnce = 2;     ///< Argon2 takes a core and much memory: a flood of wrong keys must not take them all
    int longestLine = 64;     ///< distinct keys that wait; one more is answered "busy" at once. Likewise users
    int waitersPerKey = 256;  ///< sessions that share one check, and questions that share one look-up
    int rightKeysKept = 1024; ///< cached
    int wrongKeysKept = 4096; ///< cached apart, so that wrong keys never push out right ones
    std::chrono::seconds rightKeyLifetime = std::chrono::hours(1);
    std::chrono::seconds wrongKeyLifetime = std::chrono::minutes(5);
    /// Runs each answer, for whoever has to catch what it throws.
    std::function<void(const std::function<void()> &answer)> guard = [](const auto &answer) { answer(); };
    std::function<std::chrono::steady_clock::time_point()> now = [] { return std::chrono::steady_clock::now(); };
};

class AuthServicePrivate;

/// Checks API keys without ever holding up its thread: right keys are cached for 1 h and wrong ones for 5 min by
/// SHA-256 (PROTOCOL), the rest goes to a pool of at most two checks at once, with a bounded waiting line.
/// Lives on the hub thread; owned by the hub.
class AuthService : public QObject
{
    Q_OBJECT

public:
    explicit AuthService(std::shared_ptr<ApiKeyVerifier> verifier, QObject *parent = nullptr);
    AuthService(std::shared_ptr<ApiKeyVerifier> verifier, AuthOptions options, QObject *parent = nullptr);
    /// Does not wait for checks under way; their answers are dropped.
    ~AuthService() override;

    using Done = std::function<void(const KeyVerdict &)>;

    /// Calls done on this object's thread, at once for a cached key, later otherwise, never if context is gone. A check
    /// that is overtaken by an invalidation is made again. Context lives on this object's thread.
    void check(const QByteArray &key, QObject *context, Done done);

    /// CACHE_INVALIDATE: forgets what is cached about one user (and every wrong key), or about everybody.
    void invalidateUser(const QString &userId);
    void invalidateAll();

    using BrokerDone = std::function<void(const std::optional<QString> &broker)>;

    /// Looks up which broker the user is logged in to now, and never answers with what was read before the question.
    /// Calls done as check() does: later, but at once when there is no room for one more question.
    void findBroker(const QString &userId, QObject *context, BrokerDone done);

    [[nodiscard]] QString sourceName() const;

private:
    friend class AuthServicePrivate;
    std::unique_ptr<AuthServicePrivate> d;
};

} // namespace tickgate
