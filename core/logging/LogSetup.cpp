#include "LogSetup.h"

#include "core/logging/LogSinks.h"

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <QDir>
#include <QFile>

#include <cstring>
#include <utility>

namespace tickgate {

namespace {

constexpr std::size_t kFileBytes = std::size_t{5} * 1024 * 1024;
constexpr std::size_t kOlderFiles = 4; // and the one that is written: five in all
constexpr std::chrono::seconds kFlushEvery{2};
const char *const kPattern = "%Y-%m-%d %H:%M:%S.%e %^%-5l%$ [%t] %v";

spdlog::level::level_enum levelOfQtMessage(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return spdlog::level::debug;
    case QtInfoMsg:
        return spdlog::level::info;
    case QtWarningMsg:
        return spdlog::level::warn;
    case QtCriticalMsg:
    case QtFatalMsg:
        break;
    }
    return spdlog::level::err;
}

/// Runs on whatever thread spoke, so it only appends.
void forwardQtMessage(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    thread_local bool inside = false;
    if (inside) // a sink made Qt speak: passing that on would never end
        return;
    inside = true;
    const bool named = context.category != nullptr && std::strcmp(context.category, "default") != 0;
    const std::string category = named ? std::string(" ") + context.category + ":" : std::string();
    spdlog::log(levelOfQtMessage(type), "qt:{} {}", category, message.toStdString());
    if (type == QtFatalMsg)
        spdlog::default_logger()->flush();
    inside = false;
}

spdlog::sink_ptr openFile(const QString &path, QString &error)
{
    spdlog::file_event_handlers handlers;
    handlers.after_open = [path](const spdlog::filename_t &, std::FILE *) {
        QFile::setPermissions(path, QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    };
    try {
        return std::make_shared<spdlog::sinks::rotating_file_sink_mt>(QFile::encodeName(path).toStdString(), kFileBytes,
                                                                      kOlderFiles, false, handlers);
    } catch (const spdlog::spdlog_ex &failure) {
        error = QStringLiteral("The log file %1 cannot be written: %2").arg(path, QString::fromUtf8(failure.what()));
        return nullptr;
    }
}

} // namespace

/// What was in force before, to be put back.
class LogSetup::Previous
{
public:
    explicit Previous(std::shared_ptr<spdlog::logger> ours)
        : m_logger(spdlog::default_logger())
    {
        spdlog::set_default_logger(std::move(ours));
        spdlog::flush_every(kFlushEvery);
        m_handler = qInstallMessageHandler(forwardQtMessage);
    }

    ~Previous()
    {
        qInstallMessageHandler(m_handler);
        spdlog::flush_every(std::chrono::seconds(0));
        spdlog::default_logger()->flush();
        spdlog::set_default_logger(m_logger);
    }

    Previous(const Previous &) = delete;
    Previous &operator=(const Previous &) = delete;

private:
    std::shared_ptr<spdlog::logger> m_logger;
    QtMessageHandler m_handler = nullptr;
};

LogSetup::LogSetup(const LogOptions &options)
    : m_ring(std::make_shared<LogRing>())
    , m_filter(std::make_shared<SecretFilter>())
{
    std::vector<spdlog::sink_ptr> targets;
    targets.push_back(std::make_shared<RingSink>(m_ring));
    if (options.stderrToo)
        targets.push_back(std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
    if (!options.folder.isEmpty()) {
        const QString path = QDir(options.folder).filePath(QStringLiteral("tickgate.log"));
        if (spdlog::sink_ptr file = openFile(path, m_fileError)) {
            targets.push_back(std::move(file));
            m_filePath = path;
        }
    }
    auto logger =
        std::make_shared<spdlog::logger>("tickgate", std::make_shared<FilteringSink>(m_filter, std::move(targets)));
    logger->set_pattern(kPattern);
    logger->flush_on(spdlog::level::warn);
    logger->set_level(toSpdlogLevel(options.level));
    m_previous = std::make_unique<Previous>(std::move(logger));
    if (!m_fileError.isEmpty())
        spdlog::warn("log: {}", m_fileError.toStdString());
}

LogSetup::~LogSetup() = default;

void LogSetup::setLevel(LogLevel level)
{
    spdlog::default_logger()->set_level(toSpdlogLevel(level));
}

void LogSetup::flush()
{
    spdlog::default_logger()->flush();
}

} // namespace tickgate
