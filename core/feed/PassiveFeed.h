#pragma once

#include "core/feed/FeedSource.h"

namespace tickgate {

/// The feed of a bus that others fill: OpenAlgo's own adapters, the demo feed, a player. Nothing can be asked for, so
/// everything is accepted at once and the symbol waits for its first tick. Hub thread; owned by the hub.
class PassiveFeed : public FeedSource
{
public:
    void acquire(const FeedRequest &request, Done done) override;
    void release(const FeedRequest &request) override;
    void invalidate(const QString &userId, const QString &broker) override;
    [[nodiscard]] QString adapterStatus(const QString &userId) const override;
    [[nodiscard]] int adapterCount() const override;
};

} // namespace tickgate
