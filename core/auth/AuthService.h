#pragma once

#include "core/auth/ApiKeyVerifier.h"

#include <QObject>

#include <functional>
#include <memory>

namespace tickgate {

class AuthServicePrivate;

/// Checks API keys without ever holding up its thread: right keys are cached for 1 h and wrong ones for 5 min by
/// SHA-256 (PROTOCOL), the rest goes to a pool of at most two checks at once, with a bounded waiting line.
/// Lives on the hub thread; owned by the hub.
class AuthService : public QObject
{
    Q_OBJECT

public:
    explicit AuthService(std::shared_ptr<ApiKeyVerifier> verifier, QObject *parent = nullptr);
    /// Does not wait for checks under way; their answers are dropped.
    ~AuthService() override;

    using Done = std::function<void(const KeyVerdict &)>;

    /// Calls done on this object's thread, at once for a cached key, later otherwise, never if context is gone.
    void check(const QByteArray &key, QObject *context, Done done);

    /// CACHE_INVALIDATE: forgets what is cached about one user (and every wrong key), or about everybody.
    void invalidateUser(const QString &userId);
    void invalidateAll();

    [[nodiscard]] QString sourceName() const;

private:
    std::unique_ptr<AuthServicePrivate> d;
};

} // namespace tickgate
