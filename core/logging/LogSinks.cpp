#include "LogSinks.h"

#include <spdlog/formatter.h>

#include <array>
#include <chrono>
#include <utility>

namespace tickgate {

namespace {

constexpr std::array<std::pair<LogLevel, spdlog::level::level_enum>, 5> kLevels{{
    {LogLevel::Trace, spdlog::level::trace},
    {LogLevel::Debug, spdlog::level::debug},
    {LogLevel::Info, spdlog::level::info},
    {LogLevel::Warn, spdlog::level::warn},
    {LogLevel::Error, spdlog::level::err},
}};

} // namespace

FilteringSink::FilteringSink(std::shared_ptr<SecretFilter> filter, std::vector<spdlog::sink_ptr> targets)
    : m_filter(std::move(filter))
    , m_targets(std::move(targets))
{}

void FilteringSink::log(const spdlog::details::log_msg &message)
{
    const auto length = static_cast<qsizetype>(message.payload.size());
    const std::string clean = m_filter->filtered(QString::fromUtf8(message.payload.data(), length)).toStdString();
    spdlog::details::log_msg filtered(message);
    filtered.payload = clean;
    for (const spdlog::sink_ptr &target : m_targets)
        target->log(filtered);
}

void FilteringSink::flush()
{
    for (const spdlog::sink_ptr &target : m_targets)
        target->flush();
}

void FilteringSink::set_pattern(const std::string &pattern)
{
    for (const spdlog::sink_ptr &target : m_targets)
        target->set_pattern(pattern);
}

void FilteringSink::set_formatter(std::unique_ptr<spdlog::formatter> formatter)
{
    for (const spdlog::sink_ptr &target : m_targets)
        target->set_formatter(formatter->clone());
}

RingSink::RingSink(std::shared_ptr<LogRing> ring)
    : m_ring(std::move(ring))
{}

void RingSink::log(const spdlog::details::log_msg &message)
{
    const auto milliseconds =
        std::chrono::duration_cast<std::chrono::milliseconds>(message.time.time_since_epoch()).count();
    m_ring->append(fromSpdlogLevel(message.level),
                   QString::fromUtf8(message.payload.data(), static_cast<qsizetype>(message.payload.size())),
                   QDateTime::fromMSecsSinceEpoch(milliseconds));
}

spdlog::level::level_enum toSpdlogLevel(LogLevel level)
{
    for (const auto &[ours, theirs] : kLevels) {
        if (ours == level)
            return theirs;
    }
    return spdlog::level::info;
}

LogLevel fromSpdlogLevel(spdlog::level::level_enum level)
{
    for (const auto &[ours, theirs] : kLevels) {
        if (theirs == level)
            return ours;
    }
    return LogLevel::Error; // critical
}

} // namespace tickgate
