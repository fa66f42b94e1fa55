#include "core/feed/FeedFactory.h"

#include "core/config/OpenAlgoFolder.h"
#include "core/feed/AdapterFeed.h"
#include "core/feed/AdapterHostScript.h"
#include "core/feed/PassiveFeed.h"

#include <QFileInfo>

#include <spdlog/spdlog.h>

namespace tickgate {

std::unique_ptr<FeedSource> makeFeed(const ProxyConfig &config)
{
    if (!config.adapterHost)
        return std::make_unique<PassiveFeed>();
    if (config.openAlgoHome.isEmpty() || !QFileInfo(config.openAlgoHome).isDir()) {
        spdlog::warn("feed: TICKGATE_ADAPTER_HOST is on, but there is no OpenAlgo folder (OPENALGO_HOME)");
        return std::make_unique<PassiveFeed>();
    }
    AdapterHostSetup setup;
    setup.python = openAlgoPython(config);
    setup.script = std::make_shared<AdapterHostScript>();
    setup.folder = config.openAlgoHome;
    return std::make_unique<AdapterFeed>(std::move(setup), openAlgoWebAddress(config.openAlgoHome));
}

} // namespace tickgate
