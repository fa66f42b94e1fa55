#include "core/feed/PassiveFeed.h"

namespace tickgate {

void PassiveFeed::acquire(const FeedRequest &request, Done done)
{
    done({true, request.depth, {}});
}

void PassiveFeed::release(const FeedRequest & /*request*/)
{}

void PassiveFeed::invalidate(const QString & /*userId*/, const QString & /*broker*/)
{}

QString PassiveFeed::adapterStatus(const QString & /*userId*/) const
{
    return QStringLiteral("passive");
}

int PassiveFeed::adapterCount() const
{
    return 0;
}

} // namespace tickgate
