#pragma once

#include "core/logging/LogRing.h"
#include "core/logging/SecretFilter.h"

#include <spdlog/sinks/sink.h>

#include <memory>
#include <vector>

namespace tickgate {

/// The one sink of the logger: takes secrets out of a line, then hands it to the file, stderr and the ring. Holds no
/// lock while it does; filter and targets have their own.
class FilteringSink : public spdlog::sinks::sink
{
public:
    FilteringSink(std::shared_ptr<SecretFilter> filter, std::vector<spdlog::sink_ptr> targets);

    void log(const spdlog::details::log_msg &message) override;
    void flush() override;
    void set_pattern(const std::string &pattern) override;
    void set_formatter(std::unique_ptr<spdlog::formatter> formatter) override;

private:
    const std::shared_ptr<SecretFilter> m_filter;
    const std::vector<spdlog::sink_ptr> m_targets;
};

/// Appends every line to a LogRing, with no lock held: the ring sends a signal.
class RingSink : public spdlog::sinks::sink
{
public:
    explicit RingSink(std::shared_ptr<LogRing> ring);

    void log(const spdlog::details::log_msg &message) override;
    void flush() override {}
    void set_pattern(const std::string &) override {}
    void set_formatter(std::unique_ptr<spdlog::formatter>) override {}

private:
    std::shared_ptr<LogRing> m_ring;
};

[[nodiscard]] spdlog::level::level_enum toSpdlogLevel(LogLevel level);
[[nodiscard]] LogLevel fromSpdlogLevel(spdlog::level::level_enum level);

} // namespace tickgate
