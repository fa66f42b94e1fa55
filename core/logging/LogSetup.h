#pragma once

#include "core/config/ProxyConfig.h"
#include "core/logging/LogRing.h"
#include "core/logging/SecretFilter.h"

#include <QString>

#include <memory>

namespace tickgate {

struct LogOptions
{
    QString folder;         ///< where tickgate.log goes; empty: no file
    bool stderrToo = false; ///< headless mode
    LogLevel level = LogLevel::Info;
};

/// While it lives, spdlog's default logger and Qt's messages go to the rotating file, to the ring and, headless, to
/// stderr, all of them through the secret filter. Made and destroyed on the main thread, one at a time; everything
/// logged in between may come from any thread. A file that cannot be opened leaves the other sinks working.
class LogSetup
{
public:
    explicit LogSetup(const LogOptions &options);
    ~LogSetup();
    LogSetup(const LogSetup &) = delete;
    LogSetup &operator=(const LogSetup &) = delete;

    void setLevel(LogLevel level);
    void flush();

    [[nodiscard]] std::shared_ptr<LogRing> ring() const { return m_ring; }
    [[nodiscard]] std::shared_ptr<SecretFilter> filter() const { return m_filter; }
    /// The file that is written now; empty when there is none.
    [[nodiscard]] QString filePath() const { return m_filePath; }
    /// Why there is no file, in a sentence; empty when all is well.
    [[nodiscard]] QString fileError() const { return m_fileError; }

private:
    class Previous;

    std::shared_ptr<LogRing> m_ring;
    std::shared_ptr<SecretFilter> m_filter;
    QString m_filePath;
    QString m_fileError;
    std::unique_ptr<Previous> m_previous;
};

} // namespace tickgate
