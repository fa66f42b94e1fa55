#include "ServiceParts.h"

#include "core/auth/DemoVerifier.h"
#include "core/auth/KeysFileVerifier.h"
#include "core/auth/OpenAlgoVerifier.h"
#include "core/bus/DemoFeed.h"
#include "core/config/OpenAlgoFolder.h"
#include "core/feed/FeedFactory.h"

#include <QDir>

#include <spdlog/spdlog.h>

namespace tickgate {

namespace {

std::shared_ptr<ApiKeyVerifier> makeVerifier(const ProxyConfig &config, const ServiceOptions &options)
{
    const QString obstacle = openAlgoObstacle(config);
    const AuthKind kind = resolveAuth(config.auth, options.demo, obstacle.isEmpty());
    const bool wanted = config.auth == AuthKind::OpenAlgo || (config.auth == AuthKind::Auto && !options.demo);
    if (wanted && !obstacle.isEmpty() && (kind == AuthKind::OpenAlgo || !config.openAlgoHome.isEmpty()))
        spdlog::warn("auth: OpenAlgo's API keys cannot be used: {}", obstacle.toStdString());
    switch (kind) {
    case AuthKind::Demo:
        if (!options.demo)
            spdlog::warn("auth: TICKGATE_AUTH is demo: every program of this computer gets in with demo-key");
        return std::make_shared<DemoVerifier>();
    case AuthKind::OpenAlgo:
        return std::make_shared<OpenAlgoVerifier>(openAlgoDatabaseFile(config), config.apiKeyPepper.toUtf8());
    case AuthKind::Keys:
    case AuthKind::Auto:
        break;
    }
    return std::make_shared<KeysFileVerifier>(
        config.keysFile.isEmpty() ? QDir(options.configDir).filePath(QStringLiteral("keys.json")) : config.keysFile);
}

} // namespace

HubOptions makeHubOptions(const ProxyConfig &config, const ServiceOptions &options)
{
    HubOptions hub;
    hub.config = config;
    hub.verifier = makeVerifier(config, options);
    hub.makeFeed = [config](QObject *) { return makeFeed(config); };
    if (options.demo) {
        hub.makeDemoFeed = [options](const std::string &host, quint16 port) {
            DemoFeedOptions demo;
            demo.host = host;
            demo.port = port;
            demo.ticksPerSecond = options.demoTicksPerSecond;
            demo.seed = options.demoSeed;
            return std::make_unique<DemoFeed>(demo);
        };
    }
    return hub;
}

} // namespace tickgate
